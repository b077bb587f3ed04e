"""A grid of cells in a few coordinates, for finding rows that differ by no more than a bound in each of them.

A cell is twice as wide as the bound, so that what is near a row lies in its own cell or in the one that it is
closer to, along each axis. The cells that have rows are sorted by a number: finding one takes a look-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

CROWDED = 128
"""Rows from which a cell is a crowd: pairs of two crowds are found in another way."""

PAIRS_AT_ONCE = 1 << 21

MOST_AXES = 9

SAMPLE = 1500
"""Rows by which is seen how many axes pay."""

LOOK_UP_S, PAIR_S = 1e-7, 6e-8
"""Time of one look-up, and of one pair that is then ruled out, roughly."""


@dataclass(frozen=True)
class Touching:
    """Rows `first` and `second` [n] in cells that touch, `done` look-ups of `total` so far."""

    done: int
    total: int
    first: Rows
    second: Rows


@dataclass(frozen=True)
class Grid:
    """The rows `asked` that are looked up, and those that lie in the grid, sorted by their cells' numbers.

    `keys` are the cells of `asked`, `sides` [n, axes] the steps from there to the cells on the nearer side.
    `cells` are the numbers of those with rows of the grid, `counts` of them, from `starts` of `order` on.
    """

    asked: Rows
    keys: Rows
    sides: Rows
    order: Rows
    cells: Rows
    starts: Rows
    counts: Rows

    @classmethod
    def over(
        cls, points: NDArray[np.int16], most: int, asked: Rows, laid: Rows, groups: Rows | None = None
    ) -> "Grid":
        """The rows `laid` of `points` [n, axes] in a grid, to look up `asked` ones in it.

        Near are those that differ by at most `most` on each axis and, with `groups` [n], are of one group.
        """
        axes = _axes(points[asked], points[laid], most, None if groups is None else groups[asked])
        chosen = points[:, axes].astype(np.int64)
        places, beyond = np.divmod(chosen - chosen.min(axis=0), 2 * most + 1)
        factors = np.cumprod([1, *(places.max(axis=0) + 3)])
        keys = (places + 1) @ factors[:-1] + (0 if groups is None else groups * factors[-1])
        sides = np.where(beyond[asked] < most, -factors[:-1], factors[:-1])
        order = laid[np.argsort(keys[laid], kind="stable")]
        asked_order = np.argsort(keys[asked], kind="stable")  # neighbours are looked up one after the other
        cells, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
        rows = asked[asked_order]
        return cls(rows, keys[rows], sides[asked_order], order, cells, starts, counts)

    def touching(self) -> Iterator[Touching]:
        """Pairs of an asked row and one near it, in cells that touch; without those of two crowded cells."""
        patterns = list(product((0, 1), repeat=self.sides.shape[1]))
        for number, pattern in enumerate(patterns, 1):
            rows, at = self._found(self.sides @ np.array(pattern))
            plain = ~(self._is_crowd[rows] & (self.counts[at] > CROWDED))
            rows, at = rows[plain], at[plain]
            for some, others in _expanded(rows, self.starts[at], self.counts[at]):
                yield Touching(number, len(patterns), self.asked[some], self.order[others])

    def crowded(self) -> Iterator[tuple[Rows, Rows]]:
        """The asked rows of each crowded cell, with those of each crowded cell that one of them touches."""
        met: set[tuple[int, int]] = set()
        for pattern in product((0, 1), repeat=self.sides.shape[1]):
            rows, at = self._found(self.sides @ np.array(pattern))
            both = self._is_crowd[rows] & (self.counts[at] > CROWDED)
            met |= set(zip(self.keys[rows[both]].tolist(), at[both].tolist(), strict=True))
        for key, cell in sorted(met):
            first, last = np.searchsorted(self.keys, [key, key + 1])
            yield self.asked[first:last], self.order[self.starts[cell] :][: self.counts[cell]]

    @cached_property
    def _is_crowd(self) -> NDArray[np.bool_]:
        """Whether each asked row has many others in its cell."""
        _, inverse, counts = np.unique(self.keys, return_inverse=True, return_counts=True)
        return np.asarray(counts[inverse] > CROWDED)

    def _found(self, steps: Rows) -> tuple[Rows, Rows]:
        """Places of asked rows that find a cell with rows so many steps away, and that cell's place."""
        if not len(self.cells):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        targets = self.keys + steps
        at = np.minimum(np.searchsorted(self.cells, targets), len(self.cells) - 1)
        rows = np.flatnonzero(self.cells[at] == targets)
        return rows, at[rows]


def _axes(asked: NDArray[np.int16], laid: NDArray[np.int16], most: int, groups: Rows | None) -> Rows:
    """The widest axes, as many as pay: each doubles the look-ups, and rules out some more pairs."""
    step = max(1, len(asked) // SAMPLE)
    sample = asked[::step].astype(np.int64)
    widest = np.argsort(-sample.std(axis=0), kind="stable")
    places = (sample - sample.min(axis=0)) // (2 * most + 1)
    near = ~np.eye(len(sample), dtype=bool)
    if groups is not None:
        near &= groups[::step, None] == groups[None, ::step]
    costs = []
    for number, axis in enumerate(widest[:MOST_AXES], 1):
        near &= np.abs(places[:, axis, None] - places[None, :, axis]) <= 1
        pairs = len(asked) * len(laid) * float(near.mean()) * (2 / 3) ** number  # it looks into two of three
        costs.append(len(asked) * 2**number * LOOK_UP_S + pairs * PAIR_S)
    return widest[: int(np.argmin(costs)) + 1]


def _expanded(rows: Rows, begins: Rows, counts: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Each of `rows` with `counts` places from its beginning on, so few at once that memory stays small."""
    total, start = np.cumsum(counts), 0
    while start < len(counts):
        before = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + PAIRS_AT_ONCE, "right")))
        some = counts[start:stop]
        within = np.arange(some.sum()) - np.repeat(np.cumsum(some) - some, some)
        yield np.repeat(rows[start:stop], some), within + np.repeat(begins[start:stop], some)
        start = stop
