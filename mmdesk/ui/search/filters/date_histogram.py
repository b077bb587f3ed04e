"""Photos by month as small bars, to choose a time by dragging over it."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.search_line.periods import Period
from mmdesk.ui.formatting import day_and_time
from mmdesk.ui.search.filters.month_scale import MONTHS_OF_YEAR, MonthScale

BARS, LABELS, MARGIN = 34, 18, 4
WIDEST_MONTH = 22.0
LEAST_LABEL_GAP = 10
Role = QPalette.ColorRole


class DateHistogram(QWidget):
    """A bar a month, years below; the months that are chosen stand out.

    Dragging chooses from one month until another, a click one month, a click on a year that year; the arrows
    move what is chosen by a month, with Shift its end. Delete chooses all.

    Signals:
        chosen(str): the time that photos are to be of, as a search line has it; empty for any.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = MonthScale()
        self._months = range(0)
        self._pressed: int | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def months(self) -> range:
        """Numbers of the months that are chosen, from January of the first year on; none for all."""
        return self._months

    def show_months(self, months: Mapping[str, int]) -> None:
        """Show numbers of photos by month."""
        self._scale = MonthScale.of(months)
        self.update()

    def show_period(self, period: Period | None) -> None:
        """Show what is chosen; None for any time."""
        self._months = self._scale.months_of(period) if period else range(0)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Height of the bars and the years below them."""
        return QSize(400, BARS + LABELS + 2 * MARGIN)

    # What is chosen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose."""
        month = self._month_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or month is None:
            return
        if event.position().y() > MARGIN + BARS:
            first = month - month % MONTHS_OF_YEAR
            self._choose(range(first, first + MONTHS_OF_YEAR))
        else:
            self._pressed, self._months = month, range(month, month + 1)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose up to the mouse, or say what is below it."""
        month = self._month_at(event.position(), is_near=self._pressed is not None)
        self._hovered = month
        if self._pressed is not None and month is not None:
            first, last = sorted((self._pressed, month))
            self._months = range(first, last + 1)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Choose what was dragged over."""
        if self._pressed is not None:
            self._pressed = None
            self._choose(self._months)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move what is chosen, or choose all."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._months:
            self._choose(range(0))
        elif step is not None and len(self._scale):
            self._step(step, longer=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _step(self, step: int, *, longer: bool) -> None:
        months = self._months or range(len(self._scale) - 1, len(self._scale))
        first = months.start if longer else months.start + step
        last = months.stop - 1 + step if self._months else months.start
        if 0 <= first <= last < len(self._scale):
            self._choose(range(first if self._months else last, last + 1))

    def _choose(self, months: range) -> None:
        self._months = months
        self.update()
        self.chosen.emit(self._scale.period(months.start, months.stop - 1) if months else "")

    # What is seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the years, the bars, and what the mouse is over."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._scale):
            self._paint_ground(painter)
            self._paint_bars(painter)
            self._paint_years(painter)
            self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(Role.Accent), 1.5))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint what is chosen as one light stretch, with an edge at either end."""
        painter.setPen(Qt.PenStyle.NoPen)
        if self._months:
            chosen = self._stretch(self._months)
            painter.setBrush(self.palette().color(Role.Highlight))
            painter.drawRoundedRect(chosen.adjusted(0, -2, 0, 2), 4, 4)

    def _paint_bars(self, painter: QPainter) -> None:
        most = math.sqrt(max(self._scale.counts, default=1) or 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for month, photos in enumerate(self._scale.counts):
            if photos:
                stretch = self._stretch(range(month, month + 1))
                high = max(2.0, (BARS - 4) * math.sqrt(photos) / most)
                bar = QRectF(stretch.left(), stretch.bottom() - high, stretch.width(), high)
                painter.fillRect(bar.adjusted(self._gap, 0, -self._gap, 0), self._colour(month))

    def _colour(self, month: int) -> QColor:
        is_out = bool(self._months) and month not in self._months
        role = Role.Text if month == self._hovered else Role.Midlight if is_out else Role.PlaceholderText
        return self.palette().color(Role.Text if month in self._months else role)

    def _paint_years(self, painter: QPainter) -> None:
        """Write the years at their Januaries, as many as there is room for, and a line below the bars."""
        painter.setPen(self.palette().color(Role.Mid))
        base = MARGIN + BARS + 0.5
        painter.drawLine(QPointF(MARGIN, base), QPointF(MARGIN + self._month_width * len(self._scale), base))
        painter.setFont(self._small_font())
        free, end = -1.0, self.width() - self._words_width(painter)
        for place, year in enumerate(self._scale.years):
            left = MARGIN + place * MONTHS_OF_YEAR * self._month_width
            width = painter.fontMetrics().horizontalAdvance(str(year))
            if left >= free and left + width <= end:
                painter.setPen(self.palette().color(Role.PlaceholderText))
                painter.drawText(
                    QRectF(left, base, width + 4, LABELS), Qt.AlignmentFlag.AlignVCenter, str(year)
                )
                free = left + width + LEAST_LABEL_GAP

    def _paint_words(self, painter: QPainter) -> None:
        """Say at the right what the mouse is over, or what is chosen."""
        words = self._words()
        if not words:
            return
        painter.setFont(self._small_font())
        width = self._words_width(painter)
        room = QRectF(self.width() - width - MARGIN, MARGIN + BARS + 1, width, LABELS)
        painter.setPen(self.palette().color(Role.Text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _words_width(self, painter: QPainter) -> int:
        words = self._words()
        return painter.fontMetrics().horizontalAdvance(words) + 12 if words else 0

    def _words(self) -> str:
        month = None if self._pressed is not None else self._hovered
        return self._said(self._months if month is None else range(month, month + 1))

    def _said(self, months: range) -> str:
        if not months:
            return ""
        photos = trn("{n:,} photo", "{n:,} photos", self._scale.photos(months))
        first, last = self._called(months.start), self._called(months.stop - 1)
        if len(months) == 1:
            return tr("{month}: {photos}", month=first, photos=photos)
        return tr("{first} to {last}: {photos}", first=first, last=last, photos=photos)

    def _called(self, month: int) -> str:
        return day_and_time(self._scale.named(month))

    def _describe(self) -> None:
        said = self._said(self._months)
        self.setAccessibleName(tr("Time. {months}", months=said) if said else tr("Time. Any"))
        self.setToolTip(tr("Drag to choose a time; press a year to choose it"))

    # Where it is

    @property
    def _month_width(self) -> float:
        return min(WIDEST_MONTH, (self.width() - 2 * MARGIN) / max(1, len(self._scale)))

    @property
    def _gap(self) -> float:
        """Room at either side of a bar; none where bars are too thin for it."""
        return min(1.0, self._month_width * 0.12)

    def _stretch(self, months: range) -> QRectF:
        width = self._month_width
        return QRectF(MARGIN + months.start * width, MARGIN, len(months) * width, BARS)

    def _month_at(self, point: QPointF, *, is_near: bool = False) -> int | None:
        """The month at a point; beyond the ends the last one, if `is_near` is enough."""
        month = int((point.x() - MARGIN) // self._month_width)
        if is_near:
            month = min(max(month, 0), len(self._scale) - 1)
        return month if 0 <= month < len(self._scale) else None

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing more of what the mouse was over."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint no ring."""
        super().focusOutEvent(event)
        self.update()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font
