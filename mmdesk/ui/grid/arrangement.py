"""The place of every photo in the grid: plain arithmetic, so a million photos cost nothing.

Photos are numbered by their position in the list. They fill rows of equal cells;
a section (a band of search results) starts a new row below its header. Nothing is
stored per photo: a position becomes a rectangle, and a point a position, by division.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize


@dataclass(frozen=True, slots=True)
class Section:
    """`count` photos from position `first` on, under a header where there is a `title`.

    Its photos may be `folded` away, so that there is nothing but the header; pressed, a header that
    `is_foldable` does that, or takes it back.
    """

    first: int
    count: int
    title: str = ""
    hint: str = ""
    folded: int = 0
    is_foldable: bool = False


@runtime_checkable
class CountedSections(Protocol):
    """Sections, all titled, which know all their counts at once and make themselves only when asked."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of photos in each section; never 0."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Room around all cells, between two of them, and for a header."""

    margin: int
    gap: int
    header: int

    def columns(self, cell: int, width: int) -> int:
        """Number of cells side by side in a `width`; at least one."""
        return max(1, self._room(width) // (cell + self.gap))

    def stretched(self, cell: int, width: int) -> int:
        """Width nearest to `cell` at which cells fill the `width` but for a few pixels."""
        columns = max(1, round(self._room(width) / (cell + self.gap)))
        return max(1, self._room(width) // columns - self.gap)

    def _room(self, width: int) -> int:
        """Part of a `width` that cells share, each with a gap behind it."""
        return width - 2 * self.margin + self.gap


class Arrangement:
    """Cells of one size in the given `width`, all in device-independent pixels."""

    def __init__(self, sections: Sequence[Section], cell: QSize, width: int, spacing: Spacing) -> None:
        self._cell = cell
        self._width = width
        self._spacing = spacing
        self.columns = spacing.columns(cell.width(), width)
        self._sections = (
            sections
            if isinstance(sections, CountedSections)
            else [each for each in sections if each.count or each.folded]
        )
        self._place(*_counts_of(self._sections))

    def _place(self, counts: NDArray[np.int64], has_title: NDArray[np.bool_]) -> None:
        """Stack the sections from the top: of each, its first photo, its first row, and that row's top."""
        rows = -(-counts // self.columns)
        first_rows = np.cumsum(rows) - rows
        headers = np.cumsum(has_title * self._spacing.header)
        self.count, self.rows = int(counts.sum()), int(rows.sum())
        self.height = self._spacing.gap + int(headers[-1]) + self.rows * self.pitch if len(counts) else 0
        self._firsts: list[int] = (np.cumsum(counts) - counts).tolist()
        self._first_rows: list[int] = first_rows.tolist()
        self._tops: list[int] = (self._spacing.gap + headers + first_rows * self.pitch).tolist()

    @property
    def pitch(self) -> int:
        """Distance from the top of one row to the top of the next."""
        return self._cell.height() + self._spacing.gap

    def rect(self, position: int) -> QRect:
        """The cell of a photo."""
        section = bisect_right(self._firsts, position) - 1
        row, column = divmod(position - self._firsts[section], self.columns)
        left = self._spacing.margin + column * (self._cell.width() + self._spacing.gap)
        return QRect(QPoint(left, self._tops[section] + row * self.pitch), self._cell)

    def top_of(self, position: int) -> int:
        """The top of a photo's row; for the first row of a section, that of its header."""
        section = bisect_right(self._firsts, position) - 1
        row = (position - self._firsts[section]) // self.columns
        has_header = row == 0 and bool(self._sections[section].title)
        return self._tops[section] + row * self.pitch - has_header * self._spacing.header

    def position_at(self, point: QPoint) -> int | None:
        """The photo whose cell holds `point`, or None between the cells."""
        near = self.visible(point.y(), point.y())
        return next((position for position in near if self.rect(position).contains(point)), None)

    def visible(self, top: int, bottom: int) -> range:
        """Positions of all photos whose cell, with the gap below it, meets top..bottom."""
        if not self.rows:
            return range(0)
        return range(self._row_start(self._row_at(top)), self._row_start(self._row_at(bottom) + 1))

    def headers(self, top: int, bottom: int) -> Iterator[tuple[Section, QRect]]:
        """The headers that meet top..bottom, each with its place."""
        high = self._spacing.header
        for number in range(bisect_right(self._tops, top), bisect_right(self._tops, bottom + high)):
            if self._sections[number].title:
                yield self._sections[number], self._header_rect(number)

    def header_at(self, point: QPoint) -> Section | None:
        """The section whose header holds `point`."""
        near = self.headers(point.y(), point.y())
        return next((section for section, rect in near if rect.contains(point)), None)

    def within(self, area: QRect) -> NDArray[np.int64]:
        """Positions of all photos whose cells meet `area`, in growing order."""
        step = self._cell.width() + self._spacing.gap
        left, right = (x - self._spacing.margin for x in (area.left(), area.right()))
        columns = np.arange(
            max(0, -(-(left - self._cell.width() + 1) // step)), min(self.columns, right // step + 1)
        )
        rows = np.arange(*self._rows_within(area.top(), area.bottom()))
        sections = np.searchsorted(self._first_rows, rows, "right") - 1
        firsts, ends = np.array(self._firsts, np.int64), np.array([*self._firsts[1:], self.count], np.int64)
        starts = firsts[sections] + (rows - np.array(self._first_rows)[sections]) * self.columns
        positions: NDArray[np.int64] = starts[:, None] + columns
        return np.asarray(positions[positions < ends[sections][:, None]], np.int64)

    def _rows_within(self, top: int, bottom: int) -> tuple[int, int]:
        """The first row whose cells meet top..bottom, and the one behind the last."""
        if not self.rows:
            return 0, 0
        first, last = self._row_at(top), self._row_at(bottom)
        return first + (self._row_top(first) + self._cell.height() <= top), last + (
            self._row_top(last) <= bottom
        )

    def _row_top(self, row: int) -> int:
        section = bisect_right(self._first_rows, row) - 1
        return self._tops[section] + (row - self._first_rows[section]) * self.pitch

    def _header_rect(self, number: int) -> QRect:
        left, high = self._spacing.margin, self._spacing.header
        return QRect(left, self._tops[number] - high, self._width - 2 * left, high)

    def moved(self, position: int, rows: int) -> int:
        """The photo `rows` further down (up, if negative) in the same column, as near as there is one."""
        row = self._row_of(position)
        column = position - self._row_start(row)
        target = min(max(row + rows, 0), self.rows - 1)
        if target == row:
            return position
        return min(self._row_start(target) + column, self._row_start(target + 1) - 1)

    def _row_at(self, y: int) -> int:
        """The row at a height; a header belongs to the row above it, or to the very first."""
        section = max(0, bisect_right(self._tops, y) - 1)
        ends = self._first_rows[section + 1] if section + 1 < len(self._first_rows) else self.rows
        row = self._first_rows[section] + max(0, (y - self._tops[section]) // self.pitch)
        return min(row, ends - 1)

    def _row_of(self, position: int) -> int:
        section = bisect_right(self._firsts, position) - 1
        return self._first_rows[section] + (position - self._firsts[section]) // self.columns

    def _row_start(self, row: int) -> int:
        """The first photo of a row; of the row after the last: the number of photos."""
        if row >= self.rows:
            return self.count
        section = bisect_right(self._first_rows, row) - 1
        return self._firsts[section] + (row - self._first_rows[section]) * self.columns


def _counts_of(sections: Sequence[Section]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Number of photos of each section, and whether it has a header."""
    if isinstance(sections, CountedSections):
        return sections.counts, np.ones(len(sections), np.bool_)
    counts = np.array([section.count for section in sections], np.int64)
    return counts, np.array([bool(section.title) for section in sections], np.bool_)
