"""The entry of the missing photos, below the folders, while there are any."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.theme.icons import icon


class MissingButton(QPushButton):
    """A button with the number of missing photos; pressed, it shows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "row")
        self.setCheckable(True)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("Photos that were not found where they were"))
        self._draw()
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many are missing; without any the button is hidden."""
        self.setText(tr("Missing  ·  {count:,}", count=count))
        self.setVisible(count > 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon("missing", self.palette()))
