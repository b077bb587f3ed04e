"""The search line: words, pictures, or both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.nothing_found import ways_on
from mmdesk.core.query import Query, SearchResult, Term, picture_query, query_of
from mmdesk.core.search_line.completion import completions
from mmdesk.core.search_line.editing import with_filter
from mmdesk.core.search_line.examples import with_examples
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.languages import NOT_READ, is_foreign
from mmdesk.core.search_line.line import Part, parts_of
from mmdesk.core.search_line.recalling import recalled
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tab_order import tab_through
from mmdesk.ui.search.chip import PictureChip
from mmdesk.ui.search.dropped import holds_anything, png_of, what_is_in
from mmdesk.ui.search.filters.filter_bar import FilterBar
from mmdesk.ui.search.line_reading import LineReading
from mmdesk.ui.search.query_chips import QueryChips
from mmdesk.ui.search.ways_on import WaysOn
from mmdesk.ui.search.words_field import WordsField
from mmdesk.work.pasted import PastedWork
from mmdesk.work.pictures import PictureWork

REST_MS = 150
"""Time the fingers rest before a search begins."""

FRAME_MS = 17
"""Time of a frame of the screen, in which a key and all it changes had little room."""

WIDEST = 880
FILTERS_KEY = "Ctrl+Shift+F"

HINT = tr("Search by what the photos show, or drop a picture here")


class SearchLine(QFrame):
    """One line for the whole program.

    Attributes:
        chips: how its parts are understood, to be shown below it.
        ways: what may be searched for instead, below these, where nothing was found.
        note: what the model cannot read of it, below these.
        filters: the bar to choose instead of typing, between the line and its chips, where it is open.

    Signals:
        search_requested(Query): what is looked for now, in no folder; empty to see everything.
        left(): the user wants to go on with the photos.
        folders_dropped(list[bytes]): folders that were meant for the library.
        settled(str): the user is done with typing this line, which asks for something.
        forgetting_requested(): the recent lines are to be forgotten.
    """

    search_requested = Signal(object)
    left = Signal()
    folders_dropped = Signal(object)
    settled = Signal(str)
    forgetting_requested = Signal()

    def __init__(self, pictures: PictureWork, pasted: PastedWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._pasted = pasted
        self._paths: tuple[bytes, ...] = ()
        self._asked = Query()
        self._mark = IconLabel("search", 18, self)
        self._chip = PictureChip(self)
        self._words = WordsField(self)
        self.chips = QueryChips()
        self.ways = WaysOn()
        self.note = label(NOT_READ, "muted")
        self.filters = FilterBar()
        self._filters_button = IconButton("filters", tr("Filters ({key})", key=FILTERS_KEY), self, side=16)
        self._reading = LineReading()
        self._recent: tuple[str, ...] = ()
        self._clear = IconButton("clear", tr("Clear the search (Esc)"), self, side=14)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._soon = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._lay_out()
        self._connect()

    @property
    def below(self) -> tuple[QWidget, ...]:
        """What is to be shown below the line, in order."""
        return self.filters, self.chips, self.ways, self.note

    @property
    def terms(self) -> tuple[Term, ...]:
        """Terms asked for: the words, if any, then the pictures."""
        return self.query.terms

    @property
    def query(self) -> Query:
        """Query asked for: the terms, with the conditions beside them, as `tag:beach`."""
        words = query_of(self._parts())
        terms = words.terms + picture_query(list(self._paths)).terms
        return replace(words, terms=terms, typed=self._words.text().strip())

    def set_known(self, known: KnownNames) -> None:
        """Take words for the names that there are in the library; what stands there is read anew."""
        is_first, self._reading.known = self._reading.known == KnownNames(), known
        self._show_parts()
        self.filters.show_known(known)
        if is_first and self._asked == query_of(parts_of(self._words.text())) and not self._paths:
            self.ask()

    def set_recent(self, lines: tuple[str, ...]) -> None:
        """Take lines to be offered again, the newest first."""
        self._recent = lines

    @property
    def filters_shown(self) -> bool:
        """Whether the bar of filters is open."""
        return self._filters_button.isChecked()

    def toggle_filters(self) -> None:
        """Open the bar of filters where it is closed, and the other way round."""
        self._filters_button.toggle()

    def show_filters(self, *, shown: bool) -> None:
        """Open the bar of filters, or close it."""
        self._filters_button.setChecked(shown)

    def show_answer(self, result: SearchResult) -> None:
        """Say so where the model that has answered this line does not read its language; offer ways on."""
        is_ours = result.query.terms == self.terms
        self.note.setVisible(is_ours and result.reads_english_only and self._is_foreign())
        self.ways.show_ways(ways_on(result.apart) if is_ours else ())

    def set_words(self, words: str) -> None:
        """Ask for `words`, without a picture."""
        self._take_pictures(())
        self._words.setText(words)
        self.ask()

    def set_pictures(self, paths: tuple[bytes, ...]) -> None:
        """Ask for photos like those in the files, without words."""
        self._words.clear()
        self._take_pictures(paths)
        self.ask()

    def add_examples(self, photos: Sequence[int], *, negative: bool = False) -> Callable[[], bool]:
        """Ask for what is like these photos, too, or for what is not.

        Returns what takes that back, as long as nothing else was asked for; whether it did.
        """
        before = self._words.text()
        self._say(with_examples(before, photos, negative=negative))
        return partial(self._take_back, before, self._words.text())

    def show_query(self, query: Query) -> None:
        """Show what is asked for elsewhere, without asking."""
        self._take_pictures(query.pictures)
        self._words.setText(query.line)
        self._rest.stop()
        self._asked = self.query

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it, neither words nor a picture."""
        return not (self._words.text() or self._paths)

    def sort_by(self, order: str) -> None:
        """Ask for the same in another order, as `sort:` says it."""
        self._say(with_filter(self._parts(), "sort", () if order == "relevance" else (order,)))

    def clear(self) -> None:
        """Ask for nothing."""
        self.set_words("")

    def ask(self) -> None:
        """Ask now, without waiting for the fingers to rest, unless just this was asked already."""
        self._rest.stop()
        self._soon.stop()
        self._show_parts()
        if self.query != self._asked:
            self._asked = self.query
            self.search_requested.emit(self._asked)

    def take_focus(self) -> None:
        """Take the focus; what is there is selected, so that typing replaces it."""
        self._words.setFocus()
        self._words.selectAll()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures, folders and words."""
        if holds_anything(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by what was dropped."""
        if holds_anything(event.mimeData()):
            self._take(event.mimeData())
        else:
            self.set_words(event.mimeData().text())
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        self.setProperty("role", "field")
        self.setFixedHeight(36)
        self.setMaximumWidth(WIDEST)
        self.note.setWordWrap(True)
        self.note.hide()
        self.filters.hide()
        for below in self.below:
            below.setMaximumWidth(WIDEST)
        self._filters_button.setCheckable(True)
        self.setAcceptDrops(True)
        self._words.setPlaceholderText(HINT)
        self._words.setAccessibleName(tr("Search the photos"))
        self.setToolTip(tr("Search ( / or Ctrl+F )"))
        self._chip.hide()
        self._clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(8)
        for widget in (self._mark, self._chip):
            row.addWidget(widget)
        row.addWidget(self._words, 1)
        row.addWidget(self._clear)
        row.addWidget(self._filters_button)
        self._words.completions.stay_below(self.below)
        tab_through(self._words, self._clear, self._filters_button)

    def _connect(self) -> None:
        self._words.textEdited.connect(self._rest.start)
        self._words.textEdited.connect(self._soon.start)
        self._words.textEdited.connect(self._complete)
        self._words.textChanged.connect(self._take_text)
        self._soon.timeout.connect(self._show_parts)
        self.ways.taken.connect(self._go_on)
        self._filters_button.toggled.connect(self.filters.setVisible)
        self.filters.line_changed.connect(self._say)
        self.chips.line_changed.connect(self._say_by_chip)
        self.chips.part_chosen.connect(self._choose_part)
        self._words.entered.connect(self._enter)
        self._words.escaped.connect(self._escape)
        self._words.stepped_down.connect(self._step_down)
        self._words.focus_taken.connect(self._offer_recent)
        self._words.completions.recalled.connect(self._say_by_chip)
        self._words.completions.forgetting_requested.connect(self.forgetting_requested)
        self._words.pasted.connect(self._take)
        self._words.focus_changed.connect(self._show_ring)
        self._rest.timeout.connect(self.ask)
        self._clear.clicked.connect(self.clear)
        self._chip.removed.connect(self._drop_pictures)
        self._pictures.preview_loaded.connect(self._show_preview)
        self._pasted.kept.connect(self._take_pasted)

    def _parts(self) -> tuple[Part, ...]:
        return self._reading.parts(self._words.text())

    def _take_text(self) -> None:
        """Show what another text changes; of a key the letter first, how it is understood a frame later."""
        self._show_clear()
        self.ways.show_ways(())
        if not self._soon.isActive():
            self._show_parts()

    def _show_parts(self) -> None:
        """Show how the line is understood, in the chips and in the filters.

        How the word is spelt that is still typed nobody asks until the fingers rest: chips would come and go.
        """
        typed = self._words.cursorPosition() if self._rest.isActive() else None
        parts = self._reading.spelt(self._words.text(), typed)
        self.chips.show_parts(parts)
        self.filters.show_parts(parts)
        self.note.setVisible(not self.note.isHidden() and self._is_foreign())

    def _is_foreign(self) -> bool:
        return is_foreign(self.terms, self._reading.known.spelling.knows)

    def _complete(self) -> None:
        """Offer what the line may go on with where it is typed."""
        text, place = self._words.text(), self._words.cursorPosition()
        again = recalled(text, self._recent) if place == len(text) else []
        self._words.completions.offer([*completions(text[:place], self._reading.known), *again])

    def _offer_recent(self) -> None:
        """Offer the lines of before where nothing is typed yet."""
        if self.is_empty:
            self._words.completions.offer(recalled("", self._recent))

    def _step_down(self) -> None:
        """Go on with the photos; on an empty line, with the lines of before, if there are any."""
        if self.is_empty and self._recent:
            self._offer_recent()
            self._words.completions.move_by(1)
        else:
            self.left.emit()

    def _settle(self) -> None:
        """Tell what the line asks for, where it asks for anything."""
        if not self.query.is_empty:
            self.settled.emit(self.query.written if self._paths else self._words.text())

    def _say(self, line: str) -> None:
        """Ask for another line, beside the same pictures."""
        self._words.setText(line)
        self.ask()

    def _take_back(self, before: str, after: str) -> bool:
        if self._words.text() != after:
            return False
        self._say(before)
        return True

    def _say_by_chip(self, line: str) -> None:
        self._say(line)
        self._words.take_back_focus()

    def _go_on(self, query: Query) -> None:
        """Search for another query, pictures and all."""
        self._take_pictures(query.pictures)
        self._say_by_chip(query.line)

    def _choose_part(self, begin: int, length: int) -> None:
        self._words.setFocus()
        self._words.setSelection(begin, length)

    def _enter(self) -> None:
        """Ask even what was asked before: the library may have grown."""
        self._words.completions.hide()
        self._settle()
        self._asked = Query()
        self.ask()
        self.left.emit()

    def _escape(self) -> None:
        if self.is_empty:
            self.left.emit()
        else:
            self._settle()
            self.clear()

    def _take(self, mime: QMimeData) -> None:
        """Sort out a drop or a paste."""
        dropped = what_is_in(mime)
        if dropped.folders:
            self.folders_dropped.emit(list(dropped.folders))
        elif dropped.files:
            self._take_pictures(dropped.files)
            self.ask()
        elif dropped.image is not None:
            self._pasted.keep(partial(png_of, dropped.image))

    def _take_pasted(self, path: bytes) -> None:
        self._take_pictures((path,))
        self.ask()

    def _take_pictures(self, paths: tuple[bytes, ...]) -> None:
        self._paths = paths
        self._chip.setVisible(bool(paths))
        self._words.setPlaceholderText(tr("Photos like this; add words to narrow it down") if paths else HINT)
        self._show_clear()
        if paths:
            self._chip.show_pictures(paths)
            self._pictures.request_preview(paths[0])

    def _drop_pictures(self) -> None:
        self._take_pictures(())
        self.ask()
        self._words.take_back_focus()

    def _show_preview(self, preview: tuple[bytes, FullPicture | str]) -> None:
        path, picture = preview
        if path in self._paths[:1] and isinstance(picture, FullPicture):
            self._chip.show_preview(picture)

    def _show_clear(self) -> None:
        self._clear.setVisible(not self.is_empty)

    def _show_ring(self, focused: bool) -> None:  # noqa: FBT001
        if not focused:
            self._settle()
        self.setProperty("focused", focused)
        self.style().polish(self)
