"""All pairs of looks that are near each other, exactly, without comparing every two.

A look is a row of bytes, and near are two whose differences add up to little (in the L1 norm). Any sum of
their numbers, each with a plus, a minus or left out, differs by no more. Some such sums, of Walsh's
patterns, are coordinates in a grid (`models.grid`), and only rows in cells that touch are compared. Where a
cell is crowded, its rows are halved again and again, each part in a box, and two parts are compared as far as
their boxes come near (Gray and Moore, "N-Body problems in statistical learning", NIPS 2000).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mmdesk.models.grid import Grid

Rows = NDArray[np.int64]
Sums = NDArray[np.int16]

SMALL = 128
"""Rows of two parts that are compared without halving them any further."""

SAMPLE = 512
"""Rows by which is seen where to halve a part."""

FIRST_AXES = 10
"""Coordinates that most pairs are ruled out by, one after the other, before the rest is looked at."""


def _walsh(doublings: int) -> Sums:
    patterns = np.array([[1]], np.int16)
    for _ in range(doublings):
        patterns = np.block([[patterns, patterns], [patterns, -patterns]])
    return patterns


PATTERNS = _walsh(4)
"""Walsh's 16 patterns of plus and minus over 4 × 4 parts, as rows and as columns."""


@dataclass(frozen=True)
class NearLooks:
    """Rows `first` and `second` [n] of near pairs, the smaller row first; `done` rows so far."""

    done: int
    first: Rows
    second: Rows


@dataclass(frozen=True)
class Crowd:
    """Rows that are all nearly alike, and so many that their pairs are not told."""

    rows: Rows


@dataclass(frozen=True)
class _Part:
    """Rows with their coordinates [n, axes], and the box around them."""

    rows: Rows
    sums: Sums
    low: Sums
    high: Sums

    @classmethod
    def of(cls, rows: Rows, sums: Sums) -> "_Part":
        return cls(rows, sums, sums.min(axis=0), sums.max(axis=0))

    @property
    def widest(self) -> int:
        return int((self.high - self.low).max())

    def near(self, other: "_Part", most: int) -> "_Part | None":
        """Those of the rows that lie within `most` of the other's box."""
        inside = (self.sums >= other.low - np.int16(most)).all(axis=1)
        inside &= (self.sums <= other.high + np.int16(most)).all(axis=1)
        if inside.all():
            return self
        return _Part.of(self.rows[inside], self.sums[inside]) if inside.any() else None

    def halves(self) -> "tuple[_Part, _Part]":
        """Two parts, both with rows, on either side of a middle; not every row may be equal."""
        sample = self.sums[:: max(1, len(self.rows) // SAMPLE)]
        axis = int(sample.std(axis=0).argmax())
        column, middle = self.sums[:, axis], int(np.median(sample[:, axis]))
        if not self.low[axis] < middle <= self.high[axis]:
            axis = int((self.high - self.low).argmax())
            column, middle = self.sums[:, axis], (int(self.low[axis]) + int(self.high[axis]) + 1) // 2
        left = column < middle
        return _Part.of(self.rows[left], self.sums[left]), _Part.of(self.rows[~left], self.sums[~left])


def near_looks(
    looks: NDArray[np.uint8], most: int, moments: Rows | None = None
) -> Iterator[NearLooks | Crowd]:
    """Pairs among `looks` [n, 48] whose differences add up to `most` or less, part by part.

    With `moments` [n], two that are both known (not 0) and not the same rule a pair out. Pairs of crowds may
    be told twice. Raises ValueError for `most` so large that everything would be near.
    """
    if not 0 < most < 1 << 12:
        raise ValueError(f"{most} of a look is no small difference")
    moments = np.zeros(len(looks), np.int64) if moments is None else moments
    search = _Search(looks, coordinates(looks), most, moments)
    dated, undated = np.flatnonzero(moments), np.flatnonzero(moments == 0)
    if len(dated):
        yield from search.near(dated, dated, moments)
    if len(undated):
        yield from search.near(undated, np.arange(len(looks)), None)


def coordinates(looks: NDArray[np.uint8]) -> Sums:
    """Sums [n, axes] of the numbers of looks, each taken as it is, away, or not at all."""
    colours = looks.reshape(-1, 16, 3).astype(np.int16)
    differences = [colours[:, :, 0] - colours[:, :, 2], colours[:, :, 0] - colours[:, :, 1]]
    grey = colours.sum(axis=2, dtype=np.int16) @ PATTERNS
    return np.hstack([grey, *(difference @ PATTERNS[:, :4] for difference in differences)])


@dataclass(frozen=True)
class _Search:
    looks: NDArray[np.uint8]
    sums: Sums
    most: int
    moments: Rows

    def near(self, asked: Rows, laid: Rows, groups: Rows | None) -> Iterator[NearLooks | Crowd]:
        """Pairs of the rows `asked` with the rows `laid` that are near."""
        grid = Grid.over(self.sums, self.most, asked, laid, groups)
        is_asked = np.zeros(len(self.looks), bool)
        is_asked[asked] = True
        for part in grid.touching():
            once = ~is_asked[part.second] | (part.first < part.second)
            yield self.checked(len(asked) * part.done // part.total, part.first[once], part.second[once])
        for rows, others in grid.crowded():
            yield from self.join(rows, None if np.array_equal(rows, others) else others)

    def checked(self, done: int, first: Rows, second: Rows) -> NearLooks:
        """Those of the pairs that are near, ruled out by one axis after the other, then compared in full."""
        for axis in self._telling:
            column = self._columns[axis]
            near = np.abs(column[first] - column[second]) <= self.most
            first, second = first[near], second[near]
        near = (self.differences(first, second) <= self.most) & (first != second)
        known, others = self.moments[first], self.moments[second]
        near &= (known == others) | (known == 0) | (others == 0)
        rows = np.sort(np.stack([first[near], second[near]]), axis=0)
        return NearLooks(done, *rows)

    @cached_property
    def _columns(self) -> Sums:
        return np.ascontiguousarray(self.sums.T)

    @cached_property
    def _telling(self) -> Rows:
        """The axes that rule out most."""
        spread = self.sums[:: max(1, len(self.sums) // SAMPLE)].std(axis=0)
        return np.asarray(np.argsort(-spread)[:FIRST_AXES], np.int64)

    def differences(self, first: Rows, second: Rows) -> NDArray[np.int64]:
        """Sums [n] of the differences of pairs of looks."""
        difference = np.abs(self.looks[first].astype(np.int16) - self.looks[second])
        return np.asarray(difference.sum(axis=1, dtype=np.int64))

    def join(self, rows: Rows, others: Rows | None) -> Iterator[NearLooks | Crowd]:
        """Pairs within `rows`, or of these with the others, that are near, by halving the parts."""
        one, other = (None if some is None else _Part.of(some, self.sums[some]) for some in (rows, others))
        waiting = [(one, other)] if one is not None else []
        while waiting:
            one, other = waiting.pop()
            if len(one.rows) * len((other or one).rows) <= SMALL * SMALL:
                yield self.checked(
                    len(self.looks), *_all_pairs(one.rows, None if other is None else other.rows)
                )
            elif max(one.widest, (other or one).widest) <= self.most:
                yield Crowd(np.union1d(one.rows, (other or one).rows))
            else:
                waiting += self.smaller(one, other)

    def smaller(self, one: _Part, other: _Part | None) -> list[tuple[_Part, _Part | None]]:
        """What there is to compare once the larger part is halved."""
        if other is None:
            left, right = one.halves()
            return [*self._near(left, right), (right, None), (left, None)]
        if (one.widest > 0, len(one.rows)) < (other.widest > 0, len(other.rows)):
            one, other = other, one
        return [pair for half in one.halves() for pair in self._near(half, other)]

    def _near(self, one: _Part, other: _Part) -> list[tuple[_Part, _Part | None]]:
        near = one.near(other, self.most)
        others = other.near(near, self.most) if near else None
        return [(near, others)] if near and others else []


def _all_pairs(rows: Rows, others: Rows | None) -> tuple[Rows, Rows]:
    if others is None:
        one, other = np.triu_indices(len(rows), 1)
        return rows[one], rows[other]
    return np.repeat(rows, len(others)), np.tile(others, len(rows))
