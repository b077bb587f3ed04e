"""Rows of two lines that say something of a file."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMargins, QObject, QRect
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from mmdesk.core.paths import display_name, display_path
from mmdesk.ui.parts.rows import RowDelegate, Value
from mmdesk.ui.parts.text_painter import MUTED, RIGHT, TEXT, TextPainter

GAP = 12


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file and its folder above, a sentence below it; a `note` ends the upper line."""

    path: bytes
    folder: str
    sentence: str
    note: str = ""
    is_muted: bool = False

    @property
    def description(self) -> str:
        """Path, uncut, and the sentence."""
        return f"{display_path(self.path)}\n{self.sentence}"


class FileRowDelegate(RowDelegate[Value]):
    """Paints what `row_of` makes of a value; `note_width` is kept clear for notes, in pixels."""

    lines = 2

    def __init__(
        self,
        row_of: Callable[[Value], FileRow],
        height: int,
        margins: QMargins,
        parent: QObject,
        note_width: int = 0,
    ) -> None:
        super().__init__(parent)
        self.height = height
        self._row_of, self._margins, self._note_width = row_of, margins, note_width

    def paint_value(self, text: TextPainter, option: QStyleOptionViewItem, value: Value) -> None:
        """Paint name and folder, the sentence, and a line below."""
        row = self._row_of(value)
        inside = option.rect.marginsRemoved(self._margins)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        width = text.write(upper, display_name(row.path), weight=QFont.Weight.Bold)
        text.write(upper.adjusted(width + GAP, 0, -self._note_width, 0), row.folder, MUTED)
        note = QRect(upper.right() - self._note_width, upper.top(), self._note_width, upper.height())
        text.write(note, row.note, MUTED, align=RIGHT)
        text.write(upper.translated(0, upper.height()), row.sentence, MUTED if row.is_muted else TEXT)
        text.painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        text.painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
