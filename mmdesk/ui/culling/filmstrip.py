"""The filmstrip: the photos before and after the one that is looked at, with their marks."""

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.core.language import tr
from mmdesk.core.photo import Pick
from mmdesk.ui import marks
from mmdesk.ui.culling.culled_photos import BurstStack, CulledPhotos
from mmdesk.ui.grid.loader import CellLoader
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

CELL = QSize(108, 76)
LOADED = 101
"""Long side of the pictures: those of 4 : 3 then fill a cell."""

GAP, MARGIN, FOOT, FRAME = 6, 6, 18, 3
MARK = 11.0
REJECTED_OPACITY = 0.35
NOTCH = 120
"""Qt's angle for one notch of a mouse wheel."""


class Filmstrip(QWidget):
    """Shows photos side by side, the one that is looked at in the middle.

    Signals:
        chosen(int): a photo was pressed.
        stepped(int): the wheel was turned by so many photos.
    """

    chosen = Signal(int)
    stepped = Signal(int)

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._culled: CulledPhotos | None = None
        self._loader = CellLoader(browse, pictures, self)
        self._loader.rows_arrived.connect(self.update)
        self._loader.thumbnails.arrived.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Filmstrip"))

    def show_photos(self, culled: CulledPhotos | None) -> None:
        """Show what is culled by now; None for nothing."""
        self._culled = culled
        self._loader.thumbnails.set_side(round(LOADED * self.devicePixelRatioF()))
        if culled is None:
            self._loader.load(())
        else:
            near = sorted(self._in_sight(culled), key=lambda place: abs(place - culled.place))
            self._loader.load(culled.shown[near].tolist())
        self.update()

    def show_marks(self, photos: Collection[int]) -> None:
        """Paint these photos anew, and no others: they were marked."""
        if self._culled is not None:
            for place in self._in_sight(self._culled):
                if int(self._culled.shown[place]) in photos:
                    self.update(self._surroundings(self._culled, place))

    def sizeHint(self) -> QSize:
        """Height of a cell with its marks."""
        return QSize(6 * CELL.width(), 2 * MARGIN + CELL.height() + FOOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in sight."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))
            if self._culled is not None:
                painter.setRenderHints(
                    QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
                )
                for place in self._in_sight(self._culled):
                    if event.rect().intersects(self._surroundings(self._culled, place)):
                        self._paint_cell(painter, self._culled, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the photo that is pressed."""
        photo = self._photo_at(event.position())
        if photo is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(photo)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go on, or back, by the wheel."""
        by = -event.angleDelta().y() // NOTCH
        if by:
            self.stepped.emit(by)
        event.accept()

    def _in_sight(self, culled: CulledPhotos) -> range:
        reach = self.width() // (2 * (CELL.width() + GAP)) + 1
        return range(max(0, culled.place - reach), min(len(culled.shown), culled.place + reach + 1))

    def _cell(self, culled: CulledPhotos, place: int) -> QRectF:
        left = self.width() / 2 - CELL.width() / 2 + (place - culled.place) * (CELL.width() + GAP)
        return QRectF(QPointF(round(left), MARGIN), QSizeF(CELL))

    def _surroundings(self, culled: CulledPhotos, place: int) -> QRect:
        """Where a photo is painted, with its marks and its frame."""
        return self._cell(culled, place).adjusted(-FRAME, -FRAME, FRAME, FOOT + FRAME).toAlignedRect()

    def _photo_at(self, point: QPointF) -> int | None:
        if (culled := self._culled) is None:
            return None
        places = (place for place in self._in_sight(culled) if self._cell(culled, place).contains(point))
        place = next(places, None)
        return None if place is None else int(culled.shown[place])

    def _paint_cell(self, painter: QPainter, culled: CulledPhotos, place: int) -> None:
        photo, cell = int(culled.shown[place]), self._cell(culled, place)
        pick = culled.pick_of(photo)
        row = self._loader.photo(photo)
        image = None if row is None else self._loader.thumbnails.image(row)
        painter.setOpacity(REJECTED_OPACITY if pick is Pick.REJECTED else 1)
        self._paint_picture(painter, cell, image)
        painter.setOpacity(1)
        self._paint_marks(painter, cell, pick, culled.rating_of(photo))
        stack = culled.stack_of(photo)
        if stack is not None and stack.shots > 1:
            self._paint_stack(painter, cell, stack)
        if place == culled.place:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(-2, -2, 2, 2), 5, 5)

    def _paint_picture(self, painter: QPainter, cell: QRectF, image: QImage | None) -> None:
        """Paint a picture in the middle of its cell, as large as it was loaded where it fits."""
        painter.fillRect(cell, self.palette().color(QPalette.ColorRole.Base))
        if image is None:
            return
        size = QSizeF(image.size()) / self.devicePixelRatioF()
        if size.height() > cell.height():
            size.scale(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (
            round(room - own / 2)
            for room, own in ((cell.center().x(), size.width()), (cell.center().y(), size.height()))
        )
        painter.drawImage(QRectF(QPointF(left, top), size), image)

    def _paint_marks(self, painter: QPainter, cell: QRectF, pick: Pick, rating: int) -> None:
        """Flag and stars below the picture, in its middle."""
        ink = self.palette().color(QPalette.ColorRole.Text)
        flag = MARK + 5 if pick is not Pick.UNFLAGGED else 0.0
        left = cell.center().x() - (flag + marks.stars_width(rating, MARK)) / 2
        top = cell.bottom() + (FOOT - MARK) / 2 + 2
        marks.paint_pick(painter, QRectF(left, top, MARK, MARK), pick, ink)
        marks.paint_stars(painter, QPointF(left + flag, top), MARK, rating, ink)

    def _paint_stack(self, painter: QPainter, cell: QRectF, stack: BurstStack) -> None:
        """Number of shots in the corner of a closed burst; a line below the shots of an open one."""
        ink = self.palette().color(QPalette.ColorRole.Text)
        if stack.is_open:
            painter.fillRect(QRectF(cell.left() - GAP / 2, cell.bottom() + 1, cell.width() + GAP, 2), ink)
            return
        words = f"{stack.shots}"
        wide = painter.fontMetrics().horizontalAdvance(words) + 12
        badge = QRectF(cell.right() - wide - 3, cell.top() + 3, wide, painter.fontMetrics().height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for away, alpha in ((3, 120), (0, 230)):
            ground = QColor(self.palette().color(QPalette.ColorRole.Window))
            ground.setAlpha(alpha)
            painter.setBrush(ground)
            painter.drawRoundedRect(badge.translated(QPointF(-away, away)), 4, 4)
        painter.setPen(ink)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
