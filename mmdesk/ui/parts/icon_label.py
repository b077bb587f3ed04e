"""An icon that cannot be pressed."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.ui.theme.icons import icon


class IconLabel(QWidget):
    """Painted anew each time, so it follows the theme by itself."""

    def __init__(
        self,
        purpose: str,
        side: int,
        parent: QWidget | None = None,
        role: QPalette.ColorRole = QPalette.ColorRole.PlaceholderText,
    ) -> None:
        super().__init__(parent)
        self._purpose = purpose
        self._role = role
        self.setFixedSize(QSize(side, side))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, purpose: str) -> None:
        """Show the icon for another purpose."""
        self._purpose = purpose
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the palette of the moment."""
        icon(self._purpose, self.palette(), self._role).paint(QPainter(self), self.rect())
