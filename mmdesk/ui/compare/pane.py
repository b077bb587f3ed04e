"""One of the compared photos: the picture, its facts, and a frame when it is active."""

from collections.abc import Collection

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.photo import Photo
from mmdesk.ui.compare.footer import PaneFooter
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.caption import paint_trouble
from mmdesk.ui.loupe.loader import CloseUpLoader
from mmdesk.ui.parts.icon_button import IconButton

_FRAME = 3


class ComparedCanvas(PictureCanvas):
    """A canvas that says when it is taken hold of, and why there is nothing on it.

    Signals:
        pressed(): the mouse was pressed on it.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the photo active, and take hold of the picture."""
        self.pressed.emit()
        super().mousePressEvent(event)

    def paint_over(self, painter: QPainter) -> None:
        """Paint why there is no picture."""
        if self.trouble:
            paint_trouble(painter, QRectF(self.rect()), self.palette(), self.trouble, is_bare=self.is_bare)


class ComparePane(QWidget):
    """Shows one photo.

    Signals:
        pressed(): the photo is to be the active one.
        removal_requested(): it is to be compared no longer.
    """

    pressed = Signal()
    removal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self._is_active = False
        self.canvas = ComparedCanvas(self)
        self.footer = PaneFooter(self)
        self._out = IconButton("clear", tr("Take out of the comparison (Del)"), self, side=14)
        self._out.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._out.clicked.connect(self.removal_requested)
        self.canvas.pressed.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.footer)

    def show_photo(
        self, photo: Photo | None, loader: CloseUpLoader, differing: Collection[str], *, active: bool
    ) -> None:
        """Show what there is of `photo` by now."""
        self.photo, self._is_active = photo, active
        self.canvas.trouble = "" if photo is None else loader.trouble(photo)
        loader.show_on(self.canvas, photo)
        self.footer.show_photo(photo, differing)
        self.show_zoom(loader)
        self.update()

    def show_zoom(self, loader: CloseUpLoader) -> None:
        """Say how large the picture is seen now."""
        self.footer.show_zoom("" if self.photo is None else loader.zoom_text(self.canvas, self.photo))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the photo active, also by a press on the words."""
        del event
        self.pressed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in the corner of the words."""
        super().resizeEvent(event)
        side = self._out.sizeHint()
        top = self.height() - _FRAME - self.footer.sizeHint().height() + 4
        self._out.setGeometry(self.width() - _FRAME - side.width() - 4, top, side.width(), side.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the frame of the active photo."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
            if self._is_active:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
