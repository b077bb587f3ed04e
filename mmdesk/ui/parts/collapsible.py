"""A heading that hides what is below it until it is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmdesk.ui.parts.icon_button import IconButton


class CollapsibleHeader(IconButton):
    """A heading that shows or hides what is below it."""

    def __init__(self, words: str, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__("closed", words, parent, side=12)
        self._words, self._below = words, below
        self.setText(words)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        below.hide()
        self.clicked.connect(self._turn)

    def _turn(self) -> None:
        is_open = self._below.isHidden()
        self._below.setVisible(is_open)
        self.set_icon("opened" if is_open else "closed", self._words)
