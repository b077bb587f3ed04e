"""Five stars to click."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.core.language import tr
from mmdesk.ui import marks

_SIDE = 18.0
_MARGIN = 3.0
_MINUS = (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus)
_PLUS = (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus)


class StarsEdit(QWidget):
    """Shows a rating of 0 to 5 and lets one give another.

    A click on the last filled star takes the rating away. It shows what it is
    told, not what was clicked: the catalogue has the last word.

    Signals:
        rated(int): the rating the user wants.
    """

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating = 0
        self._hovered = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Rating (0 to 5)"))
        self.show_rating(0)

    def show_rating(self, rating: int) -> None:
        """Show a rating."""
        self._rating = rating
        self.setAccessibleName(tr("Rating: {rating} of {stars} stars", rating=rating, stars=marks.STARS))
        self.update()

    def sizeHint(self) -> QSize:
        """Size of five stars in a row."""
        width = marks.stars_width(marks.STARS, _SIDE) + 2 * _MARGIN
        return QSize(round(width), round(_SIDE + 2 * _MARGIN))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint stars filled up to the rating, outlined beyond it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self._hovered or self._rating
        origin = QPointF(_MARGIN, _MARGIN)
        text = self.palette().color(QPalette.ColorRole.Text)
        marks.paint_stars(painter, origin, _SIDE, filled, text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.0))
        for index in range(filled, marks.STARS):
            painter.drawPath(marks.star_path(marks.star_rect(index, origin, _SIDE)))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 1.5))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would give."""
        self._hover(self._star_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show the rating again."""
        super().leaveEvent(event)
        self._hover(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give as many stars as lie up to the mouse, or take the rating away."""
        star = self._star_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and star:
            self._hover(0)
            self.rated.emit(0 if star == self._rating else star)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a star more or fewer with the arrows."""
        key = Qt.Key(event.key())
        if key in _MINUS:
            self.rated.emit(max(0, self._rating - 1))
        elif key in _PLUS:
            self.rated.emit(min(marks.STARS, self._rating + 1))
        else:
            super().keyPressEvent(event)

    def _hover(self, star: int) -> None:
        if star != self._hovered:
            self._hovered = star
            self.update()

    def _star_at(self, point: QPointF) -> int:
        """The number of the star at a point, from 1; 0 left of them."""
        pitch = marks.stars_width(2, _SIDE) - _SIDE
        return min(marks.STARS, max(0, int((point.x() - _MARGIN) // pitch) + 1))
