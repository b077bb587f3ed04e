"""The list of files that are not in the library, each with its reason."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Skipped
from mmdesk.ui.parts.dialog_foot import copy_and_close
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.parts.skipped_list import SkippedList


class SkippedFilesDialog(QDialog):
    """A list beside the window, while one works on.

    Signals:
        rescan_requested(): try them once more.
    """

    rescan_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Skipped files"))
        resize_on_screen(self, 640, 480)
        self._heading = label("", "title", self)
        self._list = SkippedList(tr("Skipped files with their reasons"), self)
        advice = label(tr("These files are not in the library. They were left as they are."), "muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(advice)
        column.addSpacing(8)
        column.addWidget(self._list, 1)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def show_files(self, files: Sequence[Skipped]) -> None:
        """List `files`, by folder and name."""
        self._heading.setText(trn("{n:,} file skipped", "{n:,} files skipped", len(files)))
        self._list.rows.replace(sorted(files, key=lambda file: file.path))

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(tr("Copy the list"), self)
        copy.clicked.connect(self._list.copy_lines)
        again = QPushButton(tr("Look again"), self)
        again.setToolTip(tr("Look for changes in all folders of the library"))
        again.clicked.connect(self.rescan_requested)
        return copy_and_close(self, copy, again)
