"""Two things beside each other, or one below the other where there is no room for that."""

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

Direction = QBoxLayout.Direction


class ResponsiveRow(QWidget):
    """Holds a `first` and a `second` widget; it is never wider than the wider of both must be.

    With `fills`, the first takes the room that is left; else that lies between the two.
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        margins: QMargins,
        *,
        fills: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._first, self._second = first, second
        self._box = QBoxLayout(Direction.LeftToRight, self)
        self._box.setContentsMargins(margins)
        self._box.setSpacing(8)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._box.addWidget(first, int(fills))
        if not fills:
            self._box.addStretch(1)
        self._box.addWidget(second)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Size as it is stacked at present."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Size as wide as the wider one, and as high as it is stacked at present."""
        margins = self._box.contentsMargins()
        widest = max(_least(self._first), _least(self._second))
        return QSize(widest + margins.left() + margins.right(), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the two, or put them side by side, as there is room."""
        super().resizeEvent(event)
        margins = self._box.contentsMargins()
        needed = _least(self._first) + _least(self._second)
        room = self.width() - margins.left() - margins.right() - 2 * self._box.spacing()
        wanted = Direction.TopToBottom if needed > room else Direction.LeftToRight
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            self.updateGeometry()


def _least(widget: QWidget) -> int:
    """The width a widget cannot do without."""
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())
