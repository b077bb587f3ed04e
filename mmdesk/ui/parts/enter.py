"""Enter, which presses the button that has the focus, in the window as in its dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton, QWidget

from mmdesk.ui.parts.tab_order import tab_by_layout

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

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go through it as it is seen."""
        super().showEvent(event)
        tab_by_layout(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button; all other keys are as in every dialog."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)
