"""The steps of a painting that were kept, to go back and forth in."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.ui.parts.labels import label


class HistoryStrip(QWidget):
    """A slider over the kept steps; compared, the chosen step is seen beside the newest.

    Signals:
        chosen(int): the user looks at another step.
        compare_toggled(bool): two steps are to be seen, or one.
    """

    chosen = Signal(int)
    compare_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[int] = []
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setAccessibleName(tr("History"))
        self._far = label("", "muted", self)
        self._far.setMinimumWidth(110)
        self._compare = QPushButton(trc("button", "Compare"), self)
        self._compare.setCheckable(True)
        self._compare.setToolTip(tr("See the chosen step and the newest one side by side"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._slider, 1)
        row.addWidget(self._far)
        row.addWidget(self._compare)
        self._slider.valueChanged.connect(self._tell)
        self._compare.toggled.connect(self.compare_toggled)
        self.show_steps((), 0)

    @property
    def step(self) -> int | None:
        """Step the slider is at."""
        return self._steps[self._slider.value()] if self._steps else None

    @property
    def is_at_end(self) -> bool:
        """Whether it is at the newest step."""
        return not self._steps or self._slider.value() == len(self._steps) - 1

    @property
    def is_comparing(self) -> bool:
        """Whether two steps are to be seen."""
        return self._compare.isChecked()

    def show_steps(self, steps: Sequence[int], of: int) -> None:
        """Offer `steps` of a painting of `of` steps; who looked at the newest goes on doing so."""
        was_at_end, chosen = self.is_at_end, self.step
        self._steps = list(steps)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(0, len(self._steps) - 1))
            place = (
                self._steps.index(chosen)
                if chosen in self._steps and not was_at_end
                else len(self._steps) - 1
            )
            self._slider.setValue(max(0, place))
        self._slider.setEnabled(len(self._steps) > 1)
        self._compare.setEnabled(len(self._steps) > 1)
        self.tell_progress(self._steps[-1] if self._steps else 0, of)

    def go_to(self, step: int) -> None:
        """Go to one of the steps."""
        if step in self._steps:
            self._slider.setValue(self._steps.index(step))

    def tell_progress(self, step: int, of: int) -> None:
        """Say how far the painting is, unless an older step is looked at."""
        if self.is_at_end:
            self._far.setText(tr("Step {step} of {of}", step=step, of=of) if of else "")

    def _tell(self) -> None:
        if self.step is not None:
            self._far.setText(tr("Step {step}", step=self.step))
            self.chosen.emit(self.step)
