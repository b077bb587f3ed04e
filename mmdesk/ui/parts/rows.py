"""Lists of values, a row each: their one model, and how their rows are painted."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mmdesk.ui.parts.text_painter import TextPainter
from mmdesk.ui.parts.tooltip import plain_tooltip

Value = TypeVar("Value")
Index = QModelIndex | QPersistentModelIndex
VALUE_ROLE = Qt.ItemDataRole.UserRole
ROOT = QModelIndex()

ROOM = 8
"""Pixels above and below the text of a row, together."""


class RowsModel(QAbstractListModel, Generic[Value]):
    """Values by position; `describe` says one to a screen reader and, with `tips`, in its tooltip."""

    def __init__(self, describe: Callable[[Value], str], parent: QObject, *, tips: bool = True) -> None:
        super().__init__(parent)
        self._describe, self._tips = describe, tips
        self.values: list[Value] = []

    def replace(self, values: Sequence[Value]) -> None:
        """List these instead."""
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def append(self, values: Sequence[Value]) -> None:
        """List these, too, at the end."""
        first = len(self.values)
        self.beginInsertRows(ROOT, first, first + len(values) - 1)
        self.values.extend(values)
        self.endInsertRows()

    def update(self, values: Sequence[Value]) -> None:
        """Take as many values as there are rows; what is chosen and where one has scrolled to stay."""
        self.values = list(values)
        if values:
            self.dataChanged.emit(self.index(0), self.index(len(values) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Number of values; a value has no rows below it."""
        return 0 if parent.isValid() else len(self.values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value of a row in `VALUE_ROLE`, and its description."""
        if not index.isValid():
            return None
        value = self.values[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and self._tips:
            return plain_tooltip(self._describe(value))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(value)
        return value if role == VALUE_ROLE else None


class RowDelegate(QStyledItemDelegate, Generic[Value]):
    """Paints rows of one `height`, or higher for large letters; subclasses say how with `paint_value`."""

    height = 30
    lines = 1

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The one size of all rows, with room for their lines of text."""
        return row_size(option, self.height, self.lines)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the value of a row."""
        painter.save()
        self.paint_value(TextPainter(painter, option.palette, option.font), option, index.data(VALUE_ROLE))
        painter.restore()

    def paint_value(self, text: TextPainter, option: QStyleOptionViewItem, value: Value) -> None:
        """Paint one value into `option.rect`."""
        raise NotImplementedError


def row_size(option: QStyleOptionViewItem, least: int, lines: int = 1) -> QSize:
    """Size of a row of so many lines of text, at least so many pixels high."""
    return QSize(80, max(least, lines * option.fontMetrics.height() + ROOM))


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the rounded ground of a row that is selected or under the mouse, with a ring for the keyboard."""
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if not (is_selected or option.state & QStyle.StateFlag.State_MouseOver):
        return
    has_ring = is_selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
    role = QPalette.ColorRole.Highlight if is_selected else QPalette.ColorRole.Light
    painter.setPen(option.palette.color(QPalette.ColorRole.Accent) if has_ring else Qt.PenStyle.NoPen)
    painter.setBrush(option.widget.palette().color(role))
    painter.drawRoundedRect(option.rect.adjusted(0, 1, -4, -1), 6, 6)
