"""A band drawn over the photos with the mouse: what it touches is selected."""

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from mmdesk.ui.grid.selection import Selection

_TICK_MS = 16
_EDGE = 28  # so near the upper or lower edge, in pixels, the grid begins to scroll
_SPEED = 0.6  # pixels in each tick for each pixel that the mouse is beyond that


class RubberBand(QObject):
    """A rectangle from where the mouse was pressed to where it is, in coordinates of the whole grid.

    Near an edge the grid scrolls, and the band grows with it.

    Signals:
        stretched(): the band is another now.
    """

    stretched = Signal()

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._start: QPoint | None = None
        self._mouse = QPoint()
        self._is_drawn = False
        self.before = self.beneath = Selection()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._scroll)
        area.verticalScrollBar().valueChanged.connect(self._follow)

    @property
    def is_held(self) -> bool:
        """Whether the mouse went down on empty room, and may yet draw."""
        return self._start is not None

    @property
    def is_drawn(self) -> bool:
        """Whether there is a band to be seen."""
        return self._is_drawn

    def hold(self, at: QPoint, before: Selection, beneath: Selection) -> None:
        """Begin at a point of the viewport where the mouse went down.

        `before` was selected until then; `beneath` stays selected whatever the band touches.
        """
        self._start, self._mouse = self._on_grid(at), at
        self.before, self.beneath = before, beneath

    def draw_to(self, at: QPoint) -> None:
        """Stretch to the point of the viewport where the mouse is."""
        if self._start is None:
            return
        self._mouse = at
        if not self._is_drawn:
            far = (self._on_grid(at) - self._start).manhattanLength()
            self._is_drawn = far >= QApplication.startDragDistance()
        if self._is_drawn:
            self._timer.start()
            self.stretched.emit()

    def release(self) -> None:
        """Drop the band."""
        self._start, self._is_drawn = None, False
        self._timer.stop()

    def rect(self) -> QRect:
        """Rectangle of the band, on the whole grid."""
        start = self._start or QPoint()
        return QRect(start, self._on_grid(self._mouse)).normalized()

    def paint(self, painter: QPainter, palette: QPalette) -> None:
        """Paint a faint pane with a thin edge."""
        if not self._is_drawn:
            return
        colour = QColor(palette.color(QPalette.ColorRole.Accent))
        painter.setPen(QPen(colour, 1))
        colour.setAlphaF(0.13)
        painter.setBrush(colour)
        painter.drawRect(self.rect().translated(0, -self._area.verticalScrollBar().value()))

    def _on_grid(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self._area.verticalScrollBar().value())

    def _scroll(self) -> None:
        above = _EDGE - self._mouse.y()
        below = self._mouse.y() - (self._area.viewport().height() - _EDGE)
        step = round(_SPEED * max(below, 0)) - round(_SPEED * max(above, 0))
        if step:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + step)

    def _follow(self) -> None:
        if self._is_drawn:
            self.stretched.emit()
