"""The picture as it comes into being, or two moments of it side by side."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

FRAME_MS = 67
"""Least time between two pictures: fifteen a second, whatever the painting yields."""

MARGIN = 24
HANDLE = 9.0


class LiveCanvas(QWidget):
    """Shows the newest picture, fitted; with another one to compare, a line to drag parts the two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._next: QImage | None = None
        self._other: QImage | None = None
        self._split_share = 0.5
        self._frame_timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame_timer.timeout.connect(self._show_next)
        self.setMinimumSize(160, 96)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def image(self) -> QImage | None:
        """Image shown, or about to be."""
        return self._next or self._image

    @property
    def is_comparing(self) -> bool:
        """Whether there are two pictures."""
        return self._other is not None

    def show_live(self, image: QImage) -> None:
        """Show `image` as soon as the last one has been seen for a moment."""
        self._next = image
        if not self._frame_timer.isActive():
            self._show_next()

    def show_image(self, image: QImage | None) -> None:
        """Show `image`, or nothing, at once."""
        self._next, self._image = None, image
        self.update()

    def compare_with(self, image: QImage | None) -> None:
        """Show `image` left of the dividing line, or leave off comparing."""
        self._other = image
        self.setCursor(Qt.CursorShape.SplitHCursor if image is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def split_at(self, share: float) -> None:
        """Move the dividing line: 0 is the left edge of the picture, 1 the right one."""
        self._split_share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        if self._image is None:
            return
        place = self._place(self._image)
        self._draw(painter, self._image, place)
        if self._other is not None:
            self._draw_compared(painter, self._other, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the dividing line."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the dividing line."""
        if self._other is not None and self._image is not None:
            place = self._place(self._image)
            self.split_at((event.position().x() - place.left()) / max(1.0, place.width()))

    def _show_next(self) -> None:
        if self._next is not None:
            self._image, self._next = self._next, None
            self.update()
            self._frame_timer.start()

    def _place(self, image: QImage) -> QRectF:
        """Rectangle of the picture: as large as fits, in the middle."""
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(room.width() / image.width(), room.height() / image.height())
        place = QRectF(0, 0, image.width() * scale, image.height() * scale)
        place.moveCenter(room.center())
        return place

    def _draw(self, painter: QPainter, image: QImage, place: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    def _draw_compared(self, painter: QPainter, other: QImage, place: QRectF) -> None:
        x = place.left() + place.width() * self._split_share
        painter.save()
        painter.setClipRect(QRectF(place.left(), place.top(), x - place.left(), place.height()))
        self._draw(painter, other, place)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(x, place.center().y()), HANDLE, HANDLE)
