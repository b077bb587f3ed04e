"""Searches, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.query import Query
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.searching import Searcher
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class SearchWork(Worker):
    """Answers the newest query; the ones it overtook are never heard of again.

    Signals:
        found(SearchResult): its hits.
    """

    found = Signal(object)

    def __init__(self, searcher: Searcher, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._clip = clip
        self._lane = lanes.quick
        self._answer = self._latest(self._lane, self.found)

    @property
    def is_loaded(self) -> bool:
        """Whether the model is loaded; the first search has to wait for it."""
        return self._clip.is_loaded

    def prepare(self) -> None:
        """Load what a search needs, so that the first one does not wait for it."""
        self._run(self._lane, self._searcher.prepare)

    def search(self, query: Query) -> None:
        """Look for `query`, in place of any query before."""
        self._answer.ask(partial(self._searcher.search, query))

    def drop(self) -> None:
        """Drop the query: the user looks at something else now."""
        self._answer.drop()
