"""The field where words are typed, and where pictures can be pasted."""

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from mmdesk.ui.search.completer import CompletionList
from mmdesk.ui.search.dropped import holds_anything

_EXPORT = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)
_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class WordsField(QLineEdit):
    """A line of text that leaves pictures, Enter and Escape to the search line around it.

    Attributes:
        completions: the list of what it may go on with, where it is shown.

    Signals:
        pasted(QMimeData): something that is not text was pasted.
        entered(), escaped(), stepped_down(): those keys.
        focus_changed(bool): whether it has the focus now.
        focus_taken(): the user went into it, and not only back to the window.
    """

    pasted = Signal(QMimeData)
    entered = Signal()
    escaped = Signal()
    stepped_down = Signal()
    focus_changed = Signal(bool)
    focus_taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)  # the search line takes them, pictures and words alike
        self.setFrame(False)
        self.completions = CompletionList(self)

    def take_back_focus(self) -> None:
        """Take the focus after something else was pressed; nobody asked for what can be typed."""
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+E to the export, though on some systems a line of text takes it for "to the end"."""
        is_wish = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_wish and event.keyCombination() == _EXPORT:  # type: ignore[attr-defined]
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand Enter, Escape, Down and a pasted picture on to the search line."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste_picture():
            return
        if self.completions.isVisible() and self._is_for_list(event):
            return
        signal = {
            Qt.Key.Key_Return: self.entered,
            Qt.Key.Key_Enter: self.entered,
            Qt.Key.Key_Escape: self.escaped,
            Qt.Key.Key_Down: self.stepped_down,
        }.get(Qt.Key(event.key()))
        if signal is None:
            super().keyPressEvent(event)
        else:
            signal.emit()

    def _is_for_list(self, event: QKeyEvent) -> bool:
        """Move in the list of completions, take one, or put it away; whether the key was for it."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.completions.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.completions.is_chosen:
            self.completions.take()
        elif key == Qt.Key.Key_Escape:
            self.completions.hide()
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it, for the ring is around the whole search line."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)
        if event.reason() not in _BACK:
            self.focus_taken.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusOutEvent(event)
        self.completions.hide()
        self.focus_changed.emit(False)

    def _paste_picture(self) -> bool:
        """Hand on the clipboard if it holds a picture or files; whether it did."""
        clipboard = QGuiApplication.clipboard().mimeData()
        is_picture = holds_anything(clipboard)
        if is_picture:
            self.pasted.emit(clipboard)
        return is_picture
