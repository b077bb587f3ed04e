"""The words below a compared photo: its name and marks, and its facts, those that differ more clearly."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, Pick
from mmdesk.ui import marks
from mmdesk.ui.details.facts import facts_of
from mmdesk.ui.formatting import described
from mmdesk.ui.parts.text_painter import MUTED, TEXT, TextPainter
from mmdesk.ui.parts.tooltip import plain_tooltip

LINES = (("Taken", "Exposure"), ("Size", "File", "Camera"))
_PAD, _GAP = 10, 14
_LEAST = 40  # room for words that still say something
_RIGHT_EDGE = 34  # for the button above it


def differing(photos: Sequence[Photo]) -> set[str]:
    """Names of the facts in which photos are not alike."""
    known = [facts_of(photo) for photo in photos]
    names = {name for facts in known for name in facts}
    return {name for name in names if len({facts.get(name) for facts in known}) > 1}


class PaneFooter(QWidget):
    """Three lines, painted, so that it is as high below every photo, however much there is to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._facts: dict[str, str] = {}
        self._differing: Collection[str] = ()
        self._zoom = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_photo(self, photo: Photo | None, differing: Collection[str]) -> None:
        """Tell of `photo`; facts named in `differing` stand out."""
        self._photo, self._differing = photo, differing
        self._facts = {} if photo is None else facts_of(photo)
        words = "" if photo is None else described(photo)
        self.setToolTip(plain_tooltip(words))
        self.setAccessibleName(words)
        self.update()

    def show_zoom(self, view: str) -> None:
        """Tell how large the picture is seen."""
        self._zoom = view
        self.update()

    def facts(self) -> list[tuple[str, bool]]:
        """Facts told, in order, and whether each stands out."""
        names = [name for line in LINES for name in line if name in self._facts]
        return [(self._facts[name], name in self._differing) for name in names]

    def sizeHint(self) -> QSize:
        """Three lines of text."""
        return QSize(80, round(self._pitch * (len(LINES) + 1)) + _PAD)

    @property
    def _pitch(self) -> float:
        return self.fontMetrics().height() * 1.25

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name and marks, then the facts."""
        del event
        if self._photo is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_name(painter, self._photo)
            for number, names in enumerate(LINES, start=1):
                right = self._paint_zoom(painter, number) if number == len(LINES) else self.width() - _PAD
                self._paint_facts(painter, names, self._line(number), right)

    def _line(self, number: int) -> QRectF:
        return QRectF(_PAD, _PAD / 2 + number * self._pitch, self.width() - 2 * _PAD, self._pitch)

    def _paint_name(self, painter: QPainter, photo: Photo) -> None:
        line, side = self._line(0), self.fontMetrics().ascent() * 0.9
        stars = marks.stars_width(photo.rating, side)
        flag = side + _GAP / 2 if photo.pick is not Pick.UNFLAGGED else 0.0
        gap = _GAP if stars or flag else 0
        right = line.right() - _RIGHT_EDGE - stars - flag
        name = display_name(photo.path)
        left = self._write(painter, name, line, right - gap, TEXT) + gap
        ink, top = self.palette().color(TEXT), line.center().y() - side / 2
        if flag:
            marks.paint_pick(painter, QRectF(left, top, side, side), photo.pick, ink)
        marks.paint_stars(painter, QPointF(left + flag, top), side, photo.rating, ink)

    def _paint_facts(self, painter: QPainter, names: Sequence[str], line: QRectF, right: float) -> None:
        for name in names:
            if name in self._facts and right - line.left() >= _LEAST:
                stands_out = name in self._differing
                role = TEXT if stands_out else MUTED
                line.setLeft(self._write(painter, self._facts[name], line, right, role) + _GAP)

    def _paint_zoom(self, painter: QPainter, number: int) -> float:
        """Write at the right how large it is seen; returns where that begins."""
        left = self.width() - _PAD - self.fontMetrics().horizontalAdvance(self._zoom)
        line = self._line(number)
        line.setLeft(left)
        self._write(painter, self._zoom, line, self.width(), MUTED)
        return left - _GAP

    def _write(
        self, painter: QPainter, words: str, line: QRectF, right: float, role: QPalette.ColorRole
    ) -> float:
        """Write from the left of `line`, cut at `right`; returns where the words end."""
        room = QRectF(line.left(), line.top(), max(0.0, right - line.left()), line.height())
        return line.left() + TextPainter(painter, self.palette(), self.font()).write(room, words, role)
