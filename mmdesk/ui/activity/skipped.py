"""The list of files that are not in the library, each with its reason."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.paths import display_name, display_path
from mmdesk.core.photo import Skipped
from mmdesk.ui.activity.words import counted
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tip import tip

FILE_ROLE = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 52

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class SkippedFilesDialog(QDialog):
    """Stands beside the window while one works on.

    Signals:
        rescan_requested(): try them once more.
    """

    rescan_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Skipped files")
        self.resize(640, 480)
        self._model = _SkippedModel(self)
        self._heading = label("", "title", self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_SkippedRow(self))
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName("Skipped files with their reasons")
        advice = label("These files are not in the library. They were left as they are.", "muted", self)
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
        self._heading.setText(f"{counted(len(files), 'file')} skipped")
        self._model.set_files(sorted(files, key=lambda file: file.path))

    def files(self) -> list[Skipped]:
        """What is listed, in order."""
        return list(self._model.files)

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("Copy the list", self)
        copy.clicked.connect(self._copy)
        again = QPushButton("Look again", self)
        again.setToolTip("Look for changes in all folders of the library")
        again.clicked.connect(self.rescan_requested)
        close = QPushButton("Close", self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(again)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        lines = (f"{display_path(file.path)}\t{file.reason}" for file in self._model.files)
        QGuiApplication.clipboard().setText("\n".join(lines))


class _SkippedModel(QAbstractListModel):
    """Skipped files by position."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.files: Sequence[Skipped] = ()

    def set_files(self, files: Sequence[Skipped]) -> None:
        self.beginResetModel()
        self.files = files
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        file = self.files[index.row()]
        if role == FILE_ROLE:
            return file
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_told(file))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _told(file)
        return None


def _told(file: Skipped) -> str:
    return f"{display_path(file.path)}\n{file.reason}"


class _SkippedRow(QStyledItemDelegate):
    """Two lines: name and folder, and below them the reason."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        file: Skipped = index.data(FILE_ROLE)
        inside = option.rect.adjusted(0, 6, -8, -8)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = upper.translated(0, upper.height())
        painter.save()
        name_width = self._write(painter, option, upper, display_name(file.path), bold=True)
        folder = display_path(os.path.dirname(file.path))
        self._write(painter, option, upper.adjusted(name_width + 12, 0, 0, 0), folder, muted=True)
        self._write(painter, option, lower, file.reason)
        painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        where: QRect,
        text: str,
        *,
        bold: bool = False,
        muted: bool = False,
    ) -> int:
        """Write `text`, cut to fit; returns its width."""
        font = QFont(option.font)
        font.setBold(bold)
        painter.setFont(font)
        role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)
