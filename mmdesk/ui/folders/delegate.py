"""The row of a folder: its name, cut where needed, and the number of its photos at the right."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from mmdesk.core.language import in_figures
from mmdesk.ui.parts.rows import Index, paint_ground, row_size
from mmdesk.ui.parts.text_painter import MUTED, RIGHT, TEXT, TextPainter
from mmdesk.ui.theme.icons import draw_icon

COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_ROLE = Qt.ItemDataRole.UserRole + 2
OFFLINE_ROLE = Qt.ItemDataRole.UserRole + 3

HEIGHT = 30
ICON_SIDE = 16


class FolderDelegate(QStyledItemDelegate):
    """A rounded row: icon, name, count."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The one size of all rows, with room for their text."""
        return row_size(option, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, icon, count, and the name in what is left."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        text = TextPainter(painter, option.palette, option.font)
        inside = option.rect.adjusted(8, 0, -12, 0)
        role = MUTED if index.data(OFFLINE_ROLE) else TEXT
        square = QRect(inside.left(), inside.center().y() - ICON_SIDE // 2 + 1, ICON_SIDE, ICON_SIDE)
        draw_icon(painter, square, index.data(ICON_ROLE), option.palette.color(role))
        inside.setLeft(square.right() + 9)
        count = text.write(inside, in_figures(index.data(COUNT_ROLE)), MUTED, align=RIGHT)
        text.write(inside.adjusted(0, 0, -count - 8, 0), index.data(), role)
        painter.restore()
