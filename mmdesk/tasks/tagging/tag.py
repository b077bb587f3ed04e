"""Looking for a label set in all photos: suggestions, from the vectors the library already has."""

import time
from collections.abc import Generator, Iterator

import numpy as np

from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.core.tagging.overview import TagSummary
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.label_store import TagRun
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.label_scorer import Candidates, keep_best, propose_cutoffs
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.succession import Succession
from mmdesk.tasks.tagging.empty_pictures import EmptyPictures
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.tagging.teach import learn_again
from mmdesk.tasks.torch_door import block_scorer
from mmdesk.tasks.vectors import vector_store

READING = tr("Reading labels")
LOOKING = tr("Looking for labels")


def tag_photos(
    library: Library, clip: ClipModel, labels: LabelSet, *, fresh: bool = False
) -> Generator[Progress, None, TagSummary]:
    """Suggest the labels of a set for photos that show them.

    Where nothing but new photos came since the last run, only those are looked at; `fresh` looks at all.
    What the user decided is left alone. While a newly chosen model has yet to see photos, these keep the
    suggestions they have; once it has seen all, it learns what labels learned before. Closing the generator
    leaves the suggestions of the run before.
    """
    begun, clip = time.perf_counter(), clip.now
    yield Progress(0, None, READING)
    run = _Run(library, clip, labels, fresh=fresh)
    photos = 0
    for ids in run.look():
        photos += len(ids)
        yield Progress(photos, run.total, LOOKING)
    tags = run.store()
    return TagSummary(labels.name, clip.folder.name, photos, tags, time.perf_counter() - begun)


class _Run:
    """One run over all photos, or over the new ones."""

    def __init__(self, library: Library, clip: ClipModel, labels: LabelSet, *, fresh: bool) -> None:
        self._library, self._labels, self._model = library, labels, clip.key
        scorers = Scorers(library, clip)
        self._is_moving = Succession(library, clip).former() is not None
        if not self._is_moving:
            learn_again(library, clip, labels, scorers)
        self._digest = scorers.digest(labels)
        store: VectorStore = vector_store(library, clip)
        self._stamp = store.stamp()
        before = None if fresh else library.labels.run(labels.name, clip.key)
        same = before is not None and before.digest == self._digest
        new = store.added_since(before.stamp) if before is not None and same else None
        self._before = before if new is not None else None
        self._chunks: Iterator[tuple[Ids, Vectors]] = new if new is not None else store.chunks()
        self.total = None if new is not None else store.count()
        self._scorers, self._empty_pictures = (
            scorers,
            EmptyPictures.of(library.places, clip),
        )
        self._blank = library.photos.blank_ids()
        self._seen: list[Ids] = []
        self._found: list[Candidates] = []

    def look(self) -> Iterator[Ids]:
        """Score every photo; yields the ids of each block."""
        blocks, blank = None, self._blank
        for ids, found in self._chunks:
            if blocks is None:
                blocks = block_scorer(self._scorers.of(self._labels))
            shown = self._empty_pictures.shows_something(found) & np.isin(ids, blank, invert=True)
            self._found += blocks.score([(ids[shown], found[shown])])
            self._seen.append(ids)
            yield ids

    def store(self) -> int:
        """Cut off, and put the suggestions into the catalogue."""
        candidates = Candidates.joined(self._found)
        cutoffs = self._cutoffs(candidates)
        kept = candidates.where(candidates.probabilities >= cutoffs[candidates.labels])
        if self._labels.exclusive:
            kept = keep_best(kept)
        names = [label.name for label in self._labels]
        rows = zip(
            kept.photos.tolist(),
            (names[label] for label in kept.labels),
            kept.probabilities.astype(float).round(5).tolist(),
            strict=True,
        )
        is_partial = self._before is not None or self._is_moving
        only = np.concatenate(self._seen or [np.empty(0, np.int64)]) if is_partial else None
        tags = self._library.tags.store_suggestions(self._labels.name, self._model, rows, only=only)
        run = TagRun(self._digest, self._stamp, dict(zip(names, cutoffs.astype(float).tolist(), strict=True)))
        self._library.labels.put_run(self._labels.name, self._model, run)
        return tags

    def _cutoffs(self, candidates: Candidates) -> Vectors:
        """The label's own where it has one; else that of the run before, or one proposed from what was
        found.
        """
        proposed = propose_cutoffs(candidates, len(self._labels))
        before = self._before.cutoffs if self._before else {}
        chosen = [
            label.cutoff if label.cutoff is not None else before.get(label.name, proposed[position])
            for position, label in enumerate(self._labels)
        ]
        return np.array(chosen, np.float32)
