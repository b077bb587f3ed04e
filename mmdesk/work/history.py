"""The stack of the user's acts, off the GUI thread."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mmdesk.core.acts import Act
from mmdesk.tasks.library import Library
from mmdesk.tasks.undoing import NOTHING_TO_REDO, NOTHING_TO_UNDO, Undone, redo_rows, undo_rows
from mmdesk.work.albums import AlbumsWork
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.file_acts import FileAct, FileActs
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker

Step = tuple[Callable[[Library], Undone | Act | None], Callable[[Act], FileAct], str]
"""A step back, or forth: in the catalogue, for files, and what is said where there is none."""


class HistoryWork(Worker):
    """Takes acts back and does them again, one after the other, and tells the workers whose they are.

    Signals:
        done(Act): something was done that can be taken back; acts of files are told by `FileActs`.
        told(str): what was taken back or done again, or that there is nothing.
        restored(Act, tuple[PhotoId, ...]): rows of these photos are as they were before an act, or
            after it, again.
        changed(Act | None, Act | None): the acts that can be taken back, and done again, now.
    """

    done = Signal(object)
    told = Signal(str)
    restored = Signal(object, object)
    changed = Signal(object, object)

    def __init__(
        self,
        library: Library,
        workers: tuple[BrowseWork, DecisionWork, AlbumsWork, FileActs],
        lanes: Lanes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._lanes = library, lanes
        self._browse, self._decisions, self._albums, self._files = workers
        self._newest: int | None = None
        self._waiting: deque[Step] = deque()
        self._is_under_way = False
        self._ends = self._latest(lanes.tag, self._tell_ends)
        for signal in (self._browse.marked, self._decisions.decided, self._albums.altered, self._files.ended):
            signal.connect(self.look)
        self.look()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is taken back or done again, or waits for it."""
        return super().is_idle and not self._is_under_way

    def look(self) -> None:
        """Ask what can be taken back now."""
        self._ends.ask(lambda: (self._library.history.last(), self._library.history.next()))

    def undo(self) -> None:
        """Take back what was done last, whatever it was, also before a restart."""
        self._ask((undo_rows, self._files.take_back, NOTHING_TO_UNDO))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._ask((redo_rows, self._files.do_again, NOTHING_TO_REDO))

    def _ask(self, step: Step) -> None:
        self._waiting.append(step)
        if not self._is_under_way:
            self._take_step()

    def _take_step(self) -> None:
        """Begin once the files under way have come to rest: what is done with them may be the last act."""
        self._is_under_way = True
        self._run(self._lanes.file, lambda: None).ended.connect(self._step_rows)

    def _step_rows(self) -> None:
        rows, _, _ = self._waiting[0]
        job = self._run(self._lanes.tag, lambda: rows(self._library), self._follow)
        job.failed.connect(self._rest)

    def _follow(self, step: Undone | Act | None) -> None:
        _, files, nothing = self._waiting[0]
        if isinstance(step, Act):
            files(step).ended.connect(self._rest)
            return
        if step is not None:
            self._browse.forget(step.photos)
            if step.labels:
                self._decisions.tell_restored(step.labels)
            self._albums.refresh()
            self.restored.emit(step.act, step.photos)
        self.told.emit(nothing if step is None else step.sentence)
        self._rest()

    def _rest(self) -> None:
        self._waiting.popleft()
        self._is_under_way = False
        self.look()
        if self._waiting:
            self._take_step()

    def _tell_ends(self, ends: tuple[Act | None, Act | None]) -> None:
        last, following = ends
        self.changed.emit(last, following)
        newest = max(act.id if act else 0 for act in ends)
        is_new = self._newest is not None and newest > self._newest
        self._newest = max(newest, self._newest or 0)
        if is_new and last is not None and not last.is_of_files:
            self.done.emit(last)
