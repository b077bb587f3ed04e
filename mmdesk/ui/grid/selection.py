"""Which photos are chosen, and which one is current: the arithmetic of clicks, without a widget."""

import numpy as np

from mmdesk.core.vectors import Ids


class Selection:
    """Positions chosen among `count` photos.

    `current` is the photo that has the keyboard, None while there is none. Ranges
    start at the anchor, which is where the last single choice was made. One byte
    per photo, so "select all" costs a million photos no more than a memset.
    """

    def __init__(self, count: int = 0) -> None:
        self.current: int | None = None
        self._anchor = 0
        self._chosen = np.zeros(count, dtype=np.bool_)

    def __contains__(self, position: int) -> bool:
        return bool(self._chosen[position])

    def __len__(self) -> int:
        return int(np.count_nonzero(self._chosen))

    def positions(self) -> Ids:
        """The chosen positions in growing order."""
        return np.flatnonzero(self._chosen).astype(np.int64)

    def choose(self, position: int) -> None:
        """This photo and no other."""
        self._chosen[:] = False
        self._chosen[position] = True
        self.current = self._anchor = position

    def toggle(self, position: int) -> None:
        """This photo in or out, the others as they were."""
        self._chosen[position] = not self._chosen[position]
        self.current = self._anchor = position

    def extend(self, position: int) -> None:
        """Everything from the anchor to this photo, and nothing else."""
        first, last = sorted((self._anchor, position))
        self._chosen[:] = False
        self._chosen[first : last + 1] = True
        self.current = position

    def choose_run(self, first: int, count: int, *, add: bool = False) -> None:
        """`count` photos from `first` on, instead of what was chosen or besides; the first is current."""
        self._chosen[:] &= add
        self._chosen[first : first + count] = True
        self.current = self._anchor = first

    def with_more(self, positions: Ids) -> "Selection":
        """Another one, in which these are chosen besides; without a current photo the first of them is it."""
        more = Selection()
        more._chosen = self._chosen.copy()
        more._chosen[positions] = True
        more.current, more._anchor = self.current, self._anchor
        if more.current is None and len(positions):
            more.current = more._anchor = int(positions[0])
        return more

    def cleared(self) -> "Selection":
        """Another one, in which nothing is chosen; the current photo stays current."""
        empty = Selection(len(self._chosen))
        empty.current, empty._anchor = self.current, self._anchor
        return empty

    def choose_all(self) -> None:
        """Every photo; the current one stays."""
        self._chosen[:] = True

    def carry_over(self, old_ids: Ids, new_ids: Ids) -> "Selection":
        """The same photos chosen in another list, as far as they are in it."""
        carried = Selection(len(new_ids))
        if len(self):
            carried._chosen = np.isin(new_ids, old_ids[self._chosen])
        if self.current is not None:
            carried.current = position_of(int(old_ids[self.current]), new_ids)
            carried._anchor = carried.current or 0
        return carried


def position_of(photo: int, ids: Ids) -> int | None:
    """Where `photo` stands in `ids`, or None."""
    found = np.flatnonzero(ids == photo)
    return int(found[0]) if len(found) else None
