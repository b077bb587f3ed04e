"""The searches of before, read and kept off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.library import Library
from mmdesk.tasks.recent_searches import RecentSearches
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class RecentSearchesWork(Worker):
    """Remembers the lines that were searched for, one after the other.

    Signals:
        known(tuple[str, ...]): the lines, the newest first; anew after every change.
    """

    known = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._recent = RecentSearches(library.places.recent_searches)
        self._lane = lanes.book

    def request(self) -> None:
        """Ask for the lines."""
        self._run(self._lane, self._recent.lines, self.known)

    def note(self, line: str) -> None:
        """Remember a line."""
        self._run(self._lane, partial(self._recent.note, line), self.known)

    def clear(self) -> None:
        """Forget them all."""
        self._run(self._lane, self._recent.clear, self.known)
