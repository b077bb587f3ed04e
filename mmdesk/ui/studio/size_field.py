"""Width and height, and the shape they make."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.number_field import IntField

STEP = 16
"""Sizes that are multiples of this suit every engine."""

NARROWEST = 80
"""Width of a side's field in pixels, at least."""

SMALLEST, LARGEST = 32, 2048

SHAPES = {
    trc("shape of a picture", "Square"): 1.0,
    tr("Wide 3:2"): 1.5,
    tr("Tall 2:3"): 1 / 1.5,
    tr("Wide 16:9"): 16 / 9,
    tr("Tall 9:16"): 9 / 16,
}
FREE = tr("Any shape")


class SizeField(QWidget):
    """Two sides and a shape; choosing a shape keeps the area, changing a side keeps the shape.

    Signals:
        changed(): another size.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = ComboBox(self)
        self._shape.addItems([*SHAPES, FREE])
        self._shape.setAccessibleName(tr("Shape"))
        self._width, self._height = self._side(tr("Width")), self._side(tr("Height"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._shape, 0, 0, 1, 3)
        grid.addWidget(self._width, 1, 0)
        grid.addWidget(label("×", "muted", self), 1, 1)
        grid.addWidget(self._height, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self._shape.activated.connect(self._take_shape)
        self._width.valueChanged.connect(self._follow_width)
        self._height.valueChanged.connect(self._follow_height)
        self.set_size(256, 256)

    @property
    def value(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._width.value(), self._height.value()

    def set_size(self, width: int, height: int) -> None:
        """Show a size, and the shape it has."""
        with QSignalBlocker(self._width), QSignalBlocker(self._height), QSignalBlocker(self._shape):
            self._width.setValue(width)
            self._height.setValue(height)
            self._shape.setCurrentText(_shape_of(width, height))

    def _side(self, name: str) -> IntField:
        box = IntField(self)
        box.setRange(SMALLEST, LARGEST)
        box.setSingleStep(STEP)
        box.setSuffix(" px")
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)
        box.setMinimumWidth(NARROWEST)  # else it asks for the room that buttons would take, which it has not
        return box

    def _take_shape(self) -> None:
        ratio = SHAPES.get(self._shape.currentText())
        if ratio is not None:
            area = self._width.value() * self._height.value()
            height = _rounded((area / ratio) ** 0.5)
            self._set_both(_rounded(height * ratio), height)
        self.changed.emit()

    def _follow_width(self, width: int) -> None:
        ratio = SHAPES.get(self._shape.currentText())
        if ratio is not None:
            self._set_both(width, _rounded(width / ratio))
        self.changed.emit()

    def _follow_height(self, height: int) -> None:
        ratio = SHAPES.get(self._shape.currentText())
        if ratio is not None:
            self._set_both(_rounded(height * ratio), height)
        self.changed.emit()

    def _set_both(self, width: int, height: int) -> None:
        with QSignalBlocker(self._width), QSignalBlocker(self._height):
            self._width.setValue(width)
            self._height.setValue(height)


def _rounded(side: float) -> int:
    return max(SMALLEST, min(LARGEST, round(side / STEP) * STEP))


def _shape_of(width: int, height: int) -> str:
    """Name of the shape that comes nearest, where one comes near at all."""
    near = [name for name, ratio in SHAPES.items() if abs(width - _rounded(height * ratio)) < STEP]
    return near[0] if near else FREE
