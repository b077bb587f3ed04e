"""What would change in sidecar files, one file below the other."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmdesk.core.paths import display_folder, display_name, display_path
from mmdesk.core.photo import Skipped
from mmdesk.ui.parts.tip import tip
from mmdesk.work.sidecars import Difference

ROW_ROLE = Qt.ItemDataRole.UserRole
HEIGHT = 50
ROOM_AT_END = 76

Row = Difference | Skipped
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class DifferenceList(QListView):
    """Files in order; such as cannot be written say why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _RowModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowPainter(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Changes in sidecar files")

    def rows(self) -> list[Row]:
        """What is listed, in order."""
        return list(self._model.rows)

    def clear(self) -> None:
        """List nothing."""
        self._model.replace([])

    def add(self, rows: Sequence[Row]) -> None:
        """List more."""
        self._model.append(rows)


class _RowModel(QAbstractListModel):
    """Rows by position."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def replace(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        first = len(self.rows)
        self.beginInsertRows(NOWHERE, first, first + len(rows) - 1)
        self.rows.extend(rows)
        self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_told(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _told(row)
        return None


class _RowPainter(QStyledItemDelegate):
    """File and folder, below them the difference; at the right whether the file is new."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        inside = option.rect.adjusted(2, 5, -8, -6)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = upper.translated(0, upper.height())
        painter.save()
        width = self._write(painter, option, upper, display_name(_file(row)), bold=True)
        folder = display_folder(os.path.dirname(_file(row)))
        self._write(painter, option, upper.adjusted(width + 12, 0, -ROOM_AT_END, 0), folder, muted=True)
        if isinstance(row, Difference) and row.is_new:
            end = QRect(upper.right() - ROOM_AT_END, upper.top(), ROOM_AT_END, upper.height())
            self._write(painter, option, end, "new file", muted=True, at_end=True)
        self._write(painter, option, lower, _words(row), muted=isinstance(row, Skipped))
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
        at_end: bool = False,
    ) -> int:
        """Write `text`, cut to fit; returns its width."""
        font = QFont(option.font)
        font.setBold(bold)
        painter.setFont(font)
        role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, where.width())
        side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | side, shown)
        return painter.fontMetrics().horizontalAdvance(shown)


def _file(row: Row) -> bytes:
    return row.sidecar if isinstance(row, Difference) else row.path


def _told(row: Row) -> str:
    return f"{display_path(_file(row))}\n{_words(row)}"


def _words(row: Row) -> str:
    return row.sentence if isinstance(row, Difference) else row.reason
