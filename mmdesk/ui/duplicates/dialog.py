"""The page of duplicates: found, decided upon, reviewed, and only then moved to the trash."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.duplicates import KINDS, Group, Kind
from mmdesk.core.language import in_figures, tr, trc, trn
from mmdesk.core.photo import PhotoId
from mmdesk.core.progress import Progress
from mmdesk.ui.duplicates.decisions import Decisions, GroupDecision, count_and_bytes, to_go
from mmdesk.ui.duplicates.group_list import GroupList
from mmdesk.ui.duplicates.group_painter import NAMES
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.formatting import file_size
from mmdesk.ui.parts.enter import ButtonDialog
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.progress_bar import ProgressBar
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.tags.review_loupe import ReviewLoupe
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.duplicates import DuplicatesWork
from mmdesk.work.pictures import PictureWork

SIZE = (1040, 760)

KEYS = tr(
    "Arrows move · K keep this one only · X mark or unmark · Space look closer · Enter "
    "accept · N not duplicates · Ctrl+Z undo"
)

NOTHING: dict[Kind, tuple[str, str]] = {
    "same-bytes": (tr("No file is there twice"), tr("No photo was found to have the same bytes as another.")),
    "same-shot": (
        tr("No shot is there twice"),
        tr("No photo was found again in another size, format or quality."),
    ),
    "burst": (tr("No bursts"), tr("No camera took several like photos within seconds of each other.")),
}

AGAIN = tr("Search again")


class DuplicatesDialog(ButtonDialog):
    """Tabs for the classes, the groups of one, and a foot that says what would be gained.

    Signals:
        trash_requested(list[PhotoId]): the user has seen the list of these, and wants them in the trash.
        undo_requested(): what went there last is wanted back.
    """

    trash_requested = Signal(object)
    undo_requested = Signal()

    def __init__(
        self,
        work: DuplicatesWork,
        browse: BrowseWork,
        pictures: PictureWork,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._decisions = Decisions()
        self._kind: Kind = KINDS[0]
        self._is_review = False
        self._undoes: list[Callable[[], None]] = []
        self._is_known = False
        self._is_regrettable = self._awaits_return = False
        self._title = label(tr("Duplicates"), "title", self)
        self._tabs = {kind: _tab(self) for kind in KINDS}
        self._again = QPushButton(AGAIN, self)
        self._accept_all = QPushButton(tr("Accept all"), self)
        self._list = GroupList(pictures, self)
        self._empty = EmptyState(self)
        self._searching = SearchProgress(self)
        self._loupe = ReviewLoupe(browse, pictures, self)
        self._pages = QStackedWidget(self)
        self._told = ElidedLabel(KEYS, "small", parent=self)
        self._back = QPushButton(trc("a command", "Back"), self)
        self._move = QPushButton(self)
        self._lay_out()
        self._connect()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin a search, where nothing is known yet."""
        super().showEvent(event)
        if not self._is_known:
            self.search()

    def search(self) -> None:
        """Look through the library, anew if need be."""
        self._is_known = False
        self._is_review = False
        self._decisions = Decisions()
        self._searching.begin()
        self._work.search()
        self._refresh()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show what was found, and begin with the first class there is anything of."""
        self._decisions, self._is_known = Decisions(groups), True
        self._undoes.clear()
        self._kind = next((kind for kind in KINDS if self._decisions.of(kind)), KINDS[0])
        self._told.set_text(KEYS)
        self._refresh()

    def forget(self, gone: Sequence[PhotoId]) -> None:
        """Leave out photos that are not there any more."""
        row = self._list.current_row()
        self._decisions.forget(set(gone))
        self._undoes.clear()
        self._refresh(row)

    def tell(self, sentence: str) -> None:
        """Say something in place of the keys."""
        self._told.set_text(sentence)

    def settle(self, sentence: str) -> None:
        """Tell of files that have come back, or cannot; search again where that was asked for here."""
        self.tell(sentence)
        if self._awaits_return:
            self._awaits_return = False
            self.search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the review with Esc before leaving the page."""
        if event.key() == Qt.Key.Key_Escape and self._is_review:
            self._leave_review()
        else:
            super().keyPressEvent(event)

    # What is decided

    def _say_apart(self, decision: GroupDecision) -> None:
        row, place = self._list.current_row(), self._decisions.take_out(decision)
        self._work.say_apart(decision.group.ids)
        self._undoes.append(partial(self._unsay_apart, decision, place))
        self.tell(tr("Not duplicates: this is remembered, and they do not come back. Ctrl+Z takes it back."))
        self._refresh(row)

    def _unsay_apart(self, decision: GroupDecision, place: int) -> None:
        self._decisions.put_back(decision, place)
        self._work.unsay_apart(decision.group.ids)
        self.tell(tr("They are together again."))
        self._kind = decision.group.kind
        self._refresh(next(row for row, one in enumerate(self._decisions.of(self._kind)) if one is decision))

    def _undo(self) -> None:
        if self._undoes:
            self._undoes.pop()()
        elif self._is_regrettable:
            self._is_regrettable, self._awaits_return = False, True
            self.undo_requested.emit()

    def _accept_class(self) -> None:
        self._decisions.accept_all(self._kind)
        self._refresh(self._list.current_row())

    def _choose(self, kind: Kind) -> None:
        self._kind, self._is_review = kind, False
        self._refresh()

    def _move_on(self) -> None:
        """Go to the review first; from there, move to the trash."""
        going = [member.id for member in to_go(self._decisions.accepted)]
        self._is_review = not self._is_review
        self._refresh()
        if not self._is_review:
            self._is_regrettable = True
            self.trash_requested.emit(going)

    def _leave_review(self) -> None:
        self._is_review = False
        self._refresh()

    # What is shown

    def _refresh(self, row: int = 0) -> None:
        """Show everything as it is now, the group number `row` current."""
        decisions = self._decisions.accepted if self._is_review else self._decisions.of(self._kind)
        self._list.show_decisions(decisions, row)
        self._show_page(decisions)
        self._tell_state()

    def _show_page(self, decisions: Sequence[GroupDecision]) -> None:
        if self._work.is_running:
            self._pages.setCurrentWidget(self._searching)
        elif decisions:
            self._pages.setCurrentWidget(self._list)
            self._list.setFocus()
        else:
            self._say_why_empty()
            self._pages.setCurrentWidget(self._empty)

    def _say_why_empty(self) -> None:
        if self._is_known:
            heading, advice = NOTHING[self._kind]
            self._empty.say(heading, advice, icon="sound")
        else:
            self._empty.say(
                tr("Not searched to the end"), tr("Which photos are there twice is not known."), AGAIN
            )

    def _tell_state(self) -> None:
        """Show title, tabs and buttons as they are now."""
        going, freed = count_and_bytes(self._decisions.accepted)
        size = file_size(freed)
        self._title.setText(_to_the_trash(going, size) if self._is_review else tr("Duplicates"))
        for kind, tab in self._tabs.items():
            count = f"  {in_figures(len(self._decisions.of(kind)))}" if self._is_known else ""
            tab.setText(f"{NAMES[kind]}{count}")
            tab.setChecked(kind == self._kind)
            tab.setVisible(not self._is_review)
        waiting = [
            decision.bytes
            for decision in self._decisions.of(self._kind)
            if decision.marked and not decision.is_accepted
        ]
        self._accept_all.setText(
            tr("Accept all {number:,}, {size}", number=len(waiting), size=file_size(sum(waiting)))
        )
        self._accept_all.setVisible(len(waiting) > 1 and self._kind != "burst" and not self._is_review)
        self._again.setVisible(not self._is_review)
        self._again.setEnabled(not self._work.is_running)
        self._back.setVisible(self._is_review)
        self._move.setText(_move_words(going) if self._is_review else _review_words(going, size))
        self._move.setEnabled(bool(going) and not self._work.is_running)

    def _open_loupe(self, decision: GroupDecision, place: int) -> None:
        self._pages.setCurrentWidget(self._loupe)
        self._loupe.open(np.array(decision.group.ids, np.int64), place)

    def _close_loupe(self) -> None:
        self._pages.setCurrentWidget(self._list)
        self._list.setFocus()

    def _lay_out(self) -> None:
        self.setWindowTitle(tr("Duplicates"))
        resize_on_screen(self, *SIZE)
        head = QHBoxLayout()
        head.setContentsMargins(24, 20, 24, 12)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addSpacing(16)
        group = QButtonGroup(self)
        for tab in self._tabs.values():
            group.addButton(tab)
            head.addWidget(tab)
        head.addStretch(1)
        head.addWidget(self._accept_all)
        head.addWidget(self._again)
        for page in (self._searching, self._list, self._empty, self._loupe):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(12)
        foot.addWidget(self._told, 1)
        foot.addWidget(self._back)
        foot.addWidget(self._move)
        self._move.setProperty("role", "primary")
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self._pages, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)

    def _connect(self) -> None:
        work = self._work
        work.progressed.connect(self._searching.tell)
        work.found.connect(self.show_groups)
        work.failed.connect(self.tell)
        work.ended.connect(self._refresh)
        self._searching.stopped.connect(work.stop)
        self.finished.connect(work.stop)
        for kind, tab in self._tabs.items():
            tab.clicked.connect(partial(self._choose, kind))
        self._again.clicked.connect(self.search)
        self._empty.pressed.connect(self.search)
        self._accept_all.clicked.connect(self._accept_class)
        self._back.clicked.connect(self._leave_review)
        self._move.clicked.connect(self._move_on)
        self._list.decided.connect(self._tell_state)
        self._list.separation_requested.connect(self._say_apart)
        self._list.opened.connect(self._open_loupe)
        self._loupe.closed.connect(self._close_loupe)
        undo = QAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.triggered.connect(self._undo)
        self.addAction(undo)


class SearchProgress(QWidget):
    """The progress of the search, and a way to stop it.

    Signals:
        stopped(): enough.
    """

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = label("", "heading", self)
        self._bar = ProgressBar(self)
        self._bar.setFixedWidth(360)
        stop = QPushButton(trc("a command", "Stop"), self)
        stop.clicked.connect(self.stopped)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(3)
        for widget in (self._note, self._bar, stop):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(4)

    def begin(self) -> None:
        """Show that nothing is known yet."""
        self.tell(Progress(0, None, tr("Searching for duplicates")))

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        fraction = progress.fraction
        self._note.setText(f"{progress.note} …")
        self._bar.show_fraction(fraction)


def _to_the_trash(going: int, size: str) -> str:
    return trn("{n:,} photo to the trash, {size}", "{n:,} photos to the trash, {size}", going, size=size)


def _review_words(going: int, size: str) -> str:
    if not going:
        return tr("Review what goes…")
    return trn("Review {n:,} photo, {size}…", "Review {n:,} photos, {size}…", going, size=size)


def _move_words(going: int) -> str:
    return trn("Move {n:,} photo to the trash", "Move {n:,} photos to the trash", going)


def _tab(parent: QWidget) -> QPushButton:
    tab = QPushButton(parent)
    tab.setCheckable(True)
    tab.setProperty("role", "tab")
    return tab
