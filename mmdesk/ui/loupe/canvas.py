"""A picture to look into: zoom at the pointer, drag to pan, as sharp as the screen allows."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.loupe.viewport import Viewport

_NOTCH = 120.0  # Qt's angle for one notch of a mouse wheel, in eighths of a degree
_ZOOM_PER_NOTCH = 1.25


class PictureCanvas(QWidget):
    """Shows one picture: a thumbnail stretched to its place, until all of its pixels are there.

    Signals:
        viewport_changed(Viewport): the user zoomed or panned.
    """

    viewport_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport(QSizeF(), QSizeF())
        self._thumbnail: QImage | None = None
        self._pyramid: Pyramid | None = None
        self._dragged_from: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    def show_picture(self, size: QSizeF, thumbnail: QImage | None, pyramid: Pyramid | None) -> None:
        """Show a picture of `size` pixels by what there is of it; zoom and place are kept."""
        self._thumbnail, self._pyramid = thumbnail, pyramid
        self._viewport = self._viewport.moved_to(QSizeF(pyramid.size) if pyramid else size, self._window())
        self._update_view()

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is seen."""
        return self._viewport.scale is None

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing of the picture, not even its thumbnail."""
        return self._thumbnail is None and self._pyramid is None

    @property
    def viewport(self) -> Viewport:
        """The part of the picture that is seen."""
        return self._viewport

    def follow(self, viewport: Viewport) -> None:
        """See the part of this picture that `viewport` shows of another one; nobody is told."""
        self._viewport = self._viewport.in_step_with(viewport)
        self._update_view()

    @property
    def scale(self) -> float:
        """Device pixels per pixel of the picture: 1.0 is "100 %"."""
        return self._viewport.shown_scale

    def fit(self) -> None:
        """Show the whole picture."""
        self._set_viewport(self._viewport.zoomed(0.0, QPointF()))

    def toggle_full_size(self, at: QPointF | None = None) -> None:
        """Change between the whole picture and 100 %, around a point of the widget or the pointer."""
        if not self.is_fitted:
            self.fit()
        else:
            self._set_viewport(self._viewport.zoomed(1.0, self._device(at or self._pointer())))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor, around a point of the widget or the pointer."""
        self._set_viewport(self._viewport.zoomed(self.scale * factor, self._device(at or self._pointer())))

    def _set_viewport(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._update_view()
        self.viewport_changed.emit(viewport)

    def _update_view(self) -> None:
        can_pan = not self.is_fitted
        shape = Qt.CursorShape.OpenHandCursor if can_pan else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.ClosedHandCursor if self._dragged_from and can_pan else shape)
        self.update()

    def _window(self) -> QSizeF:
        return QSizeF(self.size()) * self.devicePixelRatioF()

    def _device(self, point: QPointF) -> QPointF:
        return point * self.devicePixelRatioF()

    def _pointer(self) -> QPointF:
        """The pointer where it is over the picture, else the middle."""
        point = QPointF(self.mapFromGlobal(self.cursor().pos()))
        return point if self.underMouse() else QPointF(self.width() / 2, self.height() / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the part of the picture that is seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        self._paint_picture(painter)
        self.paint_over(painter)
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what subclasses have to say on top."""

    def paint_layer(self, painter: QPainter, layer: QImage) -> None:
        """Lay a picture of any size over the whole picture, wherever that is by now."""
        target, part = self._seen()
        across = layer.width() / max(self._viewport.picture.width(), 1)
        down = layer.height() / max(self._viewport.picture.height(), 1)
        source = QRectF(part.left() * across, part.top() * down, part.width() * across, part.height() * down)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, layer, source)

    def place_of(self, across: float, down: float) -> QPointF:
        """The point of the widget where a point of the picture is by now, given in shares of it."""
        whole = self._viewport.picture_rect
        point = whole.topLeft() + QPointF(across * whole.width(), down * whole.height())
        return point / self.devicePixelRatioF()

    def _seen(self) -> tuple[QRectF, QRectF]:
        """Where the part that is seen stands in the widget, and where in the picture it is, in pixels."""
        ratio, place = self.devicePixelRatioF(), self._viewport.picture_rect
        seen = place & QRectF(QPointF(0, 0), self._window())
        target = QRectF(seen.topLeft() / ratio, seen.size() / ratio)
        return target, QRectF((seen.topLeft() - place.topLeft()) / self.scale, seen.size() / self.scale)

    def _paint_picture(self, painter: QPainter) -> None:
        target, part = self._seen()
        if target.isEmpty():
            return
        if self._pyramid is not None:
            self._pyramid.paint(painter, target, part, self.devicePixelRatioF())
        elif self._thumbnail is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shrink = self._thumbnail.width() / max(self._viewport.picture.width(), 1)
            painter.drawImage(target, self._thumbnail, QRectF(part.topLeft() * shrink, part.size() * shrink))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the same part in another window."""
        super().resizeEvent(event)
        self._viewport = self._viewport.moved_to(self._viewport.picture, self._window())
        self._update_view()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self.zoom(_ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by two fingers on a touch pad, too."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self._update_view()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        if self._dragged_from is not None:
            by = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self._set_viewport(self._viewport.panned(self._device(by)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        del event
        self._dragged_from = None
        self._update_view()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change to 100 % at the pointer, and back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle_full_size(event.position())
