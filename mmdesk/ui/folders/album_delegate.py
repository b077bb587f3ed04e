"""The row of an album: its sign, its name, cut where needed, and the number of its photos at the right."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmdesk.ui.parts.rows import Index, paint_ground, row_size
from mmdesk.ui.parts.text_painter import END, MUTED, RIGHT, TextPainter

ALBUM_ROLE = Qt.ItemDataRole.UserRole
HEIGHT, ICON_SIDE = 30, 16


class AlbumDelegate(QStyledItemDelegate):
    """A rounded row; the name is written in its place.

    The numbers of photos are its own, by the ids of the albums: were they data of the rows, Qt would begin
    the name anew that is just being written.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.counts: Mapping[int, str] = {}

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The one size of all rows, with room for their text."""
        return row_size(option, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, sign, count, and the name in what is left."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        text = TextPainter(painter, option.palette, option.font)
        sign, name = _places(option.rect)
        QIcon(index.data(Qt.ItemDataRole.DecorationRole)).paint(painter, sign)
        count = text.write(name, self.counts.get(index.data(ALBUM_ROLE).id, ""), MUTED, align=RIGHT)
        text.write(name.adjusted(0, 0, -count - 8, 0), index.data(), cut=END)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Have the name written where it stands."""
        editor.setGeometry(_places(option.rect)[1].adjusted(-4, 2, 8, -2))


def _places(row: QRect) -> tuple[QRect, QRect]:
    """Places of the sign, and of name and count."""
    inside = row.adjusted(8, 0, -12, 0)
    sign = QRect(inside.left(), inside.center().y() - ICON_SIDE // 2 + 1, ICON_SIDE, ICON_SIDE)
    inside.setLeft(sign.right() + 9)
    return sign, inside
