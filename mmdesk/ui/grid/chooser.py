"""The wall with a hand on it: choosing photos by mouse and by keys of motion."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.arrangement import Section
from mmdesk.ui.grid.cell import CellStyle
from mmdesk.ui.grid.motion_keys import is_absolute, is_motion, steer
from mmdesk.ui.grid.photo_wall import PhotoWall
from mmdesk.ui.grid.rubber_band import RubberBand
from mmdesk.ui.grid.selection import Selection, position_of
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

_MORE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""Keys that keep what is chosen while more is."""


class _Press(Enum):
    """What the mouse button that is down may still turn into."""

    NOTHING = auto()
    DRAG = auto()
    CHOICE_OR_DRAG = auto()


class PhotoChooser(PhotoWall):
    """A wall on which photos are chosen, one of them being current.

    Signals:
        current_changed(PhotoId | None): the keyboard stands on another photo.
        choice_changed(): other photos are chosen, or fewer or more of them.
        pressed_twice(): a double click on the current photo.
        dragged(): the chosen photos are being pulled away.
    """

    current_changed = Signal(object)
    choice_changed = Signal()
    pressed_twice = Signal()
    dragged = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(browse, pictures, parent)
        self._selection = Selection()
        self._was_touched = False
        self._told: PhotoId | None = None
        self._hovered: int | None = None
        self._press = _Press.NOTHING
        self._press_at = QPoint()
        self._band = RubberBand(self)
        self._band.stretched.connect(self._choose_in_band)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def chosen(self) -> Ids:
        """The chosen photos, in order; of a million it costs nothing to speak of."""
        return self._ids[self._selection.positions()]

    def selected_ids(self) -> list[int]:
        """The chosen photos, in order, as a list: a million take some tens of milliseconds."""
        listed: list[int] = self.chosen().tolist()
        return listed

    def current_id(self) -> PhotoId | None:
        """The photo the keyboard stands on."""
        current = self._selection.current
        return None if current is None else PhotoId(int(self._ids[current]))

    def select(self, photo: int) -> None:
        """Stand on this photo, if it is here; as when the loupe is closed on it."""
        position = position_of(photo, self._ids)
        if position is not None:
            self._go(position)

    def hang(self, ids: Ids, sections: Sequence[Section]) -> None:
        """Other photos: a band that was being drawn over the old ones is no more."""
        self._band.let_go()
        super().hang(ids, sections)

    def look(self, position: int) -> CellStyle:
        """Chosen, current, under the mouse; and whether the keyboard is here."""
        look = CellStyle.FOCUSED if self.hasFocus() else CellStyle.PLAIN
        if position in self._selection:
            look |= CellStyle.CHOSEN
        if position == self._selection.current:
            look |= CellStyle.CURRENT
        return look | CellStyle.HOVERED if position == self._hovered else look

    # Choosing

    def _go(self, position: int, *, extend: bool = False) -> None:
        """Choose a photo (or everything up to it) and bring it into sight."""
        if extend:
            self._selection.extend(position)
        else:
            self._selection.choose(position)
        self.reveal(position)
        self._touch()

    def _touch(self) -> None:
        self._was_touched = True
        self.viewport().update()
        self._tell_current()
        self.choice_changed.emit()

    def _tell_current(self) -> None:
        current = self.current_id()
        if current != self._told:
            self._told = current
            self.current_changed.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move about, with Shift choosing on the way; choose everything."""
        key = Qt.Key(event.key())
        if is_motion(key) and len(self._ids):
            self._move(key, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._selection.choose_all()
            self._touch()
        elif key == Qt.Key.Key_Escape and (self._band.is_drawn or len(self._selection)):
            self._step_back()
        else:
            event.ignore()

    def _move(self, key: Qt.Key, *, extend: bool) -> None:
        """From the current photo; without one, to the first in sight, or to where the key leads by itself."""
        current = self._selection.current
        if current is not None or is_absolute(key):
            start = current or 0
            self._go(steer(key, start, self._arrangement, self.rows_in_sight), extend=extend)
        else:
            self._go(self.positions_in_sight().start)

    def _step_back(self) -> None:
        """Out of the band, with what was chosen before it; else choose nothing but stay where one is."""
        if self._band.is_drawn:
            self._selection = self._band.before
            self._band.let_go()
        else:
            self._selection = self._selection.cleared()
        self._touch()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; a press on something chosen waits, for it may begin a drag of all of it."""
        self._press, self._press_at = _Press.NOTHING, event.position().toPoint()
        position = self.position_at(self._press_at)
        if position is None:
            self._press_beside(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press_on(position, event.modifiers())
        elif position not in self._selection:
            self._go(position)

    def _press_beside(self, event: QMouseEvent) -> None:
        """On empty room: choose nothing, unless a key is held to choose more; and be ready to draw a band."""
        before = self._selection
        if not event.modifiers() & _MORE:
            self._selection = Selection(len(self._ids))
            self._touch()
        if event.button() == Qt.MouseButton.LeftButton:
            self._band.hold(self._press_at, before, self._selection)

    def _press_on(self, position: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._go(position, extend=self._selection.current is not None)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self._selection.toggle(position)
            self._touch()
        elif position in self._selection:
            self._press = _Press.CHOICE_OR_DRAG
        else:
            self._go(position)
            self._press = _Press.DRAG

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on something chosen that did not become a drag chooses it alone."""
        position = self.position_at(event.position().toPoint())
        if self._press is _Press.CHOICE_OR_DRAG and position is not None:
            self._go(position)
        elif self._band.is_held and not self._band.is_drawn:
            self._choose_below_header(event)
        self._press = _Press.NOTHING
        self._band.let_go()
        self.viewport().update()

    def _choose_below_header(self, event: QMouseEvent) -> None:
        """A header was clicked on: all photos below it."""
        section = self.header_at(event.position().toPoint())
        if section is not None:
            self._selection.choose_run(section.first, section.count, add=bool(event.modifiers() & _MORE))
            self._touch()

    def _choose_in_band(self) -> None:
        """What the band touches, with what is kept from before."""
        self._selection = self._band.beneath.with_more(self._arrangement.within(self._band.rect()))
        self._touch()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The wall, and the band over it."""
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
        self._show_what_is_under(point)

    def _show_what_is_under(self, point: QPoint) -> None:
        """A hand over a header, for it can be pressed."""
        is_header = self.header_at(point) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_header else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Stand on what lies under the mouse, and say so."""
        position = self.position_at(event.position().toPoint())
        self._press = _Press.NOTHING
        if position is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(position)
            self.pressed_twice.emit()

    def _hover(self, position: int | None) -> None:
        before, self._hovered = self._hovered, position
        if before == position:
            return
        for changed in (before, position):
            if changed is not None:
                self.repaint_cell(changed)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Rings take the accent."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Rings turn grey."""
        super().focusOutEvent(event)
        self.viewport().update()
