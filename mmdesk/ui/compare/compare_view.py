"""Two to four photos side by side: the same part of each, to see which is the best."""

from collections.abc import Collection
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.photo import PhotoId
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.compare.compared_photos import MOST, ComparedPhotos
from mmdesk.ui.compare.footer import differing
from mmdesk.ui.compare.pane import ComparePane
from mmdesk.ui.loupe.loader import CloseUpLoader
from mmdesk.ui.loupe.viewport import Viewport
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.rating_keys import rate_by_key
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

BUDGET = 768 << 20
"""Bytes of full pictures: four of 24 megapixels, and the two that may come next."""

HINT = tr("Arrows choose  ·  Tab brings the next photo in  ·  Del takes one out  ·  Esc goes back")

_NO_COMMAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_C, Qt.Key.Key_G)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CompareView(QWidget):
    """Zooms and pans photos together; rates the active one.

    Signals:
        closed(): back to the grid.
        opened(PhotoId): this one alone is to be looked at.
        current_changed(PhotoId): another photo is active.
    """

    closed = Signal()
    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browse = browse
        self._compared = ComparedPhotos(np.empty(0, np.int64))
        self._loader = CloseUpLoader(browse, pictures, BUDGET, self)
        self._loader.arrived.connect(self._refresh)
        self.panes = [self._made_pane(number) for number in range(MOST)]
        self._title = ElidedLabel("", "heading", parent=self)
        self._link = IconButton("linked", tr("Zoom and move in step (L)"), self)
        self._link.setCheckable(True)
        self._link.setChecked(True)
        self._link.toggled.connect(self._synchronize)
        self._lay_out()
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Compare"))

    def open(self, compared: ComparedPhotos) -> None:
        """Compare these photos, each of them whole."""
        self._compared = compared
        self._link.setChecked(True)
        for pane in self.panes:
            pane.canvas.fit()
        self._show_compared()
        self.setFocus()

    def current_id(self) -> PhotoId | None:
        """The active photo; None when nothing is compared."""
        photo = self._compared.active_photo
        return None if photo is None else PhotoId(photo)

    @property
    def is_in_step(self) -> bool:
        """Whether all pictures follow the one that is zoomed or moved."""
        return self._link.isChecked()

    def close_compare(self) -> None:
        """Go back to the grid and let go of the pictures."""
        self._compared = ComparedPhotos(np.empty(0, np.int64))
        self._loader.load((), 0)
        self.closed.emit()

    def show_absence(self, absence: Absence) -> None:
        """Know from now on which photos are not there."""
        self._loader.show_absence(absence)

    def take_away(self, gone: Collection[int]) -> None:
        """Take photos out that are no more."""
        self._compared.forget(gone)
        self._go_on()

    # What is shown

    def _show_compared(self) -> None:
        """Load what is compared, the active one first, and what may come next."""
        photos, active = self._compared.photos, self._compared.active
        wanted = list(dict.fromkeys([*photos[active:], *photos, *self._compared.upcoming()]))
        self._arrange(len(photos))
        self._title.set_text(trn("Compare {n} photo", "Compare {n} photos", len(photos)))
        self._loader.load(wanted, len(wanted))
        self.current_changed.emit(self.current_id())

    def _refresh(self) -> None:
        """Show what there is of every photo by now."""
        rows = [self._loader.photo(photo) for photo in self._compared.photos]
        differ = differing([row for row in rows if row is not None])
        for number, row in enumerate(rows):
            is_active = number == self._compared.active
            self.panes[number].show_photo(row, self._loader, differ, active=is_active)
        self._synchronize()

    def _synchronize(self) -> None:
        if self._compared.photos:
            self._follow(self.panes[self._compared.active].canvas.viewport)

    def _follow(self, viewport: Viewport) -> None:
        """Let the other pictures be seen as the one is that was zoomed or moved."""
        for pane in self._shown():
            if self.is_in_step and pane.canvas.viewport is not viewport:
                pane.canvas.follow(viewport)
            pane.show_zoom(self._loader)

    def _shown(self) -> list[ComparePane]:
        return self.panes[: len(self._compared.photos)]

    def _arrange(self, count: int) -> None:
        """Place the panes in a row; four of them in a square."""
        wide = 2 if count == MOST else max(count, 1)
        for number, pane in enumerate(self.panes):
            self._grid.removeWidget(pane)
            pane.setVisible(number < count)
            if number < count:
                self._grid.addWidget(pane, number // wide, number % wide)

    # What is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, swap, zoom, rate, go back."""
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: FBT001
        """Bring the next photo in with Tab, the one before with Shift; Tab does not leave."""
        self._compared.swap(1 if forwards else -1)
        self._show_compared()
        return True

    def _handle_key(self, event: QKeyEvent) -> bool:
        current = self.current_id()
        if current is None or event.modifiers() & _NO_COMMAND:
            return False
        key = Qt.Key(event.key())
        return self._move(key) or self._zoom_by_key(key) or rate_by_key(self._browse, [current], event)

    def _move(self, key: Qt.Key) -> bool:
        """Go to another photo, or away, by a key; whether it did anything."""
        if key in _BACK:
            self.close_compare()
        elif key in _OPEN:
            self.opened.emit(self.current_id())
        elif key in _STEPS:
            self._activate(self._compared.active + _STEPS[key])
        elif key in _ROWS and len(self._compared.photos) == MOST:
            self._activate(self._compared.active + 2 * _ROWS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_out(self._compared.active)
        else:
            return False
        return True

    def _zoom_by_key(self, key: Qt.Key) -> bool:
        """Look closer, or from farther away, by a key; whether it did anything."""
        canvas = self.panes[self._compared.active].canvas
        if key == Qt.Key.Key_Z:
            canvas.toggle_full_size()
        elif key in _ZOOMS:
            canvas.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_L:
            self._link.toggle()
        else:
            return False
        return True

    def _activate(self, number: int) -> None:
        self._compared.active = 0
        self._compared.step(number)
        self._show_compared()

    def _take_out(self, number: int) -> None:
        self._compared.take_out([self._compared.photos[number]])
        self._go_on()

    def _go_on(self) -> None:
        """Go on with what is left; one photo alone is not compared with anything."""
        if len(self._compared.photos) < 2:
            self.close_compare()
        else:
            self._show_compared()

    # How it is put together

    def _made_pane(self, number: int) -> ComparePane:
        pane = ComparePane(self)
        pane.canvas.viewport_changed.connect(self._follow)
        pane.pressed.connect(partial(self._activate, number))
        pane.removal_requested.connect(partial(self._take_out, number))
        return pane

    def _lay_out(self) -> None:
        back = IconButton("clear", tr("Back (Esc)"), self)
        back.clicked.connect(self.close_compare)
        for button in (self._link, back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 8, 6)
        bar.setSpacing(12)
        bar.addWidget(self._title)
        bar.addWidget(ElidedLabel(HINT, "muted", parent=self), 1)
        bar.addWidget(self._link)
        bar.addWidget(back)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(4, 0, 4, 4)
        self._grid.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._grid, 1)
