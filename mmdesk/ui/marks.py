"""The small drawn marks of a photo: rating stars, the pick flag, the reject cross, two links of a chain for a
file of several names, a broken picture, the signs of films and live photos.

Drawn as paths, so that they are sharp at any pixel ratio and take the colour of the text.
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from mmdesk.core.photo import Pick

STARS = 5
_INNER = 0.45  # radius of a star's dents, in parts of its points'


def star_path(rect: QRectF) -> QPainterPath:
    """A five-pointed star filling `rect`."""
    path = QPainterPath()
    for corner in range(2 * STARS):
        reach = 0.5 if corner % 2 == 0 else 0.5 * _INNER
        angle = math.pi * corner / STARS - math.pi / 2
        x = rect.center().x() + reach * rect.width() * math.cos(angle)
        y = rect.center().y() + reach * rect.height() * math.sin(angle)
        path.lineTo(x, y) if corner else path.moveTo(x, y)
    path.closeSubpath()
    return path


def star_rect(index: int, origin: QPointF, size: float) -> QRectF:
    """Rectangle of star number `index` (from 0) in a line of stars that starts at `origin`."""
    return QRectF(origin.x() + index * size * 1.15, origin.y(), size, size)


def stars_width(count: int, size: float) -> float:
    """Width of a line of stars."""
    return size * (1.15 * count - 0.15) if count else 0.0


def paint_stars(painter: QPainter, origin: QPointF, size: float, count: int, colour: QColor) -> None:
    """Paint `count` filled stars from `origin` on, to the right."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for index in range(count):
        painter.drawPath(star_path(star_rect(index, origin, size)))


def paint_pick(painter: QPainter, rect: QRectF, pick: Pick, colour: QColor) -> None:
    """Paint a flag for a pick, a cross for a reject, nothing for neither."""
    if pick is Pick.PICKED:
        _paint_flag(painter, rect, colour)
    elif pick is Pick.REJECTED:
        _paint_cross(painter, rect, colour)


def paint_links(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint two links of a chain: the file has other names, too."""
    width, height = rect.width() * 0.6, rect.height() * 0.42
    painter.setPen(_pen(colour, rect.width() / 9))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for left in (rect.left(), rect.right() - width):
        link = QRectF(left, rect.center().y() - height / 2, width, height)
        painter.drawRoundedRect(link, height / 2, height / 2)


def paint_broken(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint a picture frame struck through: there should be a picture here."""
    stroke = _pen(colour, rect.width() / 14)
    frame = rect.adjusted(0, rect.height() * 0.12, 0, -rect.height() * 0.12)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, rect.width() / 10, rect.width() / 10)
    painter.drawLine(frame.bottomLeft(), frame.topRight())


def paint_play(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint a triangle that points to the right: this is a film."""
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.right(), rect.center().y())
    path.lineTo(rect.bottomLeft())
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)


def paint_live(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint a dot within two rings: a live photo."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for share in (1.0, 0.6):
        painter.setPen(_pen(colour, rect.width() / 11))
        painter.drawEllipse(rect.center(), share * rect.width() / 2, share * rect.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(rect.center(), rect.width() / 8, rect.height() / 8)


def _paint_flag(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    mast = rect.left() + rect.width() * 0.22
    painter.setPen(_pen(colour, rect.width() / 8))
    painter.drawLine(QPointF(mast, rect.top()), QPointF(mast, rect.bottom()))
    cloth = QRectF(mast, rect.top(), rect.width() * 0.7, rect.height() * 0.55)
    painter.fillRect(cloth, QBrush(colour))


def _paint_cross(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    inset = rect.width() * 0.15
    arms = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(_pen(colour, rect.width() / 6))
    painter.drawLine(arms.topLeft(), arms.bottomRight())
    painter.drawLine(arms.bottomLeft(), arms.topRight())


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
