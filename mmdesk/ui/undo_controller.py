"""Undo and redo: the keys, the entries of the menu that name the act, and the notice of what was done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mmdesk.core.acts import Act, ActKind
from mmdesk.core.language import tr
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.history import HistoryWork

LONGEST = 60
"""Characters of an act in the menu."""

MARKS = (ActKind.RATE, ActKind.FLAG, ActKind.KEEP)


class UndoController(QObject):
    """Connects the stack of acts with the window.

    The keys work in `places` and all within them, save where one types: fields have an undo of their own.
    """

    def __init__(self, history: HistoryWork, notice: PassingNotice, places: Sequence[QWidget]) -> None:
        super().__init__(notice)
        self._history, self._notice = history, notice
        self.undo = self._action(tr("Undo"), [QKeySequence("Ctrl+Z")])
        self.redo = self._action(tr("Redo"), [QKeySequence("Ctrl+Shift+Z")])
        self._step: Callable[[], bool] | None = None
        self.undo.triggered.connect(self._take_back)
        self.redo.triggered.connect(history.redo)
        self._is_hushed = False
        for place in places:
            self.work_in(place)
        history.changed.connect(self._name)
        history.done.connect(self._tell)
        history.told.connect(notice.tell)

    def work_in(self, place: QWidget) -> None:
        """Let the keys work in a place, and all within it."""
        place.addActions([self.undo, self.redo])

    def hush(self, *, is_hushed: bool) -> None:
        """Tell nothing of stars and flags, which are seen where they are given; or do so again."""
        self._is_hushed = is_hushed

    def offer_undo(self, sentence: str) -> None:
        """Say what was done, with a way back."""
        self._step = None
        self._notice.offer(sentence, tr("Undo"), self._take_back)

    def offer_step(self, sentence: str, take_back: Callable[[], bool]) -> None:
        """The same of what is no act of the library; `take_back` tells whether it still could be."""
        self._step = take_back
        self._notice.offer(sentence, tr("Undo"), self._take_back)

    def _take_back(self) -> None:
        """Take back the last step, where nothing was done since; else the last act."""
        step, self._step = self._step, None
        if step is None or not step():
            self._history.undo()

    def _action(self, words: str, keys: Sequence[QKeySequence]) -> QAction:
        action = QAction(words, self)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _name(self, last: Act | None, following: Act | None) -> None:
        self.undo.setText(tr("Undo: {act}", act=_short(last)) if last else tr("Undo"))
        self.redo.setText(tr("Redo: {act}", act=_short(following)) if following else tr("Redo"))

    def _tell(self, act: Act) -> None:
        if not (self._is_hushed and act.kind in MARKS):
            self.offer_undo(f"{act.done}.")


def _short(act: Act) -> str:
    """An act for the menu: "reject 667 photos"."""
    wanted = act.wanted if len(act.wanted) <= LONGEST else f"{act.wanted[: LONGEST - 1]}…"
    return wanted.replace("&", "&&")
