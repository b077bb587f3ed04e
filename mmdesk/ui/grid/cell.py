"""How one photo of the grid looks: a quiet card, the whole picture on it, name and marks in a footer."""

from dataclasses import dataclass
from enum import Flag, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette, QPen

from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, Pick
from mmdesk.ui import marks

_RADIUS = 5
_FOOTER_FROM = 104  # smaller cells have no room for words


class Look(Flag):
    """What sets a cell off from its neighbours."""

    PLAIN = 0
    CHOSEN = auto()
    CURRENT = auto()
    HOVERED = auto()
    FOCUSED = auto()


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """The parts of a cell for thumbnails of `size` device-independent pixels."""

    size: int
    line: int

    @property
    def footer(self) -> int:
        """The height of the line below the picture."""
        return self.line + 6 if self.size >= _FOOTER_FROM else 0

    @property
    def padding(self) -> int:
        """From the edge of the card to the picture."""
        return max(3, self.size // 32)

    @property
    def cell(self) -> QSize:
        """The whole card."""
        return QSize(self.size, self.size + self.footer)

    @property
    def box(self) -> QSize:
        """The square the picture is fitted into."""
        side = self.size - 2 * self.padding
        return QSize(side, side)

    def box_in(self, cell: QRect) -> QRect:
        """The picture's square in a cell."""
        return QRect(cell.x() + self.padding, cell.y() + self.padding, self.box.width(), self.box.height())

    def footer_in(self, cell: QRect) -> QRect:
        """The line of words in a cell."""
        top = cell.y() + self.size
        return QRect(cell.x() + self.padding + 3, top - 2, cell.width() - 2 * self.padding - 6, self.footer)


class CellPainter:
    """Paints cells with the colours of `palette`, sharp on a screen of `ratio` device pixels a pixel."""

    def __init__(self, measures: CellMeasures, palette: QPalette, font: QFont, ratio: float) -> None:
        self._measures = measures
        self._metrics = QFontMetrics(font)
        self._ratio = ratio
        self._text = palette.color(QPalette.ColorRole.Text)
        self._faint = palette.color(QPalette.ColorRole.PlaceholderText)
        self._accent = palette.color(QPalette.ColorRole.Highlight)
        ground = palette.color(QPalette.ColorRole.Base)
        self._card = mixed(ground, self._text, 0.055)
        self._hovered = mixed(ground, self._text, 0.10)
        self._chosen = mixed(ground, self._text, 0.19)
        self._empty = mixed(ground, self._text, 0.11)

    def paint(
        self, painter: QPainter, cell: QRect, photo: Photo | None, image: QImage | None, look: Look
    ) -> None:
        """One cell; without a `photo` only its card, without an `image` a grey place for it."""
        self._paint_card(painter, cell, look)
        if photo is None:
            return
        painter.setOpacity(0.35 if photo.pick is Pick.REJECTED else 1.0)
        if image is not None:
            self._paint_image(painter, self._measures.box_in(cell), photo, image)
        else:
            painter.fillRect(self._place(self._measures.box_in(cell), self._natural(photo)), self._empty)
        painter.setOpacity(1.0)
        if self._measures.footer:
            self._paint_footer(painter, self._measures.footer_in(cell), photo)

    def paint_missing(self, painter: QPainter, cell: QRect, photo: Photo, look: Look) -> None:
        """A photo that has no thumbnail: say so, and which it is."""
        self._paint_card(painter, cell, look)
        box = QRectF(self._measures.box_in(cell))
        side = box.width() * 0.22
        sign = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        marks.paint_broken(painter, sign, self._faint)
        if self._measures.footer:
            self._paint_footer(painter, self._measures.footer_in(cell), photo)

    def _paint_card(self, painter: QPainter, cell: QRect, look: Look) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(look))
        painter.drawRoundedRect(cell, _RADIUS, _RADIUS)
        if look & (Look.CHOSEN | Look.CURRENT):
            self._paint_ring(painter, cell, look)

    def _ground(self, look: Look) -> QColor:
        if look & Look.CHOSEN:
            return self._chosen
        return self._hovered if look & Look.HOVERED else self._card

    def _paint_ring(self, painter: QPainter, cell: QRect, look: Look) -> None:
        """Accent where the keyboard is, grey where it is not; thicker around the current photo."""
        width = 3.0 if look & Look.CURRENT else 1.5
        half = width / 2
        painter.setPen(QPen(self._accent if look & Look.FOCUSED else self._faint, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cell).adjusted(half, half, -half, -half), _RADIUS - 1, _RADIUS - 1)

    def _paint_image(self, painter: QPainter, box: QRect, photo: Photo, image: QImage) -> None:
        """Pixel for pixel where the image was made for this box, else smoothly scaled into it."""
        place = self._place(box, self._natural(photo))
        own = QSizeF(image.size()) / self._ratio
        if abs(own.width() - place.width()) * self._ratio <= 2 and own.width() <= box.width():
            place = self._centred(box, own)
        painter.drawImage(place, image, QRectF(image.rect()))

    def _natural(self, photo: Photo) -> QSizeF:
        """The photo's own size on this screen."""
        return QSizeF(max(photo.facts.width, 1), max(photo.facts.height, 1)) / self._ratio

    def _place(self, box: QRect, natural: QSizeF) -> QRectF:
        """Where a picture of `natural` size goes: shrunk into the box, never enlarged."""
        shrunk = natural
        if natural.width() > box.width() or natural.height() > box.height():
            shrunk = natural.scaled(QSizeF(box.size()), Qt.AspectRatioMode.KeepAspectRatio)
        return self._centred(box, shrunk)

    def _centred(self, box: QRect, size: QSizeF) -> QRectF:
        """In the middle of the box, moved to whole device pixels so that nothing blurs."""
        left = box.x() + (box.width() - size.width()) / 2
        top = box.y() + (box.height() - size.height()) / 2
        corner = QPointF(round(left * self._ratio) / self._ratio, round(top * self._ratio) / self._ratio)
        return QRectF(corner, size)

    def _paint_footer(self, painter: QPainter, line: QRect, photo: Photo) -> None:
        """Flag and name at the left, stars at the right; the stars stay whole, the name gives way."""
        size = self._metrics.ascent() * 0.82
        middle = line.y() + (line.height() - size) / 2
        stars = marks.stars_width(photo.rating, size)
        origin = QPointF(line.right() + 1 - stars, middle)
        marks.paint_stars(painter, origin, size, photo.rating, self._text)
        left = float(line.x())
        if photo.pick is not Pick.UNFLAGGED:
            marks.paint_pick(painter, QRectF(left, middle, size, size), photo.pick, self._text)
            left += size + 4
        self._paint_name(painter, QRectF(left, line.y(), origin.x() - left - 4, line.height()), photo)

    def _paint_name(self, painter: QPainter, rect: QRectF, photo: Photo) -> None:
        name = self._metrics.elidedText(
            display_name(photo.path), Qt.TextElideMode.ElideMiddle, int(rect.width())
        )
        painter.setPen(self._faint)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """`ground` with a `share` (0..1) of `ink` in it."""
    keep = 1.0 - share
    return QColor(
        round(ground.red() * keep + ink.red() * share),
        round(ground.green() * keep + ink.green() * share),
        round(ground.blue() * keep + ink.blue() * share),
    )
