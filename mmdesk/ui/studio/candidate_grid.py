"""All candidates of a painting beside one another, to choose from."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.core.painting.candidates import CandidateSheet
from mmdesk.ui.studio.images import image_of

MARGIN = 24
FRAME = 3.0
CHOICE = tr("Click a picture to keep it instead")


class CandidateGrid(QWidget):
    """Shows a sheet as large as fits, the chosen candidate and the one under the pointer framed.

    Signals:
        picked(int): the user wants that candidate.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: CandidateSheet | None = None
        self._image = QImage()
        self._chosen: int | None = 0
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Candidates, the best first"))

    def show_sheet(self, sheet: CandidateSheet, chosen: int | None) -> None:
        """Show the candidates in `sheet`; where none is `chosen`, they are only to be looked at."""
        self._sheet, self._image, self._chosen = sheet, image_of(sheet.picture), chosen
        self._pointed = None
        self.setToolTip(CHOICE if self._can_choose else "")
        self.update()

    @property
    def _can_choose(self) -> bool:
        return self._sheet is not None and self._sheet.is_whole and self._chosen is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sheet and the frames."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        if self._sheet is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self._sheet.count):
            painter.drawImage(self._place(place), self._image, self._source(place))
        if self._can_choose and self._chosen is not None:
            self._frame(painter, self._chosen, QPalette.ColorRole.Accent)
            if self._pointed is not None:
                self._frame(painter, self._pointed, QPalette.ColorRole.Text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Frame the candidate under the pointer."""
        self._point_at(self._at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Frame none."""
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the candidate under the pointer."""
        self._pick(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from one to the next with the arrows, and pick one with Enter or Space."""
        columns = self._sheet.columns if self._sheet is not None else 1
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        if event.key() in steps and self._sheet is not None:
            here = (self._chosen or 0) if self._pointed is None else self._pointed
            self._point_at(max(0, min(self._sheet.count - 1, here + steps[Qt.Key(event.key())])))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._pointed)
        else:
            super().keyPressEvent(event)

    def _point_at(self, place: int | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.update()

    def _pick(self, place: int | None) -> None:
        if place is not None and self._can_choose and place != self._chosen:
            self.picked.emit(place)

    def _at(self, point: QPointF) -> int | None:
        if self._sheet is None:
            return None
        return next((n for n in range(self._sheet.count) if self._place(n).contains(point)), None)

    def _room(self) -> tuple[float, float, float]:
        """Left and upper edge of the sheet in the widget, and how much it is enlarged."""
        scale = min(
            (self.width() - 2 * MARGIN) / max(1, self._image.width()),
            (self.height() - 2 * MARGIN) / max(1, self._image.height()),
        )
        width, height = self._image.width() * scale, self._image.height() * scale
        return (self.width() - width) / 2, (self.height() - height) / 2, scale

    def _source(self, place: int) -> QRectF:
        assert self._sheet is not None
        return QRectF(*self._sheet.corner(place), self._sheet.width, self._sheet.height)

    def _place(self, place: int) -> QRectF:
        """Where a candidate is shown."""
        left, top, scale = self._room()
        source = self._source(place)
        return QRectF(
            left + source.x() * scale, top + source.y() * scale,
            source.width() * scale, source.height() * scale,
        )  # fmt: skip

    def _frame(self, painter: QPainter, place: int, role: QPalette.ColorRole) -> None:
        painter.setPen(QPen(self.palette().color(role), FRAME))
        painter.drawRect(self._place(place))
