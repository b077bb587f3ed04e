"""A strip of small pictures: photos that show what is meant."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.core.photo import PhotoId
from mmdesk.ui.grid.loader import CellLoader
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

GAP = 6
CORNER = 4


class PhotoStrip(QWidget):
    """Square cuttings, as many as fit beside each other.

    Signals:
        pressed(PhotoId): a picture was.
    """

    pressed = Signal(object)

    def __init__(
        self, browse: BrowseWork, pictures: PictureWork, side: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._photos: Sequence[PhotoId] = ()
        self._loader = CellLoader(browse, pictures, self)
        self._loader.rows_arrived.connect(self.update)
        self._loader.thumbnails.arrived.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(side)

    def show_photos(self, photos: Sequence[PhotoId]) -> None:
        """Show these photos."""
        self._photos = photos
        self._loader.thumbnails.set_side(round(1.5 * self._side * self.devicePixelRatioF()))
        self._loader.load([int(photo) for photo in photos])
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Size with room for all."""
        count = max(1, len(self._photos))
        return QSize(count * (self._side + GAP) - GAP, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a square for each photo, filled when its picture is there."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, photo in enumerate(self._photos):
            place = self._place(number)
            if place.right() > self.width():
                return
            row = self._loader.photo(int(photo))
            self._paint(painter, place, None if row is None else self._loader.thumbnails.image(row))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say which picture was pressed."""
        point = event.position().toPoint()
        for number, photo in enumerate(self._photos):
            if self._place(number).contains(point) and event.button() == Qt.MouseButton.LeftButton:
                self.pressed.emit(photo)

    def _paint(self, painter: QPainter, place: QRect, image: QImage | None) -> None:
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(place), CORNER, CORNER)
        painter.setClipPath(outline)
        painter.fillRect(place, self.palette().color(QPalette.ColorRole.Midlight))
        if image is not None:
            painter.drawImage(QRectF(place), image, _middle(image))
        painter.restore()

    def _place(self, number: int) -> QRect:
        return QRect(QPoint(number * (self._side + GAP), 0), QSize(self._side, self._side))


def _middle(image: QImage) -> QRectF:
    """The largest square in the middle of a picture."""
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
