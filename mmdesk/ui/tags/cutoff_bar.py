"""The cut-off: a handle on the distribution of the probabilities, and what can be done above and below it."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.responsive_row import ResponsiveRow

LEAST, MOST = 20, 99
"""Ends of the scale in per cent; below the least no label is worth a look."""

BARS = 40
HIGH = 28
LEAST_WIDTH = 240
HANDLE = 12
MANY = 5000
"""Number of photos that there is room for in the buttons."""


class CutoffBar(QWidget):
    """Tells how many photos are above the cut-off, and lets all of them be decided at once.

    Signals:
        moved(float): the cut-off is another probability.
        accept_requested(), reject_requested(): all open photos above, or below it.
    """

    moved = Signal(float)
    accept_requested = Signal()
    reject_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(LEAST, MOST)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(tr("Cut-off in per cent"))
        self.slider.setToolTip(tr("From this probability on, photos are suggested"))
        self._bars = _Distribution(self)
        self._told = label("", "muted", self)
        self._told.setMinimumWidth(self._told.fontMetrics().horizontalAdvance(_cutoff_words(MOST)) + 4)
        self.accept = QPushButton(self)
        self.reject = QPushButton(self)
        self.reject.setProperty("role", "quiet")
        self._keep_room()
        self._lay_out()
        self.slider.valueChanged.connect(self._tell_moved)
        self.accept.clicked.connect(self.accept_requested)
        self.reject.clicked.connect(self.reject_requested)
        self._tell()

    def _keep_room(self) -> None:
        """Keep room for thousands: a slider that changed its width while it is dragged would run away."""
        for button, longest in (
            (self.accept, _accept_words(MANY)),
            (self.reject, _reject_words(MANY)),
        ):
            button.setText(longest)
            button.ensurePolished()
            button.setMinimumWidth(button.sizeHint().width())
        self.forget_counts()

    @property
    def cutoff(self) -> float:
        """Probability the slider is at."""
        return self.slider.value() / 100

    def set_cutoff(self, cutoff: float) -> None:
        """Move the slider, without telling anybody."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * cutoff))
        self.slider.blockSignals(False)
        self._tell()

    def show_probabilities(self, probabilities: Sequence[float]) -> None:
        """Draw how the probabilities of the undecided photos are spread."""
        counts = [0] * BARS
        for probability in probabilities:
            place = int((100 * probability - LEAST) / (MOST + 1 - LEAST) * BARS)
            counts[min(max(place, 0), BARS - 1)] += 1
        self._bars.show_counts(counts)

    def tell_counts(self, above: int, below: int) -> None:
        """Tell how many undecided photos there are on either side."""
        self.accept.setText(_accept_words(above))
        self.accept.setEnabled(above > 0)
        self.reject.setText(_reject_words(below))
        self.reject.setEnabled(below > 0)

    def forget_counts(self) -> None:
        """Name no numbers, and decide nothing, until it is known how many photos there are."""
        for button, words in ((self.accept, tr("Accept all above")), (self.reject, tr("Reject all below"))):
            button.setText(words)
            button.setEnabled(False)

    def _tell_moved(self) -> None:
        self._tell()
        self.moved.emit(self.cutoff)

    def _tell(self) -> None:
        self._told.setText(_cutoff_words(self.slider.value()))
        self._bars.show_cutoff(self.slider.value())

    def _lay_out(self) -> None:
        line, words = QWidget(self), QWidget(self)
        line.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bars)
        column.addWidget(self.slider)
        row = QHBoxLayout(words)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._told, 1)
        row.addWidget(self.accept)
        row.addWidget(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ResponsiveRow(line, words, QMargins(16, 4, 16, 8), fills=True, parent=self))


class _Distribution(QWidget):
    """Bars over the slider; those above the cut-off are lit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: Sequence[int] = [0] * BARS
        self._cutoff = LEAST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Size for all bars."""
        return QSize(160, HIGH)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show as many photos in each bar."""
        self._counts = counts
        self.update()

    def show_cutoff(self, percent: int) -> None:
        """Light the bars from a per cent on."""
        self._cutoff = percent
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar at least as high as can be seen, wherever there is a photo at all."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        highest = max(self._counts) or 1
        step = (self.width() - HANDLE) / BARS
        for number, count in enumerate(self._counts):
            if not count:
                continue
            percent = LEAST + (number + 0.5) * (MOST + 1 - LEAST) / BARS
            lit = percent >= self._cutoff
            role = QPalette.ColorRole.PlaceholderText if lit else QPalette.ColorRole.Midlight
            painter.setBrush(self.palette().color(role))
            high = max(2.0, count / highest * (HIGH - 2))
            painter.drawRect(QRectF(HANDLE / 2 + number * step, HIGH - high, max(1.0, step - 1), high))


def _cutoff_words(percent: int) -> str:
    return tr("Cut-off  {percent}\N{NO-BREAK SPACE}%", percent=percent)


def _accept_words(above: int) -> str:
    return trn("Accept {n:,} photo above", "Accept {n:,} photos above", above)


def _reject_words(below: int) -> str:
    return trn("Reject {n:,} below", "Reject {n:,} below", below)
