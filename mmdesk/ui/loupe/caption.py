"""The words of the loupe over the picture: pills in the corners, readable on any picture."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from mmdesk.core.photo import Pick
from mmdesk.ui import marks

_MARGIN, _PAD, _GAP = 16.0, 12.0, 12.0
_GROUND_ALPHA = 205  # of 255: the picture shines through a little, words stay readable


@dataclass(frozen=True, slots=True)
class Caption:
    """Name and marks for the lower left corner, the state of the view for the lower right."""

    name: str
    place: str
    view: str
    rating: int = 0
    pick: Pick = Pick.UNFLAGGED
    trouble: str = ""
    is_bare: bool = True

    def paint(self, painter: QPainter, window: QRectF, palette: QPalette) -> None:
        """Paint the pills along the lower edge of `window`, and trouble in the middle, or above a picture."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = _Pen(painter, palette)
        high = pen.line_height + _PAD
        bottom = window.bottom() - _MARGIN - high
        wide = pen.width(self.view) + 2 * _PAD
        view = QRectF(window.right() - _MARGIN - wide, bottom, wide, high)
        pen.pill(view)
        pen.words(self.view, view.left() + _PAD, view)
        self._paint_name(pen, QRectF(window.left() + _MARGIN, bottom, view.left() - 3 * _MARGIN, high))
        if self.trouble:
            paint_trouble(painter, window, palette, self.trouble, is_bare=self.is_bare)

    def _paint_name(self, pen: "_Pen", room: QRectF) -> None:
        size = pen.mark_size
        stars = marks.stars_width(self.rating, size) + (_GAP if self.rating else 0)
        flag = size + _GAP if self.pick is not Pick.UNFLAGGED else 0
        fixed = 2 * _PAD + stars + flag + pen.width(self.place) + _GAP
        name = pen.elided(self.name, room.width() - fixed)
        pill = QRectF(room.topLeft(), room.bottomRight())
        pill.setWidth(fixed + pen.width(name))
        pen.pill(pill)
        left = pen.words(name, pill.left() + _PAD, pill) + _GAP
        left = pen.words(self.place, left, pill, QPalette.ColorRole.PlaceholderText) + _GAP
        top = pill.center().y() - size / 2
        if flag:
            marks.paint_pick(pen.painter, QRectF(left, top, size, size), self.pick, pen.colour())
        marks.paint_stars(pen.painter, QPointF(left + flag, top), size, self.rating, pen.colour())


def paint_trouble(painter: QPainter, window: QRectF, palette: QPalette, words: str, *, is_bare: bool) -> None:
    """Say why there is no full picture: in the middle where there is none at all, else at the top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = _Pen(painter, palette)
    if not is_bare:
        window = QRectF(window.left(), window.top(), window.width(), 4 * _MARGIN + pen.line_height / 2)
    pen.centred_pill(words, window)


class _Pen:
    """Writes words and pills with one painter in the colours of one palette."""

    def __init__(self, painter: QPainter, palette: QPalette) -> None:
        self.painter = painter
        self._palette = palette
        self._metrics = painter.fontMetrics()
        self.line_height = float(self._metrics.height())
        self.mark_size = self._metrics.ascent() * 0.9

    def colour(self, role: QPalette.ColorRole = QPalette.ColorRole.Text) -> QColor:
        """The palette's colour for a role."""
        return self._palette.color(role)

    def width(self, words: str) -> float:
        """Width of `words` in pixels."""
        return float(self._metrics.horizontalAdvance(words))

    def elided(self, words: str, width: float) -> str:
        """`words`, cut in the middle to a width."""
        return self._metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(0, int(width)))

    def pill(self, rect: QRectF) -> None:
        """Paint a pill through which the picture shines a little."""
        ground = QColor(self.colour(QPalette.ColorRole.Window))
        ground.setAlpha(_GROUND_ALPHA)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(ground)
        self.painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def words(
        self, words: str, left: float, line: QRectF, role: QPalette.ColorRole = QPalette.ColorRole.Text
    ) -> float:
        """Write from `left` on, in the height of `line`; returns the right end."""
        self.painter.setPen(self.colour(role))
        place = QRectF(left, line.top(), self.width(words) + 2, line.height())
        self.painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        return left + self.width(words)

    def centred_pill(self, words: str, window: QRectF) -> None:
        """Write `words` on a pill in the middle of `window`."""
        words = self.elided(words, window.width() - 4 * _MARGIN)
        size = QRectF(0, 0, self.width(words) + 3 * _PAD, self.line_height + 1.5 * _PAD)
        size.moveCenter(window.center())
        self.pill(size)
        self.words(words, size.left() + 1.5 * _PAD, size)
