"""The bar beside the photos that shows when they were taken, and leads to any of those times."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.timeline import Timeline
from mmdesk.ui.formatting import day_month_or_year
from mmdesk.ui.grid.cell import mixed
from mmdesk.ui.grid.time_scale import MonthRange, TimeScale

WIDTH = 64
_MARGIN = 10  # above and below the line
_BIN, _BAR = 3, 2  # a bar for so many pixels, and its thickness
_LONGEST_BAR = 24.0
_LABEL_ROOM = 22
_LONGEST_MONTH = 14.0
_LEAST_MONTHS = 3
_LEAST_MARK = 5.0


class Scrubber(QWidget):
    """Bars say how many photos there are of a time; a mark, which of them are visible.

    Painted once, then copied: no photo is ever looked at.

    Signals:
        jump_requested(int): the photo at this position is to be the first visible one.
    """

    jump_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale: TimeScale | None = None
        self._seen = range(0)
        self._pointer: int | None = None
        self._picture: QPixmap | None = None
        self._bubble = _Bubble(parent)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Timeline"))
        self.hide()

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show these photos; nothing without a timeline, or for a month or two."""
        scale = None if timeline is None else TimeScale(timeline)
        self._scale = scale if scale is not None and len(scale) >= _LEAST_MONTHS else None
        self._picture = None
        self._bubble.hide()
        self.setVisible(self._scale is not None)
        self.update()

    def mark(self, seen: range) -> None:
        """Mark the positions of the visible photos."""
        if self._scale is None or not seen:
            return
        self._seen = seen
        self.setAccessibleDescription(_described(self._scale.stretch(self._scale.number_of(seen.start))))
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars and years, the mark over them, and a line where the mouse is."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scale is not None:
            self._picture = self._picture or self._painted(self._scale)
            painter.drawPixmap(0, 0, self._picture)
            self._paint_mark(painter, self._scale)
            self._paint_pointer(painter)
            self._paint_ring(painter)
        painter.end()

    def _painted(self, scale: TimeScale) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap((self.size() * ratio).expandedTo(QSize(1, 1)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.palette().color(QPalette.ColorRole.Base))
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bars(painter, scale)
            self._paint_years(painter, scale)
        return picture

    def _paint_bars(self, painter: QPainter, scale: TimeScale) -> None:
        """Paint the square root of the number: a month of a single photo is seen beside one of thousands."""
        colours = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            mixed(colours.color(QPalette.ColorRole.Base), colours.color(QPalette.ColorRole.Text), 0.34)
        )
        bins = max(1, round(self._line_length() / _BIN))
        for number, density in enumerate(scale.densities(bins).tolist()):
            if density > 0:
                length = max(2.0, _LONGEST_BAR * density**0.5)
                top = _MARGIN + number * self._line_length() / bins
                painter.drawRoundedRect(QRectF(WIDTH - 4 - length, top, length, _BAR), 1, 1)

    def _paint_years(self, painter: QPainter, scale: TimeScale) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        high = painter.fontMetrics().height()
        for place, year in scale.years(_LABEL_ROOM / self._line_length()):
            line = QRectF(2, self._height_of(place) - 2, WIDTH - 4, high)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, year)

    def _paint_mark(self, painter: QPainter, scale: TimeScale) -> None:
        if not self._seen:
            return
        top, bottom = (self._height_of(scale.place_of(at)) for at in (self._seen.start, self._seen.stop))
        bottom = max(bottom, top + _LEAST_MARK)
        colour = QColor(self.palette().color(QPalette.ColorRole.Accent))
        painter.setPen(QPen(colour, 1.0))
        colour.setAlphaF(0.2)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(WIDTH - 34.5, top - 1.5, 32, bottom - top + 2), 3, 3)

    def _paint_pointer(self, painter: QPainter) -> None:
        if self._pointer is not None:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1))
            painter.drawLine(QPointF(WIDTH - 34, self._pointer + 0.5), QPointF(WIDTH, self._pointer + 0.5))

    def _paint_ring(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _line_length(self) -> float:
        """Length of the line in pixels: all the room, unless a month would become a block."""
        months = 1.0 if self._scale is None else self._scale.months
        return max(1.0, min(self.height() - 2.0 * _MARGIN, months * _LONGEST_MONTH))

    def _height_of(self, place: float) -> float:
        return _MARGIN + place * self._line_length()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._point_at(event.position().toPoint().y())
            self._jump()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which time it is; go along while the button is held."""
        self._point_at(event.position().toPoint().y())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._jump()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point nowhere."""
        super().leaveEvent(event)
        self._pointer = None
        self._bubble.hide()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the photos."""
        event.ignore()

    def _point_at(self, height: int) -> None:
        if self._scale is None:
            return
        self._pointer = min(max(height, 0), self.height() - 1)
        stretch = self._scale.stretch(self._scale.number_of(self._scale.position_at(self._place(height))))
        self._bubble.say(_described(stretch), self.mapToParent(QPoint(0, self._pointer)))
        self.update()

    def _jump(self) -> None:
        if self._scale is not None and self._pointer is not None:
            self.jump_requested.emit(self._scale.position_at(self._place(self._pointer)))

    def _place(self, height: int) -> float:
        return min(max((height - _MARGIN) / self._line_length(), 0.0), 1.0)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Jump a month further, a year, or to an end."""
        target = self._target(Qt.Key(event.key()))
        if self._scale is None or target is None:
            event.ignore()
            return
        number = min(max(target, 0), len(self._scale) - 1)
        self.jump_requested.emit(self._scale.stretch(number).first)

    def _target(self, key: Qt.Key) -> int | None:
        """The number of the month a key leads to."""
        if self._scale is None:
            return None
        now = self._scale.number_of(self._seen.start)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 12, Qt.Key.Key_PageUp: -12}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._scale) - 1}
        return now + steps[key] if key in steps else ends.get(key)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint a longer or shorter line."""
        super().resizeEvent(event)
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew for another theme or font."""
        super().changeEvent(event)
        self._picture = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint a stronger mark."""
        super().focusInEvent(event)
        self.update()


class _Bubble(QFrame):
    """A time and how many photos are of it, beside the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._words)
        self.hide()

    @property
    def words(self) -> str:
        """Text shown; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, at: QPoint) -> None:
        """Show `words` with the right end at a point of the parent, as far as there is room."""
        self._words.setText(words)
        self.adjustSize()
        lowest = self._parent.height() - self.height() - 4
        self.move(at.x() - self.width() - 6, min(max(at.y() - self.height() // 2, 4), lowest))
        self.show()
        self.raise_()


def _described(stretch: MonthRange) -> str:
    title = day_month_or_year(stretch.month, stretch.part)
    photos = trn("{n:,} photo", "{n:,} photos", stretch.count)
    return f"{title}  ·  {photos}"
