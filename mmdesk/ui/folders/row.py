"""How a folder is painted: its name, cut where needed, and the number of its photos at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mmdesk.ui.theme.icons import icon

COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_ROLE = Qt.ItemDataRole.UserRole + 2
OFFLINE_ROLE = Qt.ItemDataRole.UserRole + 3

HEIGHT = 30
ICON_SIDE = 16

Index = QModelIndex | QPersistentModelIndex


class FolderRow(QStyledItemDelegate):
    """A rounded row: icon, name, count."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(80, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, count, and the name in what is left."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inside = option.rect.adjusted(8, 0, -12, 0)
        role = self._text_role(index)
        square = QRect(inside.left(), inside.center().y() - ICON_SIDE // 2 + 1, ICON_SIDE, ICON_SIDE)
        icon(index.data(ICON_ROLE), option.palette, role).paint(painter, square)
        inside.setLeft(square.right() + 9)
        painter.setFont(option.font)
        inside.setRight(self._paint_count(painter, inside, option, index) - 8)
        name = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, inside.width())
        painter.setPen(option.palette.color(role))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (is_selected or is_hovered):
            return
        role = QPalette.ColorRole.Highlight if is_selected else QPalette.ColorRole.Light
        colour = option.widget.palette().color(role)
        has_ring = is_selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(option.palette.color(QPalette.ColorRole.Accent) if has_ring else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(option.rect.adjusted(0, 1, -4, -1), 6, 6)

    def _paint_count(
        self, painter: QPainter, inside: QRect, option: QStyleOptionViewItem, index: Index
    ) -> int:
        """The count at the right end; returns where it begins."""
        count = f"{index.data(COUNT_ROLE):,}"
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        return inside.right() - QFontMetrics(option.font).horizontalAdvance(count)

    def _text_role(self, index: Index) -> QPalette.ColorRole:
        return QPalette.ColorRole.PlaceholderText if index.data(OFFLINE_ROLE) else QPalette.ColorRole.Text
