"""Which photos stand beside each other, which is the active one, and who may take its place."""

from collections.abc import Iterable, Iterator

import numpy as np

from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.selection import position_of

MOST = 4


class LineUp:
    """Up to four photos out of `candidates`, all that may be brought in.

    `active` is the number of the photo that is judged, and that gives its place to others.
    """

    def __init__(self, candidates: Ids, photos: Iterable[int] = ()) -> None:
        self._candidates = candidates
        self.photos = [int(photo) for photo in photos][:MOST]
        self.active = 0

    @property
    def active_photo(self) -> int | None:
        """The photo that is judged."""
        return self.photos[self.active] if self.photos else None

    def step(self, by: int) -> None:
        """Let another one be active, round and round."""
        if self.photos:
            self.active = (self.active + by) % len(self.photos)

    def exchange(self, by: int) -> None:
        """The next candidate (or the one before) that does not stand here takes the active one's place."""
        photo = self._next(by)
        if photo is not None:
            self.photos[self.active] = photo

    def upcoming(self) -> list[int]:
        """Whom the next exchange would bring, forwards and backwards."""
        return [photo for photo in (self._next(1), self._next(-1)) if photo is not None]

    def take_out(self, photos: Iterable[int]) -> None:
        """These stand here no longer; they remain candidates."""
        gone = set(photos)
        self.active -= sum(photo in gone for photo in self.photos[: self.active])
        self.photos = [photo for photo in self.photos if photo not in gone]
        self.active = max(0, min(self.active, len(self.photos) - 1))

    def forget(self, photos: Iterable[int]) -> None:
        """These are no more."""
        gone = list(photos)
        self._candidates = self._candidates[~np.isin(self._candidates, gone)]
        self.take_out(gone)

    def _next(self, by: int) -> int | None:
        return next((photo for photo in self._onwards(by) if photo not in self.photos), None)

    def _onwards(self, by: int) -> Iterator[int]:
        """All candidates once, from the active one on, round and round."""
        count = len(self._candidates)
        here = None if self.active_photo is None else position_of(self.active_photo, self._candidates)
        for away in range(1, count):
            yield int(self._candidates[((here or 0) + by * away) % count])


def line_up(shown: Ids, chosen: Ids, current: int | None) -> LineUp:
    """The photos to be compared when `chosen` ones of those `shown` are.

    Of two to four, these, and any other may be brought in; of more, the first four, and the rest of them may.
    A single one stands beside the next (the last one beside the one before).
    """
    if len(chosen) > MOST:
        return LineUp(chosen, chosen[:MOST])
    if len(chosen) > 1:
        return LineUp(shown, chosen)
    place = None if current is None else position_of(current, shown)
    if place is None or len(shown) < 2:
        return LineUp(shown)
    beside = place + 1 if place + 1 < len(shown) else place - 1
    return LineUp(shown, [shown[place], shown[beside]])
