"""A selection of photos, one of them current: the arithmetic of clicks, without a widget."""

import numpy as np

from mmdesk.core.vectors import Ids


class Selection:
    """Positions selected among `count` photos.

    `current` is the photo that has the keyboard, None while there is none. Ranges
    start at the anchor, which is where a single photo was selected last. One byte
    per photo, so "select all" costs a million photos no more than a memset.
    """

    def __init__(self, count: int = 0) -> None:
        self.current: int | None = None
        self._anchor = 0
        self._selected = np.zeros(count, dtype=np.bool_)

    def __contains__(self, position: int) -> bool:
        return bool(self._selected[position])

    def __len__(self) -> int:
        return int(np.count_nonzero(self._selected))

    def positions(self) -> Ids:
        """Selected positions in growing order."""
        return np.flatnonzero(self._selected).astype(np.int64)

    def select(self, position: int) -> None:
        """Select this photo and no other."""
        self._selected[:] = False
        self._selected[position] = True
        self.current = self._anchor = position

    def toggle(self, position: int) -> None:
        """Select this photo or no longer, the others as they were."""
        self._selected[position] = not self._selected[position]
        self.current = self._anchor = position

    def extend(self, position: int) -> None:
        """Select everything from the anchor to this photo, and nothing else."""
        first, last = sorted((self._anchor, position))
        self._selected[:] = False
        self._selected[first : last + 1] = True
        self.current = position

    def select_range(self, first: int, count: int, *, add: bool = False) -> None:
        """Select `count` photos from `first` on, instead of the others or besides; the first is current."""
        self._selected[:] &= add
        self._selected[first : first + count] = True
        self.current = self._anchor = first

    def with_added(self, positions: Ids) -> "Selection":
        """Selection in which these are added; without a current photo the first of them is it."""
        more = Selection()
        more._selected = self._selected.copy()
        more._selected[positions] = True
        more.current, more._anchor = self.current, self._anchor
        if more.current is None and len(positions):
            more.current = more._anchor = int(positions[0])
        return more

    def cleared(self) -> "Selection":
        """Selection of nothing; the current photo stays current."""
        empty = Selection(len(self._selected))
        empty.current, empty._anchor = self.current, self._anchor
        return empty

    def select_all(self) -> None:
        """Select every photo; the current one stays."""
        self._selected[:] = True

    def carry_over(self, old_ids: Ids, new_ids: Ids) -> "Selection":
        """Selection of the same photos in another list, as far as they are in it."""
        carried = Selection(len(new_ids))
        if len(self):
            carried._selected = np.isin(new_ids, old_ids[self._selected])
        if self.current is not None:
            carried.current = position_of(int(old_ids[self.current]), new_ids)
            carried._anchor = carried.current or 0
        return carried


def position_of(photo: int, ids: Ids) -> int | None:
    """Position of `photo` in `ids`, or None."""
    found = np.flatnonzero(ids == photo)
    return int(found[0]) if len(found) else None
