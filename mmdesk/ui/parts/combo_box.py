"""A field to choose one of a few things."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox

from mmdesk.ui.theme.icons import icon

ARROW_SIDE, ARROW_ROOM = 12, 24


class ComboBox(QComboBox):
    """A combo box with the arrow of the theme; the style sheet can name only a picture file for it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box as it is, and the arrow on it."""
        super().paintEvent(event)
        place = QRect(0, 0, ARROW_SIDE, ARROW_SIDE)
        place.moveCenter(self.rect().center())
        place.moveRight(self.rect().right() - (ARROW_ROOM - ARROW_SIDE) // 2)
        icon("opened", self.palette(), QPalette.ColorRole.PlaceholderText).paint(
            QPainter(self), place, Qt.AlignmentFlag.AlignCenter
        )
