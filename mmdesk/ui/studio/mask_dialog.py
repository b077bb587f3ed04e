"""Painting a mask with a brush over the start picture."""

import base64

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr
from mmdesk.core.painting.spec import Mask, MaskMode
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.room import resize_on_screen

MODES: dict[str, MaskMode] = {tr("Keep what is marked"): "freeze", tr("Paint anew what is marked"): "repaint"}
MARK = QColor(255, 255, 255, 150)
LONGEST = 512
"""A mask needs no more pixels: its edge is soft anyway."""

BRUSH = 48


class MaskCanvas(QWidget):
    """The picture, with a veil over what is marked. The left button marks, the right one wipes away."""

    def __init__(
        self, picture: QImage, parent: QWidget | None = None, *, marks: QImage | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        size = picture.size().scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio)
        self.marks = QImage(size, QImage.Format.Format_Grayscale8)
        self.marks.fill(0)
        self.has_marks = marks is not None
        if marks is not None:
            self.marks = marks.convertToFormat(QImage.Format.Format_Grayscale8).scaled(size)
        self.brush = BRUSH
        self._last: QPointF | None = None
        self.setMinimumSize(480, 360)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def clear(self) -> None:
        """Mark nothing."""
        self.has_marks = False
        self.marks.fill(0)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self._last = None
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the stroke on."""
        wipes = bool(event.buttons() & Qt.MouseButton.RightButton)
        self.has_marks = self.has_marks or not wipes
        place, scale = self._place(), self.marks.width() / max(1.0, self._place().width())
        point = (event.position() - place.topLeft()) * scale
        painter = QPainter(self.marks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = Qt.GlobalColor.black if wipes else Qt.GlobalColor.white
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, self.brush * scale, Qt.PenStyle.SolidLine, cap, join))
        painter.drawLine(self._last or point, point + QPointF(0.01, 0))
        painter.end()
        self._last = point
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and the veil."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place()
        painter.drawImage(place, self._picture)
        veil = QImage(self.marks.size(), QImage.Format.Format_ARGB32)
        veil.fill(MARK)
        veil.setAlphaChannel(self.marks)
        painter.setOpacity(MARK.alphaF())
        painter.drawImage(place, veil)

    def _place(self) -> QRectF:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place


class MaskDialog(QDialog):
    """A brush, its size, and what the marks mean. With a `mask`, its marks are there to be changed.

    Signals:
        made(Mask): the mask is done.
    """

    made = Signal(object)

    def __init__(self, picture: QImage, parent: QWidget | None = None, *, mask: Mask | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Mask"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.canvas = MaskCanvas(picture, self, marks=_marks_of(mask))
        self._mode = ComboBox(self)
        self._mode.addItems(list(MODES))
        if mask is not None:
            self._mode.setCurrentIndex(list(MODES.values()).index(mask.mode))
        brush = QSlider(Qt.Orientation.Horizontal, self)
        brush.setRange(8, 160)
        brush.setValue(BRUSH)
        brush.setFixedWidth(140)
        brush.valueChanged.connect(self._set_brush)
        wipe = QPushButton(tr("Mark nothing"), self)
        wipe.clicked.connect(self.canvas.clear)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        for widget in (self._mode, label(tr("Brush"), "muted", self), brush, wipe):
            tools.addWidget(widget)
        tools.addStretch(1)
        answers = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        answers.accepted.connect(self._hand_over)
        answers.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(tools)
        column.addWidget(self.canvas, 1)
        column.addWidget(label(tr("Left button marks, right button wipes away."), "small", self))
        column.addWidget(answers)
        resize_on_screen(self, 760, 640)

    def _set_brush(self, width: int) -> None:
        self.canvas.brush = width

    def _hand_over(self) -> None:
        if not self.canvas.has_marks:
            self.reject()
            return
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.canvas.marks.save(buffer, "PNG")  # type: ignore[call-overload]
        png = base64.b64encode(kept.data()).decode("ascii")
        self.made.emit(Mask(png=png, mode=MODES[self._mode.currentText()]))
        self.accept()


def _marks_of(mask: Mask | None) -> QImage | None:
    """Marks of a mask made here; one that is a file of its own is not changed but made anew."""
    if mask is None or not mask.png:
        return None
    marks = QImage.fromData(base64.b64decode(mask.png))
    return None if marks.isNull() else marks
