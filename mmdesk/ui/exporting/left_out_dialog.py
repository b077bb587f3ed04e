"""The list of files that an export had to leave out, each with its reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Skipped
from mmdesk.ui.parts.dialog_foot import copy_and_close
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.parts.skipped_list import SkippedList


class LeftOutDialog(ButtonDialog):
    """A list beside the window; `others` says what became of everything else."""

    def __init__(
        self,
        files: Sequence[Skipped],
        parent: QWidget | None = None,
        others: str = tr("All others were exported."),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Left out"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_on_screen(self, 640, 420)
        self._list = SkippedList(tr("Files left out with their reasons"), self)
        self.rows = self._list.rows
        self.rows.replace(files)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(trn("{n:,} file left out", "{n:,} files left out", len(files)), "title", self))
        column.addWidget(label(" ".join((others, tr("These are where they were."))), "muted", self))
        column.addSpacing(8)
        column.addWidget(self._list, 1)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton(tr("Copy the list"), self)
        copy.clicked.connect(self._list.copy_lines)
        return copy_and_close(self, copy)
