"""The photos of a label in a grid, each with its probability or what was decided of it."""

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QFont, QKeyEvent, QPainter, QPalette, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from mmdesk.core.labels import Tag, TagState
from mmdesk.core.language import in_figures, tr, trc
from mmdesk.core.photo import PhotoId
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.selectable_grid import SelectableGrid
from mmdesk.ui.tags.mime import mime_of
from mmdesk.ui.tags.review_list import ReviewList
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

SIZE = 176
ZOOM_STEP = 24
VEIL = 0.62
"""Share of a decided picture that the ground covers: what is left to do stands out."""

BADGE = 22
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NO_COMMAND = ~Qt.KeyboardModifier.KeypadModifier

DECIDED = {
    TagState.ACCEPTED: trc("photo", "Accepted"),
    TagState.REJECTED: trc("photo", "Rejected"),
    TagState.MANUAL: tr("Given by hand"),
}


class ReviewGrid(SelectableGrid):
    """The grid of the review.

    Signals:
        opened(PhotoId): Space or a double click.
        entered(): Enter.
    """

    opened = Signal(object)
    entered = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(browse, pictures, parent)
        self._list = ReviewList()
        self._usual: Collection[TagState] = (TagState.SUGGESTED,)
        self.setAccessibleName(tr("Photos under review"))
        self.set_thumbnail_size(SIZE)
        self.double_clicked.connect(self.open_current)
        self.dragged.connect(self._drag)

    @property
    def current_position(self) -> int | None:
        """Position of the current photo."""
        return self._selection.current

    def show_list(self, photos: ReviewList, above: int, usual: Collection[TagState]) -> None:
        """Show these, the cut-off behind the first `above`; the selection is kept, and in view.

        Photos in another than the `usual` state step back.
        """
        self._usual = usual
        ids, anchor = photos.ids(), self.anchor()
        self._selection = self._selection.carry_over(self._ids, ids)
        self._hovered = None
        self._list = photos
        self.set_photos(ids, _sections(len(photos), above))
        self.scroll_to_anchor(anchor)
        self._announce_current()

    def move_cutoff(self, above: int) -> None:
        """Move the cut-off; the photos stay where they are."""
        anchor = self.anchor()
        self.set_photos(self._ids, _sections(len(self._list), above))
        self.scroll_to_anchor(anchor)

    def go_to(self, position: int) -> None:
        """Make a photo current."""
        self._select_position(position)

    def start(self) -> None:
        """Begin with the most probable photo."""
        self.scroll_to_anchor(None)
        if len(self._ids):
            self._select_position(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, zoom; else move about."""
        key = Qt.Key(event.key())
        if event.modifiers() & NO_COMMAND & ~Qt.KeyboardModifier.ShiftModifier:
            self._zoom_or_move(key, event)
        elif key in ENTER_KEYS:
            self.entered.emit()
        elif key == Qt.Key.Key_Space:
            self.open_current()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, make the cells larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def _zoom_or_move(self, key: Qt.Key, event: QKeyEvent) -> None:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(1)
        elif key == Qt.Key.Key_Minus:
            self._zoom(-1)
        else:
            super().keyPressEvent(event)

    def _zoom(self, steps: int) -> None:
        self.set_thumbnail_size(self.thumbnail_size + steps * ZOOM_STEP)

    def open_current(self) -> None:
        """Ask for a closer look at the current photo."""
        current = self.current_id()
        if current is not None:
            self.opened.emit(PhotoId(current))

    def _drag(self) -> None:
        """Drag the selected photos to another label."""
        selected = self.selected_ids()
        if not selected:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(selected))
        row = self._loader.photo(selected[0])
        image = None if row is None else self._loader.thumbnails.image(row)
        if image is not None:
            drag.setPixmap(QPixmap.fromImage(image).scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio))
        drag.exec(Qt.DropAction.CopyAction)

    def _reason(self, position: int) -> str:
        """How probable the label is for the photo, or what was decided."""
        tag = self._list[position]
        if tag.state is TagState.SUGGESTED:
            return tr("Suggested, {probability:.0%}", probability=tag.probability or 0)
        return DECIDED[tag.state]

    # Painting

    def _paint_cell(self, painter: QPainter, cell: QRect, position: int) -> None:
        super()._paint_cell(painter, cell, position)
        tag = self._list[position]
        box = QRectF(self._measures().box_in(cell))
        if tag.state is TagState.SUGGESTED:
            self._paint_probability(painter, box, tag)
        else:
            self._paint_decision(painter, box, tag.state)

    def _paint_probability(self, painter: QPainter, box: QRectF, tag: Tag) -> None:
        """Paint a pill in the upper left corner, readable on any picture."""
        words = in_figures(tag.probability or 0, ".0%")
        font = QFont(self._small_font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 12
        pill = QRectF(box.left() + 4, box.top() + 4, width, BADGE - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 168))
        painter.drawRoundedRect(pill, 5, 5)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(self._small_font())

    def _paint_decision(self, painter: QPainter, box: QRectF, state: TagState) -> None:
        """Paint a check or a cross; the picture steps back behind it where others are looked at."""
        if state not in self._usual:
            veil = QColor(self.palette().color(QPalette.ColorRole.Base))
            veil.setAlphaF(VEIL)
            painter.fillRect(box, veil)
        disc = QRectF(box.left() + 4, box.top() + 4, BADGE, BADGE)
        is_given = state is not TagState.REJECTED
        text, ground = QPalette.ColorRole.Text, QPalette.ColorRole.Base
        painter.setPen(QPen(self.palette().color(text), 1.5))
        painter.setBrush(self.palette().color(text if is_given else ground))
        painter.drawEllipse(disc)
        ink = self.palette().color(ground if is_given else text)
        painter.setPen(QPen(ink, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for begin, end in _strokes(disc, is_given=is_given):
            painter.drawLine(begin, end)


def _strokes(disc: QRectF, *, is_given: bool) -> list[tuple[QPointF, QPointF]]:
    """A check or a cross in a disc."""

    def at(x: float, y: float) -> QPointF:
        return QPointF(disc.left() + x * disc.width(), disc.top() + y * disc.height())

    if is_given:
        return [(at(0.28, 0.53), at(0.44, 0.69)), (at(0.44, 0.69), at(0.73, 0.35))]
    return [(at(0.33, 0.33), at(0.67, 0.67)), (at(0.67, 0.33), at(0.33, 0.67))]


def _sections(count: int, above: int) -> list[Section]:
    """Sections above and below the cut-off; the one above has no header."""
    below = Section(above, count - above, tr("Below the cut-off"), tr("less probable; not suggested"))
    return [Section(0, above), below] if above < count else [Section(0, count)]
