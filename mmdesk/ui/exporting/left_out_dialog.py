"""The list of files that an export had to leave out, each with its reason."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.paths import display_path
from mmdesk.core.photo import Skipped
from mmdesk.ui.formatting import counted
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.file_rows import FileRow, FileRowDelegate
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.parts.rows import RowsModel

ROW_HEIGHT = 52
MARGINS = QMargins(0, 6, 8, 8)


class LeftOutDialog(ButtonDialog):
    """A list beside the window; everything else was exported."""

    def __init__(self, files: Sequence[Skipped], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Left out")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, 640, 420)
        self.rows = RowsModel[Skipped](lambda row: _row_of(row).description, self)
        self.rows.replace(files)
        shown = QListView(self)
        shown.setModel(self.rows)
        shown.setItemDelegate(FileRowDelegate(_row_of, ROW_HEIGHT, MARGINS, self))
        shown.setUniformItemSizes(True)
        shown.setAccessibleName("Files left out with their reasons")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{counted(len(files), 'file')} left out", "title", self))
        column.addWidget(label("All others were exported. These are where they were.", "muted", self))
        column.addSpacing(8)
        column.addWidget(shown, 1)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("Copy the list", self)
        copy.clicked.connect(self._copy)
        close = QPushButton("Close", self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        lines = (f"{display_path(file.path)}\t{file.reason}" for file in self.rows.values)
        QGuiApplication.clipboard().setText("\n".join(lines))


def _row_of(file: Skipped) -> FileRow:
    return FileRow(file.path, display_path(os.path.dirname(file.path)), file.reason)
