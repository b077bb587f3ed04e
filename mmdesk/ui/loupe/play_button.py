"""The button over a film in the loupe that has it played, and a small one over a live photo."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.photo import Photo
from mmdesk.ui import marks

_LARGE, _SMALL, _MARGIN = 84, 36, 16
_ALPHA, _ALPHA_HOVERED = 190, 235  # of 255


class PlayButton(QAbstractButton):
    """A round button in the middle of its parent for a film, in the upper left corner for a live photo.

    It takes no keys: those of the loupe play, too.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._is_live = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_photo(self, photo: Photo | None) -> None:
        """Be there for a photo that can be played, and for no other."""
        can_play = photo is not None and (photo.is_film or photo.is_live)
        self._is_live = photo is not None and not photo.is_film
        self.setAccessibleName(tr("Play the live photo") if self._is_live else trc("a film", "Play"))
        live = tr("Play the live photo with the system's player")
        self.setToolTip(live if self._is_live else tr("Play with the system's player (Enter)"))
        self.setVisible(can_play)
        self.place()

    def place(self) -> None:
        """Stand where it belongs in its parent, whose size may have changed."""
        side = _SMALL if self._is_live else _LARGE
        room = self._over.rect()
        self.setGeometry(0, 0, side, side)
        corner = room.topLeft()
        if self._is_live:
            self.move(corner.x() + _MARGIN, corner.y() + _MARGIN)
        else:
            self.move(room.center().x() - side // 2, room.center().y() - side // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a round ground, and the sign on it."""
        del event
        ground = QColor(self.palette().color(QPalette.ColorRole.Window))
        ground.setAlpha(_ALPHA_HOVERED if self.underMouse() or self.isDown() else _ALPHA)
        text = self.palette().color(QPalette.ColorRole.Text)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            side = self.width()
            if self._is_live:
                marks.paint_live(painter, QRectF(side * 0.22, side * 0.22, side * 0.56, side * 0.56), text)
            else:
                marks.paint_play(painter, QRectF(side * 0.38, side * 0.29, side * 0.36, side * 0.42), text)
