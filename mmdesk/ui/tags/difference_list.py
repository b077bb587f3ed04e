"""The list of what would change in sidecar files, one file below the other."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QListView, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_folder
from mmdesk.core.photo import Skipped
from mmdesk.core.sidecars import Difference
from mmdesk.ui.parts.file_rows import FileRow, FileRowDelegate
from mmdesk.ui.parts.rows import RowsModel

ROW_HEIGHT = 50
MARGINS = QMargins(2, 5, 8, 6)
NOTE_WIDTH = 76

Row = Difference | Skipped


class DifferenceList(QListView):
    """Files in order; such as cannot be written say why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RowsModel[Row](lambda row: _row_of(row).description, self)
        self.setModel(self._model)
        self.setItemDelegate(FileRowDelegate(_row_of, ROW_HEIGHT, MARGINS, self, NOTE_WIDTH))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Changes in sidecar files"))

    def rows(self) -> list[Row]:
        """Rows listed, in order."""
        return list(self._model.values)

    def clear(self) -> None:
        """List nothing."""
        self._model.replace([])

    def add(self, rows: Sequence[Row]) -> None:
        """List more."""
        self._model.append(rows)


def _row_of(row: Row) -> FileRow:
    if isinstance(row, Skipped):
        return FileRow(row.path, display_folder(os.path.dirname(row.path)), row.reason, is_muted=True)
    folder = display_folder(os.path.dirname(row.sidecar))
    return FileRow(row.sidecar, folder, row.sentence, tr("new file") if row.is_new else "")
