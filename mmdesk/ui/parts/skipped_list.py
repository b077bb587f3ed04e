"""A list of files that were left out of something, each with its reason."""

import os

from PySide6.QtCore import QMargins
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QWidget

from mmdesk.core.paths import display_path
from mmdesk.core.photo import Skipped
from mmdesk.ui.parts.file_rows import FileRow, FileRowDelegate
from mmdesk.ui.parts.rows import RowsModel

ROW_HEIGHT = 52
MARGINS = QMargins(0, 6, 8, 8)


class SkippedList(QListView):
    """Shows files in `rows`, and copies them as lines."""

    def __init__(self, accessible_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = RowsModel[Skipped](lambda file: _row_of(file).description, self)
        self.setModel(self.rows)
        self.setItemDelegate(FileRowDelegate(_row_of, ROW_HEIGHT, MARGINS, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(accessible_name)

    def copy_lines(self) -> None:
        """Put a line for each file, its path and its reason, on the clipboard."""
        lines = (f"{display_path(file.path)}\t{file.reason}" for file in self.rows.values)
        QGuiApplication.clipboard().setText("\n".join(lines))


def _row_of(file: Skipped) -> FileRow:
    return FileRow(file.path, display_path(os.path.dirname(file.path)), file.reason)
