"""A scrolling view of photos in a grid: layout, scrolling and painting, whatever is done to the photos.

One widget that paints the few dozen visible cells. A widget or an item per
photo would cost seconds and gigabytes for a million of them; this costs eight
bytes per photo and the arithmetic of `Arrangement`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from mmdesk.core.language import in_figures
from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.grid.arrangement import Arrangement, Section, Spacing
from mmdesk.ui.grid.cell import CellMeasures, CellPainter, CellStyle
from mmdesk.ui.grid.loader import CellLoader
from mmdesk.ui.grid.selection import position_of
from mmdesk.ui.parts.text_painter import END, MUTED, TextPainter
from mmdesk.ui.theme.icons import icon
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

SMALLEST, USUAL, LARGEST = 72, 200, 480
_SPACING = Spacing(margin=16, gap=8, header=40)
CARET_SIDE = 14
_LOAD_DELAY_MS = 12  # after scrolling, before asking for what may fly by


@dataclass(frozen=True, slots=True)
class Anchor:
    """A photo, and how far below the top edge of the window it is, in pixels."""

    photo: int
    offset: int


class GridView(QAbstractScrollArea):
    """Photos in rows, in sections with headers, at any size.

    Signals:
        laid_out(): the photos are others, or in other places.
    """

    laid_out = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._sections: Sequence[Section] = ()
        self._absence = Absence()
        self._size = USUAL
        self._arrangement = self._arranged()
        self._look: tuple[object, ...] = ()
        self._cells = self._cell_painter()
        self._loader = CellLoader(browse, pictures, self)
        self._loader.rows_arrived.connect(self.viewport().update)
        self._loader.thumbnails.arrived.connect(self._repaint_photo)
        self._load_timer = QTimer(self, singleShot=True, interval=_LOAD_DELAY_MS)
        self._load_timer.timeout.connect(self._load_visible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # behind the scroll bar
        self.setAutoFillBackground(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    @property
    def count(self) -> int:
        """Number of photos."""
        return len(self._ids)

    def ids(self) -> Ids:
        """Ids of all photos, in order."""
        return self._ids

    @property
    def thumbnail_size(self) -> int:
        """Least width of a cell, in device-independent pixels."""
        return self._size

    def show_absence(self, absence: Absence) -> None:
        """Mark photos that are not there."""
        if absence != self._absence:
            self._absence = absence
            self.viewport().update()

    def set_thumbnail_size(self, size: int) -> None:
        """Make the cells larger or smaller, around the photo one is looking at."""
        size = min(max(size, SMALLEST), LARGEST)
        if size != self._size:
            self._size = size
            self._rearrange()

    def set_photos(self, ids: Ids, sections: Sequence[Section]) -> None:
        """Replace the photos; the caller scrolls (`scroll_to_anchor`)."""
        self._ids = ids
        self._sections = sections
        self._loader.try_again()
        self._lay_out()

    def reserve_right(self, width: int) -> None:
        """Keep `width` pixels clear at the right, before the scroll bar."""
        if self.viewportMargins().right() != width:
            self.setViewportMargins(0, 0, width, 0)

    def _rearrange(self) -> None:
        """Lay the same photos out anew and keep in place what one is looking at."""
        anchor = self.anchor()
        self._lay_out()
        self.scroll_to_anchor(anchor)

    def _lay_out(self) -> None:
        self._arrangement = self._arranged()
        self._cells = self._cell_painter()
        box = self._measures().box.width()
        self._loader.thumbnails.set_side(round(box * self.devicePixelRatioF()))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._arrangement.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(1, self._arrangement.pitch // 4))
        self._refresh()
        self.laid_out.emit()

    def _arranged(self) -> Arrangement:
        cell = self._measures().cell
        return Arrangement(self._sections, cell, self.viewport().width(), _SPACING)

    def _measures(self) -> CellMeasures:
        """Cells at least as wide as was asked for, and as wide as fills the window."""
        width = _SPACING.stretched(self._size, self.viewport().width())
        return CellMeasures(width, self.fontMetrics().height())

    def _cell_painter(self) -> CellPainter:
        """The painter of cells of this size; the one there is where nothing that it painted has changed."""
        measures, ratio = self._measures(), self.devicePixelRatioF()
        look = measures, self.palette().cacheKey(), self.font().key(), ratio
        if self._look != look:
            self._look = look
            self._cells = CellPainter(measures, self.palette(), self._small_font(), ratio)
        return self._cells

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font

    # Scrolling

    def anchor(self) -> Anchor | None:
        """The first photo wholly visible (or the first at all), and where it is.

        None at the very top: whoever looks there wants to go on seeing what comes first.
        """
        seen = self.visible_positions()
        if not seen or not self.verticalScrollBar().value():
            return None
        tops = ((position, self.rect_of(position).top()) for position in seen)
        position, offset = next(
            (pair for pair in tops if pair[1] >= 0), (seen[0], self.rect_of(seen[0]).top())
        )
        return Anchor(int(self._ids[position]), offset)

    def scroll_to_anchor(self, anchor: Anchor | None) -> None:
        """Scroll so that the anchor's photo is where it was; to the top if it is not here."""
        position = position_of(anchor.photo, self._ids) if anchor else None
        if anchor is None or position is None:
            self.verticalScrollBar().setValue(0)
        else:
            self.verticalScrollBar().setValue(self._arrangement.rect(position).top() - anchor.offset)

    def ensure_visible(self, position: int, *, centred: bool = False) -> None:
        """Scroll no further than needed to see the whole cell, or until it is in the middle.

        Of a cell that is higher than the view, the top is seen.
        """
        cell = self._arrangement.rect(position)
        top, bottom = cell.top() - _SPACING.gap, cell.bottom() + _SPACING.gap - self.viewport().height()
        if position < self._arrangement.columns:
            top = 0
        bar = self.verticalScrollBar()
        bar.setValue((top + bottom) // 2 if centred else max(min(bar.value(), top), min(top, bottom)))

    def bring_to_top(self, position: int) -> None:
        """Scroll so that a photo is the first visible one, below its header where it begins a section."""
        self.verticalScrollBar().setValue(self._arrangement.top_of(position))

    def visible_positions(self, below: int = 0) -> range:
        """Positions of photos at least partly visible, `below` pixels from the top on."""
        top = self.verticalScrollBar().value()
        return self._arrangement.visible(top + below, top + self.viewport().height() - 1)

    @property
    def header_height(self) -> int:
        """Height of the header of a section, in pixels."""
        return _SPACING.header

    def rect_of(self, position: int) -> QRect:
        """Rectangle of a cell, in the coordinates of the viewport."""
        return self._arrangement.rect(position).translated(0, -self.verticalScrollBar().value())

    def position_at(self, point: QPoint) -> int | None:
        """Position of the photo at a point of the viewport."""
        return self._arrangement.position_at(point + QPoint(0, self.verticalScrollBar().value()))

    def header_at(self, point: QPoint) -> Section | None:
        """The section whose header is at a point of the viewport."""
        return self._arrangement.header_at(point + QPoint(0, self.verticalScrollBar().value()))

    @property
    def visible_rows(self) -> int:
        """Number of whole rows that fit: what Page Down moves by."""
        return max(1, self.viewport().height() // self._arrangement.pitch)

    # Loading

    def _refresh(self) -> None:
        """Paint everything anew, and load what it needs."""
        self.viewport().update()
        self._load_soon()

    def _load_soon(self) -> None:
        if not self._load_timer.isActive():
            self._load_timer.start()

    def _load_visible(self) -> None:
        """Ask for what is visible, then a page below, then half a page above."""
        seen = self.visible_positions()
        below = range(seen.stop, min(seen.stop + len(seen), len(self._ids)))
        above = range(max(0, seen.start - len(seen) // 2), seen.start)
        wanted = [self._ids[near.start : near.stop] for near in (seen, below, above)]
        self._loader.load(np.concatenate(wanted).tolist())

    def _repaint_photo(self, photo: PhotoId) -> None:
        seen = self.visible_positions()
        found = position_of(photo, self._ids[seen.start : seen.stop])
        if found is not None:
            self.repaint_cell(seen.start + found)

    def repaint_cell(self, position: int) -> None:
        """Paint one cell anew, soon."""
        self.viewport().update(self.rect_of(position))

    # Painting

    def cell_style(self, position: int) -> CellStyle:
        """Style of a cell; subclasses know of a selection."""
        del position
        return CellStyle.PLAIN

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells and headers that meet the region."""
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        self._paint_cells(painter, event.region())
        self._paint_headers(painter)
        painter.end()

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        painter.setFont(self._small_font())
        top, area = self.verticalScrollBar().value(), region.boundingRect()
        for position in self._arrangement.visible(top + area.top(), top + area.bottom()):
            cell = self.rect_of(position)
            if region.intersects(cell):
                self._paint_cell(painter, cell, position)

    def _paint_cell(self, painter: QPainter, cell: QRect, position: int) -> None:
        photo = self._loader.photo(int(self._ids[position]))
        style = self.cell_style(position)
        if photo is not None and self._loader.thumbnails.is_missing(photo):
            self._cells.paint_missing(painter, cell, photo, style)
        else:
            image = None if photo is None else self._loader.thumbnails.image(photo)
            self._cells.paint(painter, cell, photo, image, style)
        if photo is not None and self._absence.covers(photo.path):
            self._cells.paint_away(painter, cell, self._absence.sign)

    def _paint_headers(self, painter: QPainter) -> None:
        """Title and count of a band, a few words on what it means, and a thin line."""
        top = self.verticalScrollBar().value()
        for section, place in self._arrangement.headers(top, top + self.viewport().height()):
            self._paint_header(painter, section, place.translated(0, -top))

    def _paint_header(self, painter: QPainter, section: Section, place: QRect) -> None:
        text, line = TextPainter(painter, self.palette(), self.font()), place.adjusted(0, 4, 0, -4)
        if section.is_foldable:
            self._paint_caret(painter, line, is_open=not section.folded)
            line.setLeft(line.left() + CARET_SIDE + 6)
        line.setLeft(line.left() + text.write(line, section.title, weight=QFont.Weight.DemiBold, cut=END) + 8)
        number = [] if section.is_foldable else [in_figures(section.count)]
        words = "  ·  ".join([*number, section.hint] if section.hint else number)
        left = line.left() + text.write(line, words, MUTED, cut=END)
        rule = QRect(left + 12, line.center().y(), place.right() - left - 12, 1)
        painter.fillRect(rule, self.palette().color(QPalette.ColorRole.Mid))

    def _paint_caret(self, painter: QPainter, line: QRect, *, is_open: bool) -> None:
        square = QRect(line.left(), line.center().y() - CARET_SIDE // 2 + 1, CARET_SIDE, CARET_SIDE)
        icon("opened" if is_open else "closed", self.palette(), MUTED).paint(painter, square)

    # Qt's events

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Shift what stays visible, and paint only what is new."""
        self.viewport().scroll(dx, dy)
        self._load_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out in more or fewer columns, around the photo one is looking at."""
        super().resizeEvent(event)
        self._rearrange()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew for another theme, font or screen."""
        super().changeEvent(event)
        changes = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange)
        if event.type() in changes and hasattr(self, "_load_timer"):  # Qt sends some while we are being made
            self._rearrange()

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(900, 640)
