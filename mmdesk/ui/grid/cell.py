"""One photo of the grid, painted: a quiet card, the whole picture on it, name and marks in a footer."""

from dataclasses import dataclass
from enum import Flag, auto
from math import floor

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette, QPen, QPixmap

from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, Pick
from mmdesk.ui import marks
from mmdesk.ui.grid.film_badges import FilmBadges
from mmdesk.ui.theme.icons import icon

_RADIUS = 5
_FOOTER_FROM = 104  # smaller cells have no room for words
_REJECTED_OPACITY = 0.35
_MARK_ALPHA = 190  # of 255: the picture shines through a little


class CellStyle(Flag):
    """Marks that set a cell off from its neighbours."""

    PLAIN = 0
    SELECTED = auto()
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
        """Distance from the edge of the card to the picture."""
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
    """Paints cells with the colours of `palette`, sharp on a screen of `ratio` device pixels a pixel.

    Cards, stars and flags are painted once and then copied: a page of small cells
    must not take longer than a frame.
    """

    def __init__(self, measures: CellMeasures, palette: QPalette, font: QFont, ratio: float) -> None:
        self._measures = measures
        self._metrics = QFontMetrics(font)
        self._ratio = ratio
        self._text = palette.color(QPalette.ColorRole.Text)
        self._faint = palette.color(QPalette.ColorRole.PlaceholderText)
        self._accent = palette.color(QPalette.ColorRole.Accent)
        self._edge = palette.color(QPalette.ColorRole.Dark)
        self._ground = palette.color(QPalette.ColorRole.Base)
        self._raised = palette.color(QPalette.ColorRole.AlternateBase)
        self._empty = mixed(self._ground, self._text, 0.11)
        self._mark = self._metrics.ascent() * 0.82
        self._cards: dict[CellStyle, QPixmap] = {}
        self._stars = [self._made_stars(count) for count in range(marks.STARS + 1)]
        self._flags = {pick: self._made_flag(pick) for pick in Pick}
        self._links = self._made_links()
        self._badges = FilmBadges(palette, font, self._canvas)
        self._palette = palette
        self._away: dict[str, QPixmap] = {}

    def paint(
        self, painter: QPainter, cell: QRect, photo: Photo | None, image: QImage | None, style: CellStyle
    ) -> None:
        """Paint one cell; without a `photo` only its card, without an `image` a grey place for it."""
        self._paint_card(painter, cell, style)
        if photo is None:
            return
        box = self._measures.box_in(cell)
        painter.setOpacity(_REJECTED_OPACITY if photo.pick is Pick.REJECTED else 1.0)
        if image is not None:
            self._paint_image(painter, box, photo, image)
        else:
            painter.fillRect(self._place(box, self._natural(photo)), self._empty)
        painter.setOpacity(1.0)
        if photo.is_film or photo.is_live:
            self._badges.paint(painter, self._place(box, self._natural(photo)), photo)
        self._paint_footer(painter, self._measures.footer_in(cell), photo, style)

    def paint_missing(self, painter: QPainter, cell: QRect, photo: Photo, style: CellStyle) -> None:
        """Paint the cell of a photo that has no thumbnail: say so, and which it is."""
        self._paint_card(painter, cell, style)
        box = QRectF(self._measures.box_in(cell))
        side = box.width() * 0.22
        sign = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        marks.paint_broken(painter, sign, self._faint)
        self._paint_footer(painter, self._measures.footer_in(cell), photo, style)

    def paint_away(self, painter: QPainter, cell: QRect, sign: str) -> None:
        """Paint a mark in the upper right corner: the photo itself is not there, only its thumbnail is."""
        mark = self._away.get(sign)
        if mark is None:
            mark = self._away[sign] = self._made_away(sign)
        box = self._measures.box_in(cell)
        left = box.right() - mark.deviceIndependentSize().width() - 2
        painter.drawPixmap(QPointF(left, box.top() + 3), mark)

    # The card

    def _paint_card(self, painter: QPainter, cell: QRect, style: CellStyle) -> None:
        card = self._cards.get(style)
        if card is None:
            card = self._cards[style] = self._made_card(style)
        painter.drawPixmap(cell.topLeft(), card)

    def _made_card(self, style: CellStyle) -> QPixmap:
        """A card with its ring, opaque, for copying is then quickest."""
        card = self._canvas(QSizeF(self._measures.cell), self._ground)
        area = QRectF(QPointF(0, 0), QSizeF(self._measures.cell))
        with QPainter(card) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._card_colour(style))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
            if style & (CellStyle.SELECTED | CellStyle.CURRENT):
                self._paint_ring(painter, area, style)
        return card

    def _card_colour(self, style: CellStyle) -> QColor:
        if style & CellStyle.SELECTED:
            return mixed(self._ground, self._text, 0.19)
        return self._raised if style & CellStyle.HOVERED else mixed(self._ground, self._raised, 0.5)

    def _paint_ring(self, painter: QPainter, area: QRectF, style: CellStyle) -> None:
        """Paint a ring in the accent where the focus is, else in grey; thicker around the current photo."""
        width = 3.0 if style & CellStyle.CURRENT else 1.5
        half = width / 2
        painter.setPen(QPen(self._accent if style & CellStyle.FOCUSED else self._edge, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(half, half, -half, -half), _RADIUS - 1, _RADIUS - 1)

    def _canvas(self, size: QSizeF, ground: QColor | Qt.GlobalColor) -> QPixmap:
        canvas = QPixmap((size * self._ratio).toSize().expandedTo(QSize(1, 1)))
        canvas.setDevicePixelRatio(self._ratio)
        canvas.fill(ground)
        return canvas

    # The picture

    def _paint_image(self, painter: QPainter, box: QRect, photo: Photo, image: QImage) -> None:
        """Paint pixel for pixel where the image was made for this box, else smoothly scaled into it."""
        place = self._place(box, self._natural(photo))
        image.setDevicePixelRatio(self._ratio)
        own = image.deviceIndependentSize()
        if abs(own.width() - place.width()) * self._ratio <= 2 and own.width() <= box.width():
            painter.drawImage(self._centred(box, own).topLeft(), image)
        else:
            painter.drawImage(place, image, QRectF(image.rect()))

    def _natural(self, photo: Photo) -> QSizeF:
        """The photo's own size on this screen."""
        return QSizeF(max(photo.facts.width, 1), max(photo.facts.height, 1)) / self._ratio

    def _place(self, box: QRect, natural: QSizeF) -> QRectF:
        """The place of a picture of `natural` size: shrunk into the box, never enlarged."""
        shrunk = natural
        if natural.width() > box.width() or natural.height() > box.height():
            shrunk = natural.scaled(QSizeF(box.size()), Qt.AspectRatioMode.KeepAspectRatio)
        return self._centred(box, shrunk)

    def _centred(self, box: QRect, size: QSizeF) -> QRectF:
        """The middle of the box, moved to whole device pixels so that nothing blurs.

        Downwards, not to the nearest: halves would go to even pixels, and dance while scrolling.
        """
        left = box.x() + (box.width() - size.width()) / 2
        top = box.y() + (box.height() - size.height()) / 2
        corner = QPointF(floor(left * self._ratio), floor(top * self._ratio)) / self._ratio
        return QRectF(corner, size)

    # The footer

    def _paint_footer(self, painter: QPainter, line: QRect, photo: Photo, style: CellStyle) -> None:
        """Paint flag, links and name at the left, stars at the right; stars stay whole, names give way."""
        if not line.height():
            return
        middle = line.y() + (line.height() - self._mark) / 2
        right = line.right() + 1 - marks.stars_width(photo.rating, self._mark)
        painter.drawPixmap(QPointF(right, middle), self._stars[photo.rating])
        left = float(line.x())
        if photo.pick is not Pick.UNFLAGGED:
            painter.drawPixmap(QPointF(left, middle), self._flags[photo.pick])
            left += self._mark + 4
        if photo.other_names:
            painter.drawPixmap(QPointF(left, middle), self._links)
            left += self._mark + 4
        painter.setPen(self._text if style & CellStyle.SELECTED else self._faint)
        self._paint_name(painter, QPointF(left, line.center().y()), right - left - 6, photo)

    def _paint_name(self, painter: QPainter, start: QPointF, width: float, photo: Photo) -> None:
        """Write the file's name around the height of `start`, cut in the middle: endings tell."""
        name = self._metrics.elidedText(display_name(photo.path), Qt.TextElideMode.ElideMiddle, int(width))
        baseline = start.y() + (self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(start.x(), baseline), name)

    def _made_stars(self, count: int) -> QPixmap:
        size = QSizeF(marks.stars_width(count, self._mark) + 1, self._mark + 1)
        canvas = self._canvas(size, Qt.GlobalColor.transparent)
        with QPainter(canvas) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marks.paint_stars(painter, QPointF(0, 0), self._mark, count, self._text)
        return canvas

    def _made_away(self, sign: str) -> QPixmap:
        """An icon on a round ground, readable on any picture."""
        side = self._mark * 1.9
        canvas = self._canvas(QSizeF(side, side), Qt.GlobalColor.transparent)
        ground = QColor(self._ground)
        ground.setAlpha(_MARK_ALPHA)
        inner = round(side * 0.62)
        with QPainter(canvas) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawEllipse(QRectF(0, 0, side, side))
            start = round((side - inner) / 2)
            icon(sign, self._palette, QPalette.ColorRole.Text).paint(
                painter, QRect(start, start, inner, inner)
            )
        return canvas

    def _made_links(self) -> QPixmap:
        canvas = self._canvas(QSizeF(self._mark + 2, self._mark + 2), Qt.GlobalColor.transparent)
        with QPainter(canvas) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marks.paint_links(painter, QRectF(1, 1, self._mark - 1, self._mark - 1), self._text)
        return canvas

    def _made_flag(self, pick: Pick) -> QPixmap:
        canvas = self._canvas(QSizeF(self._mark + 2, self._mark + 2), Qt.GlobalColor.transparent)
        with QPainter(canvas) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marks.paint_pick(painter, QRectF(1, 1, self._mark - 1, self._mark - 1), pick, self._text)
        return canvas


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """`ground` with a `share` (0..1) of `ink` in it."""
    keep = 1.0 - share
    return QColor(
        round(ground.red() * keep + ink.red() * share),
        round(ground.green() * keep + ink.green() * share),
        round(ground.blue() * keep + ink.blue() * share),
    )
