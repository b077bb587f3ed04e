"""Badges on pictures of the grid: the length of a film, and the sign of a live photo."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPixmap

from mmdesk.core.photo import Photo
from mmdesk.ui import marks
from mmdesk.ui.formatting import film_length

_GROUND_ALPHA = 205  # of 255: the picture shines through a little, words stay readable
_INSET = 4.0
_LEAST = 72  # pixels of a picture's width below which there is room for a sign only
_KEPT = 512  # badges: few films are longer than some minutes

MakeCanvas = Callable[[QSizeF, QColor | Qt.GlobalColor], QPixmap]
"""Makes an empty pixmap of a size, sharp on this screen, on a ground."""


class FilmBadges:
    """Paints badges in the colours of `palette`; each is drawn once, on a `canvas`, and then copied."""

    def __init__(self, palette: QPalette, font: QFont, canvas: MakeCanvas) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._text = palette.color(QPalette.ColorRole.Text)
        self._ground = palette.color(QPalette.ColorRole.Window)
        self._ground.setAlpha(_GROUND_ALPHA)
        self._canvas = canvas
        self._made: dict[str | None, QPixmap] = {}

    def paint(self, painter: QPainter, picture: QRectF, photo: Photo) -> None:
        """Paint the badge of a photo on its `picture`: a film's at the lower right, a live one's at the upper
        left; nothing for others.
        """
        if photo.is_film:
            badge = self._badge(_words(photo, picture.width()))
            size = badge.deviceIndependentSize()
            corner = picture.bottomRight() - _corner()
            painter.drawPixmap(corner - QPointF(size.width(), size.height()), badge)
        elif photo.is_live:
            painter.drawPixmap(picture.topLeft() + _corner(), self._badge(None))

    def _badge(self, words: str | None) -> QPixmap:
        badge = self._made.get(words)
        if badge is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            badge = self._made[words] = self._live() if words is None else self._film(words)
        return badge

    def _film(self, words: str) -> QPixmap:
        """A pill with the sign of a player, and the words."""
        high = self._metrics.height() + 2
        sign = high * 0.5
        wide = self._metrics.horizontalAdvance(words)
        canvas = self._canvas(QSizeF(sign + 0.9 * high + (wide + 4 if words else 0), high), _CLEAR)
        with QPainter(canvas) as painter:
            pill = QRectF(QPointF(0, 0), canvas.deviceIndependentSize())
            self._prepare(painter, pill, high / 2)
            marks.paint_play(painter, QRectF(0.45 * high, (high - sign) / 2, sign, sign), self._text)
            painter.setFont(self._font)
            painter.setPen(self._text)
            line = QRectF(0.45 * high + sign + 4, 0, wide + 2, high)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        return canvas

    def _live(self) -> QPixmap:
        """Rings on a round ground: the sign that telephones have for live photos."""
        side = self._metrics.height() + 2
        canvas = self._canvas(QSizeF(side, side), _CLEAR)
        with QPainter(canvas) as painter:
            self._prepare(painter, QRectF(0, 0, side, side), side / 2)
            marks.paint_live(painter, QRectF(side * 0.18, side * 0.18, side * 0.64, side * 0.64), self._text)
        return canvas

    def _prepare(self, painter: QPainter, ground: QRectF, radius: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(ground, radius, radius)


_CLEAR = Qt.GlobalColor.transparent


def _words(photo: Photo, width: float) -> str:
    """The length of a film, where it is known and there is room for it."""
    return film_length(photo.facts.seconds) if photo.facts.seconds and width >= _LEAST else ""


def _corner() -> QPointF:
    return QPointF(_INSET, _INSET)
