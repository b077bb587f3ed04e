"""A grid in which photos are selected, by mouse and by navigation keys."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.ui.formatting import described
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.cell import CellStyle
from mmdesk.ui.grid.grid_view import GridView
from mmdesk.ui.grid.navigation import is_absolute, is_navigation, position_after
from mmdesk.ui.grid.rubber_band import RubberBand
from mmdesk.ui.grid.selection import Selection, position_of
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

_MORE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""Keys that keep the selection while more is added."""


class _Press(Enum):
    """Gesture that the mouse button that is down may still turn into."""

    NOTHING = auto()
    DRAG = auto()
    SELECT_OR_DRAG = auto()


class SelectableGrid(GridView):
    """A grid with a selection, one photo of it being current.

    Signals:
        current_changed(PhotoId | None): another photo is current.
        selection_changed(): other photos are selected, or fewer or more of them.
        double_clicked(): a double click on the current photo.
        dragged(): the selected photos are being dragged.
    """

    current_changed = Signal(object)
    selection_changed = Signal()
    double_clicked = Signal()
    dragged = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(browse, pictures, parent)
        self._selection = Selection()
        self._was_touched = False
        self._announced: PhotoId | None = None
        self._hovered: int | None = None
        self._press = _Press.NOTHING
        self._press_at = QPoint()
        self._band = RubberBand(self)
        self._band.stretched.connect(self._select_in_band)
        self.current_changed.connect(self._describe_current)
        browse.photos_changed.connect(self._describe_current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def selected(self) -> Ids:
        """Ids of the selected photos, in order; quick even for a million."""
        return self._ids[self._selection.positions()]

    def selected_ids(self) -> list[int]:
        """Ids of the selected photos, in order, as a list: a million take some tens of milliseconds."""
        listed: list[int] = self.selected().tolist()
        return listed

    def current_id(self) -> PhotoId | None:
        """Id of the current photo."""
        current = self._selection.current
        return None if current is None else PhotoId(int(self._ids[current]))

    def select(self, photo: int) -> None:
        """Select this photo, if it is here; as when the loupe is closed on it."""
        position = position_of(photo, self._ids)
        if position is not None:
            self._select_position(position)

    def go_to(self, photo: int) -> None:
        """Make this photo current, if it is here; others stay selected beside it where it is one of them."""
        position = position_of(photo, self._ids)
        if position is None or len(self._selection) < 2 or position not in self._selection:
            self.select(photo)
            return
        self._selection.current = position
        self.ensure_visible(position)
        self._announce_selection()

    def set_photos(self, ids: Ids, sections: Sequence[Section]) -> None:
        """Show other photos; a band that was being drawn over the old ones is dropped."""
        self._band.release()
        super().set_photos(ids, sections)

    def cell_style(self, position: int) -> CellStyle:
        """Style of a cell: selected, current, under the mouse; and whether the grid has the focus."""
        style = CellStyle.FOCUSED if self.hasFocus() else CellStyle.PLAIN
        if position in self._selection:
            style |= CellStyle.SELECTED
        if position == self._selection.current:
            style |= CellStyle.CURRENT
        return style | CellStyle.HOVERED if position == self._hovered else style

    # Selecting

    def _select_position(self, position: int, *, extend: bool = False) -> None:
        """Select a photo (or everything up to it) and scroll to it."""
        if extend:
            self._selection.extend(position)
        else:
            self._selection.select(position)
        self.ensure_visible(position)
        self._announce_selection()

    def _announce_selection(self) -> None:
        self._was_touched = True
        self.viewport().update()
        self._announce_current()
        self.selection_changed.emit()

    def _announce_current(self) -> None:
        current = self.current_id()
        if current != self._announced:
            self._announced = current
            self.current_changed.emit(current)

    def _describe_current(self) -> None:
        """Let a screen reader say which photo is current, and why it is here."""
        current = self._selection.current
        photo = None if current is None else self._loader.photo(int(self._ids[current]))
        if current is not None and photo is not None and QAccessible.isActive():
            place = tr("Photo {place:,} of {number:,}", place=current + 1, number=len(self._ids))
            said = filter(None, (described(photo), self._reason(current), place))
            self.setAccessibleDescription(". ".join(said))

    def _reason(self, position: int) -> str:
        """Reason why the photo at `position` is shown, in words; nothing where there is none."""
        del position
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move about, with Shift selecting on the way; select everything."""
        key = Qt.Key(event.key())
        if is_navigation(key) and len(self._ids):
            self._move(key, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._selection.select_all()
            self._announce_selection()
        elif key == Qt.Key.Key_Escape and (self._band.is_drawn or len(self._selection)):
            self._step_back()
        else:
            event.ignore()

    def _move(self, key: Qt.Key, *, extend: bool) -> None:
        """Move from the current photo; without one, to the first visible, or to an end."""
        current = self._selection.current
        if current is not None or is_absolute(key):
            target = position_after(key, current or 0, self._arrangement, self.visible_rows)
            self._select_position(target, extend=extend)
        else:
            self._select_position(self.visible_positions().start)

    def _step_back(self) -> None:
        """Drop the band, with what was selected before it; else select nothing but keep the current photo."""
        if self._band.is_drawn:
            self._selection = self._band.before
            self._band.release()
        else:
            self._selection = self._selection.cleared()
        self._announce_selection()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select; a press on something selected waits, for it may begin a drag of all of it."""
        self._press, self._press_at = _Press.NOTHING, event.position().toPoint()
        position = self.position_at(self._press_at)
        if position is None:
            self._press_beside(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press_on(position, event.modifiers())
        elif position not in self._selection:
            self._select_position(position)

    def _press_beside(self, event: QMouseEvent) -> None:
        """Select nothing, unless a key is held to add to it; and be ready to draw a band."""
        before = self._selection
        if not event.modifiers() & _MORE:
            self._selection = Selection(len(self._ids))
            self._announce_selection()
        if event.button() == Qt.MouseButton.LeftButton:
            self._band.hold(self._press_at, before, self._selection)

    def _press_on(self, position: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._select_position(position, extend=self._selection.current is not None)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self._selection.toggle(position)
            self._announce_selection()
        elif position in self._selection:
            self._press = _Press.SELECT_OR_DRAG
        else:
            self._select_position(position)
            self._press = _Press.DRAG

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select alone what was selected and pressed on without dragging it."""
        position = self.position_at(event.position().toPoint())
        if self._press is _Press.SELECT_OR_DRAG and position is not None:
            self._select_position(position)
        elif self._band.is_held and not self._band.is_drawn:
            self._select_section(event)
        self._press = _Press.NOTHING
        self._band.release()
        self.viewport().update()

    def _select_section(self, event: QMouseEvent) -> None:
        """Press the header that was clicked on."""
        section = self.header_at(event.position().toPoint())
        if section is not None:
            self.press_header(section, add=bool(event.modifiers() & _MORE))

    def press_header(self, section: Section, *, add: bool) -> None:
        """Select all photos below a header, instead of the others or besides."""
        self._selection.select_range(section.first, section.count, add=add)
        self._announce_selection()

    def _select_in_band(self) -> None:
        """Select what the band touches, with what is kept from before."""
        self._selection = self._band.beneath.with_added(self._arrangement.within(self._band.rect()))
        self._announce_selection()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grid, and the band over it."""
        super().paintEvent(event)
        if self._band.is_drawn:
            painter = QPainter(self.viewport())
            self._band.paint(painter, self.palette())
            painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or light up what is under the mouse."""
        point = event.position().toPoint()
        if self._band.is_held:
            self._band.draw_to(point)
            return
        far = QGuiApplication.styleHints().startDragDistance()
        if self._press is not _Press.NOTHING and (point - self._press_at).manhattanLength() >= far:
            self._press = _Press.NOTHING
            self.dragged.emit()
        self._hover(self.position_at(point))
        self._show_cursor_for(point)

    def _show_cursor_for(self, point: QPoint) -> None:
        """Show a hand over a header, for it can be pressed."""
        is_header = self.header_at(point) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_header else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select what is under the mouse, and announce it."""
        position = self.position_at(event.position().toPoint())
        self._press = _Press.NOTHING
        if position is not None and event.button() == Qt.MouseButton.LeftButton:
            self._select_position(position)
            self.double_clicked.emit()

    def _hover(self, position: int | None) -> None:
        before, self._hovered = self._hovered, position
        if before == position:
            return
        for changed in (before, position):
            if changed is not None:
                self.repaint_cell(changed)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing."""
        super().leaveEvent(event)
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint rings in the accent."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint rings in grey."""
        super().focusOutEvent(event)
        self.viewport().update()
