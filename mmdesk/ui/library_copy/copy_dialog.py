"""The dialog before the library is copied: what goes along, and where its photos are over there."""

import os
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.path_map import PathRule, is_absolute
from mmdesk.core.paths import display_folder
from mmdesk.core.photo import Folder
from mmdesk.ui.parts.dialog_foot import cancel_or
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.scrolled import scrolled

WIDTH = 560
MOST_HEIGHT = 240
"""Height of the list of folders, in device-independent pixels, from which it is scrolled."""

ROW_HEIGHT = 38

GOES_ALONG = tr(
    "Everything mmdesk knows goes along: catalogue, vectors, thumbnails, tags, albums, "
    "models and paintings. Photos do not. Go on working meanwhile."
)
ELSEWHERE = tr("Where does the other computer have the photos of each folder?")
NO_PATH = tr("A whole path is needed, such as /media/photos or D:\\Photos.")


class CopyDialog(ButtonDialog):
    """Asks for the folders' paths on the other computer; where the copy goes is asked next.

    Signals:
        chosen(list[PathRule]): the paths that are others there.
    """

    chosen = Signal(object)

    def __init__(self, folders: Sequence[Folder], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Copy the library"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.fields = {folder.path: QLineEdit(self) for folder in folders}
        self.trouble = label("", "muted", self)
        self.go_on = QPushButton(tr("Choose where…"), self)
        self.go_on.setProperty("role", "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._choose)
        self._lay_out()

    @property
    def rules(self) -> list[PathRule]:
        """The paths that are others there. Some may be no whole paths yet."""
        told = ((path, field.text().strip()) for path, field in self.fields.items())
        return [PathRule.between(path, os.fsencode(text)) for path, text in told if text]

    def _check(self) -> None:
        are_whole = all(is_absolute(rule.new) for rule in self.rules)
        self.trouble.setText("" if are_whole else NO_PATH)
        self.go_on.setEnabled(are_whole)

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(self.rules)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(tr("Copy the library to another computer"), "heading", self))
        for words in [GOES_ALONG, ELSEWHERE] if self.fields else [GOES_ALONG]:
            told = label(words, parent=self)
            told.setWordWrap(True)
            column.addWidget(told)
        if self.fields:
            column.addSpacing(4)
            column.addWidget(self._list())
        column.addStretch(1)
        column.addWidget(self.trouble)
        column.addLayout(cancel_or(self, self.go_on))

    def _list(self) -> QWidget:
        page = QWidget(self)
        rows = QGridLayout(page)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setVerticalSpacing(8)
        rows.setHorizontalSpacing(16)
        rows.setColumnStretch(0, 1)
        rows.setColumnStretch(1, 1)
        for row, (path, field) in enumerate(self.fields.items()):
            name = display_folder(path)
            field.setProperty("role", "number")
            field.setPlaceholderText(tr("the same path"))
            field.setAccessibleName(tr("Path of {name} on the other computer", name=name))
            field.textChanged.connect(self._check)
            rows.addWidget(ElidedLabel(name, cut=Qt.TextElideMode.ElideMiddle, parent=page), row, 0)
            rows.addWidget(field, row, 1)
        page.setProperty("role", "panel")
        area = scrolled(page, self)
        area.setAccessibleName(tr("Folders"))
        area.setFixedHeight(min(MOST_HEIGHT, ROW_HEIGHT * len(self.fields)))
        return area
