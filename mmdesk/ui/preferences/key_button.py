"""A button that shows a key, and once pressed takes another."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.key_names import key_names
from mmdesk.ui.keys.shortcuts import in_words

MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
ASKING = tr("Press a key …")


class KeyButton(QPushButton):
    """Listens for one key after it was pressed; Esc leaves everything as it was.

    Signals:
        key_chosen(str): this key was pressed, as Qt writes it.
    """

    key_chosen = Signal(str)

    def __init__(self, deed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self._deed = deed
        self._is_listening = False
        self._shown = ""
        self.clicked.connect(self._listen)

    def show_keys(self, keys: tuple[str, ...]) -> None:
        """Show what is in force."""
        self._shown = key_names(in_words(keys))
        self._rest()

    def event(self, event: QEvent) -> bool:
        """Keep the key that is asked for from being a shortcut, or from moving the focus."""
        if self._is_listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Listen no longer."""
        self._rest()
        super().focusOutEvent(event)

    def _listen(self) -> None:
        self._is_listening = True
        self.setText(ASKING)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in MODIFIERS:
            return
        self._rest()
        if event.key() != Qt.Key.Key_Escape:
            self.key_chosen.emit(_key_of(event))

    def _rest(self) -> None:
        self._is_listening = False
        self.setText(self._shown.replace("&", "&&"))
        self.setAccessibleName(f"{self._deed}: {self._shown}")


def _key_of(event: QKeyEvent) -> str:
    """The key as Qt writes it; the Shift that only makes a sign what it is does not count."""
    combination = event.keyCombination()
    text = event.text()
    if len(text) == 1 and not text.isalnum() and text.isprintable() and text != " ":
        without = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        return QKeySequence(without | combination.key()).toString()
    return QKeySequence(combination).toString()
