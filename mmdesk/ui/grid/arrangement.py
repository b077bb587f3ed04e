"""Where every photo of the grid lies: plain arithmetic, so a million photos cost nothing.

Photos are numbered by their position in the list. They fill rows of equal cells;
a section (a band of search results) starts a new row below its header. Nothing is
stored per photo: a position becomes a rectangle, and a point a position, by division.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize


@dataclass(frozen=True, slots=True)
class Section:
    """`count` photos from position `first` on, under a header where there is a `title`."""

    first: int
    count: int
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A section with its first row (counted over the whole grid) and the place of that row's top."""

    section: Section
    row: int
    rows: int
    top: int


@dataclass(frozen=True, slots=True)
class Spacing:
    """Room around all cells, between two of them, and for a header."""

    margin: int
    gap: int
    header: int

    def columns(self, cell: int, width: int) -> int:
        """How many cells of a width stand side by side; always one."""
        return max(1, (width - 2 * self.margin + self.gap) // (cell + self.gap))

    def stretched(self, cell: int, width: int) -> int:
        """The width of cells of at least `cell` that fill the `width` but for a few pixels."""
        columns = self.columns(cell, width)
        return max(cell, (width - 2 * self.margin + self.gap) // columns - self.gap)


class Arrangement:
    """Cells of one size in the given `width`, all in device-independent pixels."""

    def __init__(self, sections: Sequence[Section], cell: QSize, width: int, spacing: Spacing) -> None:
        self._cell = cell
        self._width = width
        self._spacing = spacing
        self.columns = spacing.columns(cell.width(), width)
        self._placed = tuple(self._place(section for section in sections if section.count))
        self._firsts = [placed.section.first for placed in self._placed]
        self._first_rows = [placed.row for placed in self._placed]
        self._tops = [placed.top for placed in self._placed]

    def _place(self, sections: Iterator[Section]) -> Iterator[_Placed]:
        """Stack the sections from the top."""
        row, top = 0, self._spacing.gap
        for section in sections:
            top += self._spacing.header if section.title else 0
            rows = -(-section.count // self.columns)
            yield _Placed(section, row, rows, top)
            row += rows
            top += rows * self.pitch

    @property
    def pitch(self) -> int:
        """From the top of one row to the top of the next."""
        return self._cell.height() + self._spacing.gap

    @property
    def count(self) -> int:
        """How many photos there are."""
        return self._placed[-1].section.first + self._placed[-1].section.count if self._placed else 0

    @property
    def rows(self) -> int:
        """How many rows of cells there are."""
        return self._placed[-1].row + self._placed[-1].rows if self._placed else 0

    @property
    def height(self) -> int:
        """The height of everything."""
        return self._placed[-1].top + self._placed[-1].rows * self.pitch if self._placed else 0

    def rect(self, position: int) -> QRect:
        """The cell of a photo."""
        placed = self._placed[bisect_right(self._firsts, position) - 1]
        row, column = divmod(position - placed.section.first, self.columns)
        left = self._spacing.margin + column * (self._cell.width() + self._spacing.gap)
        return QRect(QPoint(left, placed.top + row * self.pitch), self._cell)

    def position_at(self, point: QPoint) -> int | None:
        """The photo whose cell holds `point`, or None between the cells."""
        near = self.visible(point.y(), point.y())
        return next((position for position in near if self.rect(position).contains(point)), None)

    def visible(self, top: int, bottom: int) -> range:
        """Positions of all photos whose cell, with the gap below it, meets top..bottom."""
        if not self._placed:
            return range(0)
        return range(self._row_start(self._row_at(top)), self._row_start(self._row_at(bottom) + 1))

    def headers(self, top: int, bottom: int) -> Iterator[tuple[Section, QRect]]:
        """The headers that meet top..bottom, each with its place."""
        left, high = self._spacing.margin, self._spacing.header
        for placed in self._placed:
            rect = QRect(left, placed.top - high, self._width - 2 * left, high)
            if placed.section.title and rect.top() <= bottom and rect.bottom() >= top:
                yield placed.section, rect

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
        placed = self._placed[max(0, bisect_right(self._tops, y) - 1)]
        row = (y - placed.top) // self.pitch
        return placed.row + min(max(row, 0), placed.rows - 1)

    def _row_of(self, position: int) -> int:
        placed = self._placed[bisect_right(self._firsts, position) - 1]
        return placed.row + (position - placed.section.first) // self.columns

    def _row_start(self, row: int) -> int:
        """The first photo of a row; of the row after the last: the number of photos."""
        if row >= self.rows:
            return self.count
        placed = self._placed[bisect_right(self._first_rows, row) - 1]
        return placed.section.first + (row - placed.row) * self.columns
