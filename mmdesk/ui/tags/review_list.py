"""The photos under review and what is thought of each: the arithmetic of the bench, without a widget."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from mmdesk.core.labels import Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.work.tagging import LabelReview


class ReviewList:
    """Tags of one label in the order they are shown, the most probable first.

    What is decided stays where it was decided, so that one can look back. What a lesson changes is only
    what lies ahead: see `taken_in`.
    """

    def __init__(self, tags: Sequence[Tag] = ()) -> None:
        self._tags = list(tags)
        self._places = {tag.photo: place for place, tag in enumerate(self._tags)}

    def __len__(self) -> int:
        return len(self._tags)

    def __getitem__(self, place: int) -> Tag:
        return self._tags[place]

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._tags)

    def ids(self) -> Ids:
        """The photos, in order."""
        return np.fromiter((tag.photo for tag in self._tags), np.int64, len(self._tags))

    def mark(self, photos: Collection[int], state: TagState) -> None:
        """Note what was decided of photos."""
        for photo in photos:
            place = self._places.get(PhotoId(photo))
            if place is not None:
                self._tags[place] = replace(self._tags[place], state=state)

    def next_open(self, place: int) -> int | None:
        """Where to go on after `place`: the next photo nothing was decided of, else the first such one."""
        places = (*range(place + 1, len(self._tags)), *range(place + 1))
        return next((here for here in places if self._is_open(here)), None)

    def line(self, cutoff: float) -> int:
        """How many photos stand above the line: after it there are only less probable ones."""
        above = (place for place in reversed(range(len(self._tags))) if self._chance(place) >= cutoff)
        return next(above, -1) + 1

    def open_above(self, cutoff: float) -> list[PhotoId]:
        """Photos at least so probable of which nothing was decided."""
        return [
            tag.photo
            for place, tag in enumerate(self._tags)
            if self._is_open(place) and self._chance(place) >= cutoff
        ]

    def open_below(self, cutoff: float) -> list[PhotoId]:
        """Less probable photos of which nothing was decided."""
        above = set(self.open_above(cutoff))
        open_ones = (tag.photo for place, tag in enumerate(self._tags) if self._is_open(place))
        return [photo for photo in open_ones if photo not in above]

    def chances(self) -> list[float]:
        """The probabilities of the photos nothing was decided of."""
        return [self._chance(place) for place in range(len(self._tags)) if self._is_open(place)]

    def taken_in(self, sheet: LabelReview, kept: int) -> "ReviewList":
        """With what is known now: the first `kept` photos stay in place, what follows takes its new order."""
        fresh = {tag.photo: tag for tag in sheet.tags}
        stayed = [_as_known(tag, fresh, sheet) for tag in self._tags[:kept]]
        there = {tag.photo for tag in stayed}
        return ReviewList([*stayed, *(tag for tag in sheet.tags if tag.photo not in there)])

    def first_changed(self, before: "ReviewList") -> int | None:
        """The first photo of which is thought otherwise than `before`."""
        states = {tag.photo: tag.state for tag in before}
        changed = (
            place
            for place, tag in enumerate(self._tags)
            if tag.photo in states and states[tag.photo] is not tag.state
        )
        return next(changed, None)

    def _is_open(self, place: int) -> bool:
        return self._tags[place].state is TagState.SUGGESTED

    def _chance(self, place: int) -> float:
        chance = self._tags[place].probability
        return 1.0 if chance is None else chance


def _as_known(tag: Tag, fresh: dict[PhotoId, Tag], sheet: LabelReview) -> Tag:
    """A tag that stays in its place, as it is by now."""
    if tag.photo in fresh:
        return fresh[tag.photo]
    if tag.photo in sheet.given:
        return tag if tag.state is TagState.MANUAL else replace(tag, state=TagState.ACCEPTED)
    if tag.photo in sheet.rejected:
        return replace(tag, state=TagState.REJECTED)
    return replace(tag, state=TagState.SUGGESTED)
