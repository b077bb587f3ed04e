"""Curves of the losses: how near each part of the prompt has come, step by step."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import in_figures, tr, trc

HEIGHT = 96
NAMES_WIDTH = 170
PADDING = 12
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
"""Pictures are the only colour here, so lines differ in their strokes."""

SUM = "total"

TITLES = {
    SUM: trc("loss", "total"),
    "smoothness": trc("loss", "smoothness"),
    "saturation": trc("loss", "saturation"),
    "colours": trc("loss", "colours"),
    "palette": trc("loss", "palette"),
    "symmetry": trc("loss", "symmetry"),
    "edges": trc("loss", "edges"),
    "hold": trc("loss", "hold"),
}
"""What losses are called here that no part of the prompt has."""


class LossCurve(QWidget):
    """One line for each part of the prompt, its name at the right beside its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = 1
        self._points: dict[str, list[tuple[int, float]]] = {}
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Losses"))

    @property
    def names(self) -> list[str]:
        """The parts that have a line."""
        return list(self._points)

    def begin(self, steps: int, losses: Sequence[tuple[int, Mapping[str, float]]] = ()) -> None:
        """Start anew, for a painting of `steps`, with what is known of it."""
        self._steps, self._points = max(1, steps), {}
        for step, values in losses:
            self._note(step, values)
        self.update()

    def add(self, step: int, losses: Mapping[str, float]) -> None:
        """Add the losses of one step."""
        self._note(step, losses)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines within their common range."""
        values = [loss for line in self._points.values() for _, loss in line]
        if not values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(values), max(values)
        room = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING - NAMES_WIDTH, -PADDING)
        for number, (name, line) in enumerate(self._points.items()):
            colour = self.palette().color(QPalette.ColorRole.Text)
            painter.setPen(QPen(colour, 1.5, STYLES[number % len(STYLES)]))
            painter.drawPolyline(self._polygon(line, room, low, max(high - low, 1e-6)))
            self._draw_name(painter, number, name, line[-1][1], room)

    def _note(self, step: int, losses: Mapping[str, float]) -> None:
        parts = {name: loss for name, loss in losses.items() if name != SUM} or dict(losses)
        for name, loss in parts.items():
            self._points.setdefault(name, []).append((step, loss))

    def _polygon(self, line: list[tuple[int, float]], room: QRectF, low: float, span: float) -> QPolygonF:
        every = max(1, len(line) // max(1, int(room.width())))
        return QPolygonF(
            [
                QPointF(
                    room.left() + room.width() * step / self._steps,
                    room.bottom() - room.height() * (loss - low) / span,
                )
                for step, loss in line[::every]
            ]
        )

    def _draw_name(self, painter: QPainter, number: int, name: str, loss: float, room: QRectF) -> None:
        line_height = painter.fontMetrics().height() + 2
        top = room.top() + number * line_height
        if top + line_height > self.height():
            return
        left = room.right() + PADDING
        painter.drawLine(QPointF(left, top + line_height / 2), QPointF(left + 18, top + line_height / 2))
        words = painter.fontMetrics().elidedText(
            TITLES.get(name, name), Qt.TextElideMode.ElideRight, NAMES_WIDTH - 92
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        box = QRectF(left + 26, top, NAMES_WIDTH - 26 - PADDING, line_height)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        figure = in_figures(loss, ".3f")
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure)
