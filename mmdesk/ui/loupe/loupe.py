"""The loupe: the photos of the grid one by one, as large as the window."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.query import Term
from mmdesk.core.vectors import Ids
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.files.actions import FileAction, action_for
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.caption import Caption
from mmdesk.ui.loupe.heat_layer import HeatLayer
from mmdesk.ui.loupe.loader import CloseUpLoader
from mmdesk.ui.loupe.play_button import PlayButton
from mmdesk.ui.loupe.text_layer import TextLayer
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.rating_keys import rate_by_key
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.explaining import ExplainWork
from mmdesk.work.pictures import PictureWork
from mmdesk.work.texts import TextsWork

_AHEAD = 4  # thumbnails fetched on either side
_FULL = 3  # full pictures kept: this photo's, the next one's, the one's before
_NO_COMMAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_G, *_ENTER)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
_ZOOMS = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}


class Loupe(PictureCanvas):
    """Pages through photos; zooms; rates. Neighbours are read ahead.

    Signals:
        closed(PhotoId): back to the grid, from this photo.
        current_changed(PhotoId): another photo is shown.
        similar_requested(PhotoId): S.
        compare_requested(): C: this photo is to be seen beside the next.
        file_action_requested(FileAction, list[int]): something is to be done to the file of this photo.
    """

    closed = Signal(object)
    current_changed = Signal(object)
    similar_requested = Signal(object)
    compare_requested = Signal()
    file_action_requested = Signal(object, object)

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browse = browse
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._position = 0
        self._loader = CloseUpLoader(browse, pictures, parent=self)
        self._loader.arrived.connect(self._refresh)
        self.heat: HeatLayer | None = None
        self.play_button = PlayButton(self)
        self.play_button.clicked.connect(self._play)
        self.text: TextLayer | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Loupe"))

    def explain_by(self, work: ExplainWork) -> None:
        """Have a heat map from now on, which W shows and hides."""
        self.heat = HeatLayer(work, self)
        self.heat.changed.connect(self.update)
        self.heat.left.connect(self.setFocus)

    def read_by(self, work: TextsWork) -> None:
        """Have text over the photo from now on, which R shows and hides."""
        self.text = TextLayer(work, self)
        self.text.changed.connect(self.update)
        self.addActions([self.text.show_action, self.text.copy_action])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_terms(self, terms: tuple[Term, ...]) -> None:
        """Know what the photos were found by."""
        if self.heat is not None:
            self.heat.show_terms(terms)

    def open(self, ids: Ids, position: int) -> None:
        """Show photo number `position` of `ids`, whole."""
        self._ids = ids
        self.fit()
        self._show_position(position)
        self.setFocus()

    def current_id(self) -> PhotoId | None:
        """The photo shown, None before the first `open` and after `close_loupe`."""
        return PhotoId(int(self._ids[self._position])) if len(self._ids) else None

    def close_loupe(self) -> None:
        """Go back to the grid and let go of the pictures."""
        current = self.current_id()
        self._ids = np.empty(0, dtype=np.int64)
        self._loader.load((), 0)
        if self.heat is not None:
            self.heat.put_away()
        if self.text is not None:
            self.text.put_away()
        if current is not None:
            self.closed.emit(current)

    def show_absence(self, absence: Absence) -> None:
        """Know from now on which photos are not there."""
        self._loader.show_absence(absence)

    def take_away(self, gone: Collection[int]) -> None:
        """Take photos out that are no more: show the next one; without any, go back to the grid."""
        stays = ~np.isin(self._ids, np.fromiter(gone, np.int64, len(gone)))
        if stays.all():
            return
        if not stays.any():
            self.close_loupe()
            return
        shown = self._position
        was_shown = bool(stays[shown])
        self._ids = self._ids[stays]
        if not was_shown:
            self.fit()
        self._show_position(int(np.count_nonzero(stays[:shown])))

    def _show_position(self, position: int) -> None:
        self._position = min(max(position, 0), len(self._ids) - 1)
        self._loader.load(self._near(_AHEAD), _FULL)
        self.current_changed.emit(self.current_id())

    def _near(self, reach: int) -> list[int]:
        """Ids of the photo shown, then of those after and before it, the nearest first."""
        steps = [0] + [step for away in range(1, reach + 1) for step in (away, -away)]
        places = (self._position + step for step in steps)
        return [int(self._ids[place]) for place in places if 0 <= place < len(self._ids)]

    def _photo(self) -> Photo | None:
        current = self.current_id()
        return None if current is None else self._loader.photo(current)

    def _refresh(self) -> None:
        """Show what there is of the photo by now."""
        self._loader.show_on(self, self._photo())
        self.play_button.show_photo(self._photo())
        if self.heat is not None:
            self.heat.show_photo(self._photo())
        if self.text is not None:
            self.text.show_photo(self._photo())

    def paint_over(self, painter: QPainter) -> None:
        """Paint name, place, marks and zoom; and why there is no picture, where there is none."""
        photo = self._photo()
        if photo is None:
            return
        if self.heat is not None and self.heat.image is not None:
            self.paint_layer(painter, self.heat.image)
        if self.text is not None:
            self.text.paint(painter)
        caption = Caption(
            name=display_name(photo.path),
            place=tr("{number:,} of {count:,}", number=self._position + 1, count=len(self._ids)),
            view=self._loader.zoom_text(self, photo),
            rating=photo.rating,
            pick=photo.pick,
            trouble=self._loader.trouble(photo),
            is_bare=self.is_bare,
        )
        caption.paint(painter, QRectF(self.rect()), self.palette())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page, zoom, rate, go back, act on the file."""
        current, action = self.current_id(), action_for(event)
        if action is FileAction.COPY and self.text is not None and self.text.lines:
            self.text.copy()
        elif current is not None and action is not None:
            self.file_action_requested.emit(action, [int(current)])
        elif not self._handle_key(event):
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        current = self.current_id()
        if current is None or event.modifiers() & _NO_COMMAND:
            return False
        if self._is_film() and event.key() in _ENTER:
            self._play()
            return True
        return self._page_or_zoom(Qt.Key(event.key())) or rate_by_key(self._browse, [current], event)

    def _page_or_zoom(self, key: Qt.Key) -> bool:
        """Do what a key does in the loupe alone; whether it did anything."""
        current = self.current_id()
        if key in _BACK:
            self.close_loupe()
        elif key in _STEPS:
            self._show_position(self._position + _STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._show_position(0 if key == Qt.Key.Key_Home else len(self._ids) - 1)
        elif key == Qt.Key.Key_Z:
            self.toggle_full_size()
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_S:
            self.similar_requested.emit(current)
        elif key == Qt.Key.Key_C:
            self.compare_requested.emit()
        elif key == Qt.Key.Key_W and self.heat is not None:
            self.heat.toggle()
        elif key == Qt.Key.Key_R and self.text is not None:
            self.text.toggle()
        else:
            return False
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play a film; look closer at a photo."""
        if self._is_film() and event.button() == Qt.MouseButton.LeftButton:
            self._play()
        else:
            super().mouseDoubleClickEvent(event)

    def _is_film(self) -> bool:
        photo = self._photo()
        return photo is not None and photo.is_film

    def _play(self) -> None:
        current = self.current_id()
        if current is not None:
            self.file_action_requested.emit(FileAction.PLAY, [int(current)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line of text under the pointer, or take hold of the picture."""
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not (is_left and self.text is not None and self.text.press(event.position(), adding=adding)):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose on, or drag the picture along."""
        if self.text is None or not self.text.drag(event.position()):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        if self.text is not None:
            self.text.release()
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what the line under the pointer says."""
        if isinstance(event, QHelpEvent) and self.text is not None:
            line = self.text.line_at(QPointF(event.pos()))
            said = "" if line is None else self.text.lines[line].text
            QToolTip.showText(event.globalPos(), plain_tooltip(said) if said else "", self)
            return True
        return super().event(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: FBT001
        """Show the map of the next term with Tab, where there are several."""
        if self.heat is not None and self.heat.choose_next(1 if forwards else -1):
            return True
        return super().focusNextPrevChild(forwards)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar of the heat map, and the button over a film, in their places."""
        super().resizeEvent(event)
        self.play_button.place()
        if self.heat is not None:
            self.heat.bar.place()
