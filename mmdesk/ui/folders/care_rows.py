"""The pages that keep a library tidy and sound, at the foot of the panel of folders."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.theme.icons import icon

PAGES = {"duplicates": tr("Duplicates"), "health": tr("Health")}
"""Purposes of the icons, and words."""


class CareRows(QWidget):
    """A row for each page.

    Signals:
        duplicates_requested(), health_requested(): the page is to be opened.
    """

    duplicates_requested = Signal()
    health_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 8, 0)
        column.setSpacing(0)
        self._rows = {purpose: QPushButton(words, self) for purpose, words in PAGES.items()}
        for row in self._rows.values():
            row.setProperty("role", "row")
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.setIconSize(QSize(16, 16))
            column.addWidget(row)
        self._rows["duplicates"].clicked.connect(self.duplicates_requested)
        self._rows["health"].clicked.connect(self.health_requested)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        for purpose, row in self._rows.items():
            row.setIcon(icon(purpose, self.palette()))
