"""The review bench: one label, its photos by probability as they are now, taught by every decision.

Suggestions that are stored end at the cut-off. Who drags that line wants to see what lies below it, too: so
the photos of the label under review are scored anew, down to where no label is worth a look.
"""

from collections.abc import Iterator

import numpy as np

from mmdesk.core.labels import Label, LabelSet, Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.photo_dates import is_within
from mmdesk.core.tagging.review import USUAL_CUTOFF, LabelPreview, LabelReview, ReviewRequest
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.label_scorer import FLOOR, LabelScorer
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.empty_pictures import EmptyPictures
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.tagging.teach import forget, learn
from mmdesk.tasks.vectors import vector_store

MOST = 5000
"""Photos in one review; nobody looks at more in one sitting."""

BEST = 8
"""Photos that show at a glance what a label finds."""


class Reviewer:
    """Scores and teaches one label at a time; remembers what texts became."""

    def __init__(self, library: Library, clip: ClipModel) -> None:
        self._library, self._chosen = library, clip
        self._see_with(clip.now)

    def review(self, labels: LabelSet, name: str, request: ReviewRequest) -> LabelReview:
        """The photos of the label `name` as `request` says."""
        self._follow()
        probabilities = self._probabilities(labels, name)
        tags = (
            self._open(labels, name, request, probabilities)
            if request.view == "open"
            else self._decided(name, request)
        )
        tags.sort(key=lambda tag: -(probabilities.get(tag.photo, tag.probability or 0.0)))
        head = self._scorers.heads().get(name)
        given, rejected = self._library.tags.decided(name)
        return LabelReview(
            label_set=labels.name,
            label=name,
            request=request,
            tags=tuple(tags[:MOST]),
            given=frozenset(given),
            rejected=frozenset(rejected),
            cutoff=self._cutoff(labels, name),
            learned=head.sentence if head else "",
        )

    def preview(self, labels: LabelSet, label: Label) -> LabelPreview:
        """What `label` would find if it stood in the set as it is, with what its name has learned."""
        self._follow()
        drafted = labels.with_label(label)
        probabilities = self._probabilities(drafted, label.name)
        cutoff = self._cutoff(drafted, label.name)
        shown = set(self._library.photos.ids().tolist())
        found = [
            photo for photo, probability in probabilities.items() if probability >= cutoff and photo in shown
        ]
        found.sort(key=lambda photo: -probabilities[photo])
        return LabelPreview(label.name, len(found), tuple(found[:BEST]))

    def teach(self, labels: LabelSet, name: str) -> str:
        """Learn the label from all decisions so far, and suggest it anew; returns what it learned from.

        Where no photo has the label any more, there is nothing to learn from: it is reset to its words.
        """
        self._follow()
        given, _ = self._library.tags.decided(name)
        if given:
            learn(self._library, self._clip, labels, name, self._scorers)
        else:
            forget(self._library, name)
        self._suggest(labels, name)
        head = self._scorers.heads().get(name)
        return head.sentence if head else ""

    def forget(self, labels: LabelSet, name: str) -> None:
        """Reset the label to its words, and suggest it anew."""
        self._follow()
        forget(self._library, name)
        self._suggest(labels, name)

    def _follow(self) -> None:
        """See with the model that is chosen by now."""
        if self._chosen.now is not self._clip:
            self._see_with(self._chosen.now)

    def _see_with(self, clip: ClipModel) -> None:
        self._clip = clip
        self._scorers = Scorers(self._library, clip)
        self._empty_pictures = EmptyPictures.of(self._library.places, clip)

    def _suggest(self, labels: LabelSet, name: str) -> None:
        """Put what the label looks like now in the place of its earlier suggestions."""
        cutoff = self._cutoff(labels, name)
        probabilities = self._probabilities(labels, name)
        rows = [(photo, one) for photo, one in probabilities.items() if one >= cutoff]
        self._library.tags.store_suggestions_of(name, labels.name, self._clip.key, rows)

    def _open(
        self, labels: LabelSet, name: str, request: ReviewRequest, probabilities: dict[PhotoId, float]
    ) -> list[Tag]:
        """Photos worth a look of which nothing has been said."""
        given, rejected = self._library.tags.decided(name)
        shown = np.setdiff1d(
            self._library.photos.ids(request.folder), np.array([*given, *rejected], np.int64)
        )
        ids = [photo for photo in map(PhotoId, shown.tolist()) if photo in probabilities]
        model, state = self._clip.key, TagState.SUGGESTED
        return [
            Tag(photo, name, labels.name, state, probabilities[photo], model)
            for photo in self._of_time(ids, request)
        ]

    def _of_time(self, ids: list[PhotoId], request: ReviewRequest) -> list[PhotoId]:
        if request.since is None and request.until is None:
            return ids
        rows = self._library.photos.by_ids(ids)
        return [photo.id for photo in rows if is_within(photo.facts.taken_at, request.since, request.until)]

    def _decided(self, name: str, request: ReviewRequest) -> list[Tag]:
        states = [TagState.REJECTED] if request.view == "rejected" else [TagState.ACCEPTED, TagState.MANUAL]
        return self._library.tags.photos_of(name, states, request.folder, request.since, request.until)

    def _probabilities(self, labels: LabelSet, name: str) -> dict[PhotoId, float]:
        """How probable the label is, for every photo worth a look."""
        looked = self._scorer(labels, name)
        if looked is None:
            return {}
        scorer, place = looked
        found: dict[PhotoId, float] = {}
        blank = self._library.photos.blank_ids()
        for ids, rows in vector_store(self._library, self._clip).chunks():
            probabilities = scorer.probabilities(rows)[:, place]
            shown = self._empty_pictures.shows_something(rows) & np.isin(ids, blank, invert=True)
            worth = (probabilities >= FLOOR) & shown
            found.update(_pairs(ids[worth], probabilities[worth]))
        return found

    def _scorer(self, labels: LabelSet, name: str) -> tuple[LabelScorer, int] | None:
        """A scorer and the label's place in it; None for a label without words that has learned nothing.

        Labels that exclude each other need all the others beside them.
        """
        label = labels.find(name)
        if label is None:
            return self._by_examples(name)
        if labels.exclusive:
            return self._scorers.of(labels), labels.labels.index(label)
        alone = LabelSet(labels.name, (label,), labels.templates, labels.background)
        return self._scorers.of(alone), 0

    def _by_examples(self, name: str) -> tuple[LabelScorer, int] | None:
        head = self._scorers.heads().get(name)
        if head is None:
            return None
        none = np.empty((0, len(head.weights)), np.float32)
        biases = np.array([head.bias], np.float32)
        return LabelScorer(self._scorers.baseline(), head.weights[None], biases, none), 0

    def _cutoff(self, labels: LabelSet, name: str) -> float:
        """The label's own where it has one, else that of the last run."""
        label = labels.find(name)
        if label is not None and label.cutoff is not None:
            return label.cutoff
        run = self._library.labels.run(labels.name, self._clip.key)
        return float(run.cutoffs.get(name, USUAL_CUTOFF)) if run else USUAL_CUTOFF


def _pairs(ids: Ids, probabilities: Vectors) -> Iterator[tuple[PhotoId, float]]:
    return zip(map(PhotoId, ids.tolist()), probabilities.tolist(), strict=True)
