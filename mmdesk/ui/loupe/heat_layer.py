"""The loupe's heat map: where in the photo the terms of the search are seen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.query import Term, parse_query
from mmdesk.ui.formatting import term_name
from mmdesk.ui.loupe.heat_bar import HeatBar
from mmdesk.work.explaining import ExplainedPhoto, ExplainWork

REST_MS = 120
"""Time that a photo is looked at before its map is asked for: whoever leafs on quickly wants none."""

SIDE = 256
"""Long side in pixels of the picture of a map; it has no edges that would need more."""


class HeatLayer(QObject):
    """Shows or hides the map of one photo and one term, and asks for it where it is not there yet.

    Attributes:
        bar: names the terms, over the photo.

    Signals:
        changed(): another map is to be painted, or none.
        left(): the bar wants no keys any more.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, work: ExplainWork, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._search: tuple[Term, ...] = ()
        self._own: tuple[Term, ...] = ()
        self._photo: Photo | None = None
        self._asked: tuple[PhotoId, tuple[Term, ...]] | None = None
        self._seen: Sequence[SeenTerm] = ()
        self._chosen = 0
        self.is_on = False
        self.image: QImage | None = None
        self.bar = HeatBar(window)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self.bar.asked.connect(self._take_words)
        self.bar.chosen.connect(self.choose)
        self.bar.left.connect(self._leave)
        work.explained.connect(self._receive)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is looked for: the words asked for here, else those of the search."""
        return self._own or self._search

    def show_terms(self, terms: tuple[Term, ...]) -> None:
        """Look for the terms of another search from now on."""
        if terms != self._search:
            self._search, self._own = terms, ()
            self._look()

    def show_photo(self, photo: Photo | None) -> None:
        """Look at another photo from now on."""
        is_same = photo is not None and self._photo is not None and photo.id == self._photo.id
        self._photo = photo
        if not is_same:
            self._look()

    def toggle(self) -> None:
        """Show the map, or put it away."""
        if self.is_on:
            self.put_away()
        else:
            self.is_on = True
            self._look()

    def put_away(self) -> None:
        """Show no map, and look for none."""
        self.is_on = False
        self._own = ()
        self.bar.hide()
        self._forget()

    def choose(self, number: int) -> None:
        """Show the map of another term."""
        if self._seen:
            self._chosen = number % len(self._seen)
            self._paint()

    def choose_next(self, step: int) -> bool:
        """Show the map of the next term, or of the one before; whether there is another one."""
        if self.is_on and len(self._seen) > 1:
            self.choose(self._chosen + step)
            return True
        return False

    def _look(self) -> None:
        """Say that the map of this photo is looked for, and do so; ask for words where there are none."""
        self._forget()
        if not self.is_on:
            return
        if not self.terms:
            self.bar.ask()
        elif self._photo is not None:
            names = ", ".join(term_name(term.text, term.kind) for term in self.terms)
            self.bar.say(tr("Looking for {things} …", things=names))
            self._rest.start()

    def _forget(self) -> None:
        self._rest.stop()
        self._work.drop()
        self._asked, self._seen, self.image = None, (), None
        self.changed.emit()

    def _ask(self) -> None:
        if self._photo is not None:
            self._asked = self._photo.id, self.terms
            self._work.explain(self._photo.id, self._photo.path, self.terms)

    def _receive(self, answer: ExplainedPhoto) -> None:
        if self._asked is None or answer.photo != self._asked[0]:
            return
        if answer.trouble:
            self.bar.say(answer.trouble)
            return
        self._seen = answer.terms
        self._chosen = min(self._chosen, len(self._seen) - 1)
        self._paint()

    def _paint(self) -> None:
        self.bar.show_terms(self._seen, self._chosen)
        self.image = _image_of(self._seen[self._chosen])
        self.changed.emit()

    def _take_words(self, words: str) -> None:
        self._own = parse_query(words).terms
        self._look()
        self.left.emit()

    def _leave(self) -> None:
        self.put_away()
        self.left.emit()


def _image_of(seen: SeenTerm) -> QImage:
    """The map as it is laid over the photo."""
    rows, columns = seen.map.heat.shape
    scale = SIDE / max(rows, columns)
    width, height = max(1, round(columns * scale)), max(1, round(rows * scale))
    pixels = seen.map.coloured(width, height).tobytes()
    image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
