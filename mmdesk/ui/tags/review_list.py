"""The photos under review and what is thought of each: the arithmetic of the review, without a widget."""

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import replace

import numpy as np

from mmdesk.core.labels import Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.tagging.review import LabelReview
from mmdesk.core.vectors import Ids


class ReviewList:
    """Tags of one label in the order they are shown, the most probable first.

    What is decided stays where it was decided, so that one can look back. What a lesson changes is only
    what lies ahead: see `updated`.
    """

    def __init__(self, tags: Sequence[Tag] = ()) -> None:
        self._tags = list(tags)
        self._positions = {tag.photo: position for position, tag in enumerate(self._tags)}

    def __len__(self) -> int:
        return len(self._tags)

    def __getitem__(self, position: int) -> Tag:
        return self._tags[position]

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._tags)

    def ids(self) -> Ids:
        """Ids of the photos, in order."""
        return np.fromiter((tag.photo for tag in self._tags), np.int64, len(self._tags))

    def mark(self, photos: Collection[int], state: TagState) -> None:
        """Note what was decided of photos."""
        for photo in photos:
            position = self._positions.get(PhotoId(photo))
            if position is not None:
                self._tags[position] = replace(self._tags[position], state=state)

    def next_undecided(self, position: int) -> int | None:
        """Position of the next photo nothing was decided of, after `position` or from the beginning."""
        positions = (*range(position + 1, len(self._tags)), *range(position + 1))
        return next((at for at in positions if self._is_undecided(at)), None)

    def decided_first(self) -> int:
        """Number of photos at the beginning, up to the first of which nothing was decided."""
        positions = range(len(self._tags))
        return next((at for at in positions if self._is_undecided(at)), len(self._tags))

    def count_above(self, cutoff: float) -> int:
        """Number of photos above the cut-off: after them there are only less probable ones."""
        above = (
            position for position in reversed(range(len(self._tags))) if self._probability(position) >= cutoff
        )
        return next(above, -1) + 1

    def undecided_above(self, cutoff: float) -> list[PhotoId]:
        """Photos at least so probable of which nothing was decided."""
        return [
            tag.photo
            for position, tag in enumerate(self._tags)
            if self._is_undecided(position) and self._probability(position) >= cutoff
        ]

    def undecided_below(self, cutoff: float) -> list[PhotoId]:
        """Less probable photos of which nothing was decided."""
        above = set(self.undecided_above(cutoff))
        open_ones = (tag.photo for position, tag in enumerate(self._tags) if self._is_undecided(position))
        return [photo for photo in open_ones if photo not in above]

    def counts(self, given: Set[int], rejected: Set[int]) -> tuple[int, int]:
        """Numbers of photos accepted and rejected: these, and those that were marked since."""
        decided = [tag for tag in self._tags if tag.state is not TagState.SUGGESTED]
        now_rejected = {tag.photo for tag in decided if tag.state is TagState.REJECTED}
        now_given = {tag.photo for tag in decided} - now_rejected
        return (
            len(given) + len(now_given - given) - len(now_rejected & given),
            len(rejected) + len(now_rejected - rejected) - len(now_given & rejected),
        )

    def probabilities(self) -> list[float]:
        """Probabilities of the photos nothing was decided of."""
        return [
            self._probability(position) for position in range(len(self._tags)) if self._is_undecided(position)
        ]

    def updated(self, review: LabelReview, kept: int) -> "ReviewList":
        """The list as it is known now: the first `kept` photos stay, what follows takes its new order."""
        fresh = {tag.photo: tag for tag in review.tags}
        stayed = [_as_known(tag, fresh, review) for tag in self._tags[:kept]]
        there = {tag.photo for tag in stayed}
        return ReviewList([*stayed, *(tag for tag in review.tags if tag.photo not in there)])

    def first_changed(self, before: "ReviewList") -> int | None:
        """Position of the first photo of which something else is thought than `before`."""
        states = {tag.photo: tag.state for tag in before}
        changed = (
            position
            for position, tag in enumerate(self._tags)
            if tag.photo in states and states[tag.photo] is not tag.state
        )
        return next(changed, None)

    def _is_undecided(self, position: int) -> bool:
        return self._tags[position].state is TagState.SUGGESTED

    def _probability(self, position: int) -> float:
        probability = self._tags[position].probability
        return 1.0 if probability is None else probability


def _as_known(tag: Tag, fresh: dict[PhotoId, Tag], review: LabelReview) -> Tag:
    """A tag that stays in its position, as it is by now."""
    if tag.photo in fresh:
        return fresh[tag.photo]
    if tag.photo in review.given:
        return tag if tag.state is TagState.MANUAL else replace(tag, state=TagState.ACCEPTED)
    if tag.photo in review.rejected:
        return replace(tag, state=TagState.REJECTED)
    return replace(tag, state=TagState.SUGGESTED)
