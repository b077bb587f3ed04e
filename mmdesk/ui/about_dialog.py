"""The page about the program: its version, the licences of what it is built on, and its models."""

from functools import partial
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mmdesk import __version__
from mmdesk.core.about import ProgramDetails
from mmdesk.core.language import tr
from mmdesk.ui.parts.dialog_foot import copy_and_close
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.theme.program_icon import program_icon
from mmdesk.work.about import AboutWork

PAGES = (tr("Versions"), tr("Built on"), tr("Models"))

ICON = 72

PROMISE = tr("Finds photographs by what they show, offline. MIT licence.")


class AboutDialog(QDialog):
    """The icon and the version above, three pages to read below."""

    def __init__(self, work: AboutWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._versions = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About mmdesk"))
        resize_on_screen(self, 720, 600)
        self._pages = QStackedWidget(self)
        self._texts = [self._new_text(name) for name in PAGES]
        self._tabs = QButtonGroup(self)
        self._lay_out()
        work.told.connect(self.show_details)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew: models come and go."""
        super().showEvent(event)
        self._work.ask()

    def show_details(self, details: ProgramDetails) -> None:
        """Show all of it."""
        self._versions = details.versions
        versions, packages, models = self._texts
        versions.setPlainText(details.versions)
        packages.setHtml(_table(details))
        models.setMarkdown("\n\n---\n\n".join(card for _, card in details.cards))

    def _new_text(self, name: str) -> QTextBrowser:
        text = QTextBrowser(self)
        text.setOpenLinks(False)  # nothing here asks the internet
        text.setAccessibleName(name)
        self._pages.addWidget(text)
        return text

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addLayout(self._tab_row())
        column.addWidget(self._pages, 1)
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(program_icon().pixmap(ICON, ICON))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(label(f"mmdesk {__version__}", "title", self))
        words.addWidget(label(PROMISE, "muted", self))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for number, name in enumerate(PAGES):
            tab = QPushButton(name, self)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setChecked(number == 0)
            tab.clicked.connect(partial(self._pages.setCurrentIndex, number))
            self._tabs.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        copy = QPushButton(tr("Copy the versions"), self)
        copy.clicked.connect(self._copy)
        return copy_and_close(self, copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._versions)


def _table(details: ProgramDetails) -> str:
    """Packages, versions and licences, a row each."""
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{escape(one.version)}</td><td>{escape(one.licence)}</td></tr>"
        for one in details.packages
    )
    return f'<table cellpadding="4" width="100%">{rows}</table>'
