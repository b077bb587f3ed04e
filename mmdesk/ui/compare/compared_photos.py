"""The photos that are compared, the active one among them, and the candidates for its place."""

from collections.abc import Iterable, Iterator

import numpy as np

from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.selection import position_of

MOST = 4


class ComparedPhotos:
    """Four photos at most, out of `candidates` that may be brought in.

    `active` is the number of the photo that is rated, and that gives its place to others.
    """

    def __init__(self, candidates: Ids, photos: Iterable[int] = ()) -> None:
        self._candidates = candidates
        self.photos = [int(photo) for photo in photos][:MOST]
        self.active = 0

    @property
    def active_photo(self) -> int | None:
        """Id of the photo that is rated."""
        return self.photos[self.active] if self.photos else None

    def step(self, by: int) -> None:
        """Make another photo active, round and round."""
        if self.photos:
            self.active = (self.active + by) % len(self.photos)

    def swap(self, by: int) -> None:
        """Let the next candidate (or the one before) that is not here take the active photo's place."""
        photo = self._next(by)
        if photo is not None:
            self.photos[self.active] = photo

    def upcoming(self) -> list[int]:
        """Ids of the photos that the next swap would bring, forwards and backwards."""
        return [photo for photo in (self._next(1), self._next(-1)) if photo is not None]

    def take_out(self, photos: Iterable[int]) -> None:
        """Compare these no longer; they remain candidates."""
        gone = set(photos)
        self.active -= sum(photo in gone for photo in self.photos[: self.active])
        self.photos = [photo for photo in self.photos if photo not in gone]
        self.active = max(0, min(self.active, len(self.photos) - 1))

    def forget(self, photos: Iterable[int]) -> None:
        """Forget photos that are no more."""
        gone = list(photos)
        self._candidates = self._candidates[~np.isin(self._candidates, gone)]
        self.take_out(gone)

    def _next(self, by: int) -> int | None:
        return next((photo for photo in self._onwards(by) if photo not in self.photos), None)

    def _onwards(self, by: int) -> Iterator[int]:
        """Ids of all candidates once, from the active one on, round and round."""
        count = len(self._candidates)
        here = None if self.active_photo is None else position_of(self.active_photo, self._candidates)
        for away in range(1, count):
            yield int(self._candidates[((here or 0) + by * away) % count])


def compared_photos(shown: Ids, selected: Ids, current: int | None) -> ComparedPhotos:
    """Photos to be compared when `selected` ones of those `shown` are.

    Of two to four, these, and any other may be brought in; of more, the first four, and the rest of them may.
    A single one is compared with the next (the last one with the one before).
    """
    if len(selected) > MOST:
        return ComparedPhotos(selected, selected[:MOST])
    if len(selected) > 1:
        return ComparedPhotos(shown, selected)
    place = None if current is None else position_of(current, shown)
    if place is None or len(shown) < 2:
        return ComparedPhotos(shown)
    beside = place + 1 if place + 1 < len(shown) else place - 1
    return ComparedPhotos(shown, [shown[place], shown[beside]])
