"""Text over the photo in the loupe: where each line stands, to be chosen and copied."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter, QPen, QPolygonF

from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.photo_text import PhotoText, TextLine
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.caption import paint_trouble
from mmdesk.work.texts import TextsWork

REST_MS = 400
"""Time that a photo is looked at before its text is read: whoever leafs on wants none."""

CHOSEN = QColor(70, 140, 255, 120)
"""Ground of a chosen line: letters stay readable through it."""

OUTLINES = (QPen(QColor(0, 0, 0, 130), 3.5), QPen(QColor(255, 255, 255), 1.3))
"""Outline of a line, first to last: one of the two is seen on any photo."""

READING = tr("Reading text …")
NONE = tr("No text was found in this photo")
NOT_THERE = tr("To read text in photos: pip install 'mmdesk[ocr]'")
HOW_TO_READ = tr("To read text in photos: pip install 'mmdesk[ocr]', then start mmdesk again.")


class TextLayer(QObject):
    """Shows or hides the lines of one photo; one that nobody has read yet is read for it.

    Attributes:
        is_on: whether they are shown.
        words: what is to be said in their place.
        show_action, copy_action: for menus.

    Signals:
        changed(): something else is to be painted.
    """

    changed = Signal()

    def __init__(self, work: TextsWork, canvas: PictureCanvas) -> None:
        super().__init__(canvas)
        self._work, self._canvas = work, canvas
        self._photo: PhotoId | None = None
        self._text: PhotoText | None = None
        self._chosen = frozenset[int]()
        self._begun: int | None = None
        self.is_on = False
        self.words = ""
        self.show_action = QAction(f"{tr('Text in the photo')}\tR", self, checkable=True)
        self.show_action.triggered.connect(self.toggle)
        self.copy_action = QAction(f"{tr('Copy text')}\tCtrl+C", self, enabled=False)
        self.copy_action.triggered.connect(self.copy)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._have_read)
        work.known.connect(self._take)
        work.read.connect(self._look_again)

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """Lines that are shown."""
        return self._text.lines if self.is_on and self._text is not None else ()

    @property
    def chosen_text(self) -> str:
        """The chosen lines from the top down, or all of them where none is chosen."""
        chosen = sorted(self._chosen) or range(len(self.lines))
        return "\n".join(self.lines[number].text for number in chosen)

    def show_photo(self, photo: Photo | None) -> None:
        """Look at another photo from now on."""
        number = None if photo is None else photo.id
        if number != self._photo:
            self._photo = number
            self._look()

    def toggle(self) -> None:
        """Show the text, or put it away."""
        self.is_on = not self.is_on
        self._look()

    def put_away(self) -> None:
        """Show no text."""
        if self.is_on:
            self.toggle()

    def copy(self) -> None:
        """Put the chosen lines, or all, into the clipboard."""
        if self.lines:
            QGuiApplication.clipboard().setText(self.chosen_text)

    def line_at(self, point: QPointF) -> int | None:
        """Number of the line under a point of the widget."""
        for number, line in enumerate(self.lines):
            if self._outline(line).containsPoint(point, Qt.FillRule.WindingFill):
                return number
        return None

    def press(self, point: QPointF, *, adding: bool) -> bool:
        """Begin to choose at a line; with `adding`, beside what is chosen. Whether there is one."""
        line = self.line_at(point)
        self._begun = None if adding else line
        if line is None:
            self._choose(frozenset())
        else:
            self._choose(self._chosen ^ {line} if adding else frozenset({line}))
        return line is not None

    def drag(self, point: QPointF) -> bool:
        """Choose all lines as far as the one under the point; whether choosing is under way."""
        line = self.line_at(point)
        if self._begun is not None and line is not None:
            first, last = sorted((self._begun, line))
            self._choose(frozenset(range(first, last + 1)))
        return self._begun is not None

    def release(self) -> None:
        """Choose no further."""
        self._begun = None

    def paint(self, painter: QPainter) -> None:
        """Paint the lines where they stand by now, or what is said in their place."""
        if self.is_on and self.words:
            paint_trouble(
                painter, QRectF(self._canvas.rect()), self._canvas.palette(), self.words, is_bare=False
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self.lines):
            outline = self._outline(line)
            painter.setBrush(CHOSEN if number in self._chosen else Qt.BrushStyle.NoBrush)
            for pen in OUTLINES:
                painter.setPen(pen)
                painter.drawPolygon(outline)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _outline(self, line: TextLine) -> QPolygonF:
        return QPolygonF([self._canvas.place_of(across, down) for across, down in line.corners])

    def _choose(self, chosen: frozenset[int]) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    def _look(self) -> None:
        """Ask for the text of this photo, as far as it is to be seen."""
        self._text, self._chosen, self._begun, self.words = None, frozenset(), None, ""
        self._rest.stop()
        if self.is_on and self._photo is not None:
            self._work.request(self._photo)
        self._tell()

    def _look_again(self, photos: tuple[int, ...]) -> None:
        """Ask once more; what is said meanwhile stays."""
        if self.is_on and self._photo is not None and self._photo in photos:
            self._work.request(self._photo)

    def _take(self, photo: PhotoId, text: PhotoText | None) -> None:
        if photo != self._photo or not self.is_on:
            return
        self._text, self._chosen = text, frozenset()
        if text is None:
            self.words = READING if self._work.can_read else NOT_THERE
            self._rest.start()
        else:
            self.words = text.trouble or ("" if text.lines else NONE)
        self._tell()

    def _have_read(self) -> None:
        if self._photo is not None and self._work.can_read:
            self._work.read_photos([self._photo])

    def _tell(self) -> None:
        self.show_action.setChecked(self.is_on)
        self.copy_action.setEnabled(bool(self.lines))
        self.changed.emit()
