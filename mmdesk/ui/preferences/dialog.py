"""The dialog of the preferences."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.parts.scrolled import scrolled
from mmdesk.ui.preferences.page import PreferencesPage

SIZE = (800, 620)
AT_ONCE = tr("What you choose is in force at once.")


class PreferencesDialog(ButtonDialog):
    """The pages by their names at the left, the one chosen at the right."""

    def __init__(self, pages: Sequence[PreferencesPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        resize_on_screen(self, *SIZE)
        self.pages = {page.title: page for page in pages}
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Pages of the preferences"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems(list(self.pages))
        self._stack = QStackedWidget(self)
        for title, page in self.pages.items():
            self._stack.addWidget(self._area(title, page))
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._lay_out()

    def open_page(self, title: str) -> None:
        """Show one of the pages."""
        self.list.setCurrentRow(list(self.pages).index(title))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the list of pages, as wide as their names are now."""
        super().showEvent(event)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + 24)
        self.list.setFocus()

    def _area(self, title: str, page: PreferencesPage) -> QScrollArea:
        area = scrolled(page, self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(title)
        return area

    def _lay_out(self) -> None:
        close = QPushButton(tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.addWidget(label(AT_ONCE, "small", self))
        foot.addStretch(1)
        foot.addWidget(close)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(Hairline(standing=True))
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
