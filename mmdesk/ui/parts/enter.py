"""Enter, which presses the button that has the focus, in the window as in its dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton, QWidget

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_by_enter(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button of a window that has the focus, if the key is Enter; whether that was so."""
    button = window.focusWidget()
    if event.key() not in ENTER_KEYS or not isinstance(button, QPushButton | QToolButton):
        return False
    button.click()
    return True


class ButtonDialog(QDialog):
    """A dialog in which Enter presses the button that has the focus; the default one only where none has."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button; all other keys are as in every dialog."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)
