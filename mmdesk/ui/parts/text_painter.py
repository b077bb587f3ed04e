"""Lines of text that paint themselves into a room, cut with an ellipsis where they do not fit."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPalette

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TEXT, MUTED = QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText
MIDDLE, END = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight


class TextPainter:
    """Writes with one painter in the colours of a palette and, unless another is asked for, in one font."""

    def __init__(self, painter: QPainter, palette: QPalette, font: QFont) -> None:
        self.painter = painter
        self._palette = palette
        self._font = font

    def write(
        self,
        room: QRect | QRectF,
        text: str,
        role: QPalette.ColorRole = TEXT,
        *,
        weight: QFont.Weight | None = None,
        align: Qt.AlignmentFlag = LEFT,
        cut: Qt.TextElideMode = MIDDLE,
    ) -> int:
        """Write `text` into `room`, cut to its width; returns the width of what was written, in pixels."""
        font = QFont(self._font)
        if weight is not None:
            font.setWeight(weight)
        self.painter.setFont(font)
        self.painter.setPen(self._palette.color(role))
        metrics = self.painter.fontMetrics()
        shown = metrics.elidedText(text, cut, max(0, int(room.width())))
        self.painter.drawText(QRectF(room), align, shown)
        return metrics.horizontalAdvance(shown)
