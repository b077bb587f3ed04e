"""The histogram over a picture, with the shares of it that are clipped."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from mmdesk.core.language import in_figures, tr, trc
from mmdesk.ui.culling.tones import BINS, Tones
from mmdesk.ui.parts.text_painter import LEFT, RIGHT

WIDTH, HEIGHT, MARGIN, PAD = 232.0, 96.0, 16.0, 10.0
CHANNELS = ("#e5484d", "#3fb950", "#3e8bff")
GROUND, WORDS, CHANNEL_ALPHA = (25, 25, 26, 215), "#d0d0d4", 120


def paint_tones(painter: QPainter, window: QRectF, tones: Tones) -> None:
    """Paint the histogram in the upper right corner of `window`; dark in every theme: light is added up."""
    line = painter.fontMetrics().height() * 1.2
    place = QRectF(window.right() - MARGIN - WIDTH, window.top() + MARGIN, WIDTH, HEIGHT + line + 2 * PAD)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*GROUND))
    painter.drawRoundedRect(place, 8, 8)
    room = place.adjusted(PAD, PAD, -PAD, -PAD)
    _paint_channels(painter, QRectF(room.left(), room.top(), room.width(), HEIGHT), tones)
    words = QRectF(room.left(), room.bottom() - line, room.width(), line)
    painter.setPen(QColor(WORDS))
    painter.drawText(words, LEFT, tr("Shadows {share_clipped}", share_clipped=share(tones.shadows)))
    painter.drawText(words, RIGHT, tr("Highlights {share_clipped}", share_clipped=share(tones.highlights)))


def share(part: float) -> str:
    """Share of the picture that is clipped, in words: "none", "<0.1 %", "2.4 %"."""
    if part == 0:
        return trc("share of a picture", "none")
    told = f"<{in_figures(0.001, '.1%')}" if part < 0.001 else in_figures(part, ".1%")
    return told.replace("%", " %")


def _paint_channels(painter: QPainter, room: QRectF, tones: Tones) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for heights, name in zip(tones.histogram, CHANNELS, strict=True):
        colour = QColor(name)
        colour.setAlpha(CHANNEL_ALPHA)
        painter.setBrush(colour)
        painter.drawPolygon(_outline(heights, room))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _outline(heights: NDArray[np.float64], room: QRectF) -> QPolygonF:
    across = room.left() + np.arange(BINS) / (BINS - 1) * room.width()
    top = room.bottom() - heights * room.height()
    points = [QPointF(x, y) for x, y in zip(across.tolist(), top.tolist(), strict=True)]
    return QPolygonF([room.bottomLeft(), *points, room.bottomRight()])
