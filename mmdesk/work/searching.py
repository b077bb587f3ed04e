"""Searches, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk import __version__
from mmdesk.core.query import Query, SearchResult
from mmdesk.core.search_line.known import KnownNames
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.running_window import SearchQuestion
from mmdesk.tasks.search_document import find_document
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.understanding import names_in
from mmdesk.work.job import Job, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.single_window import Reply
from mmdesk.work.worker import Worker


class SearchWork(Worker):
    """Answers the newest query; the ones it overtook are never heard of again.

    Signals:
        found(SearchResult): its hits; once more where there are none, with what there is instead.
        names_known(KnownNames): what a search may name.
    """

    found = Signal(object)
    names_known = Signal(object)

    def __init__(self, searcher: Searcher, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._clip = clip
        self._lane = lanes.quick
        self._answer = self._latest(self._lane, self._tell)
        self._ways = self._latest(self._lane, self._tell_ways)
        self._names = self._latest(lanes.quick, self.names_known)

    @property
    def is_loaded(self) -> bool:
        """Whether the model is loaded; the first search has to wait for it."""
        return self._clip.is_loaded

    def prepare(self) -> None:
        """Load what a search needs, so that the first one does not wait for it."""
        self._run(self._lane, self._searcher.prepare)

    def request_names(self) -> None:
        """Ask which cameras, folders, albums and the like there are."""
        self._names.ask(partial(_names_to_type, self._searcher.library))

    def search(self, query: Query) -> None:
        """Look for `query`, in place of any query before."""
        self._ways.drop()
        self._answer.ask(partial(self._searcher.search, query))

    def answer(self, question: SearchQuestion, reply: Reply) -> None:
        """Have `reply` given the document that answers the command line's `question`.

        It is given None where the command had better look itself: with another model, or while this one is
        still to be loaded, or where something is wrong, which the command then says.
        """
        ours = (__version__, self._clip.key, self._clip.device)
        if ours != (question.version, question.model, question.device) or not self.is_loaded:
            reply(None)
            return
        find = partial(find_document, self._searcher, question)
        job = Job(in_one_step(find), self._lane, self)
        job.done.connect(reply)
        job.failed.connect(lambda _sentence: reply(None))
        self._start(job)

    def drop(self) -> None:
        """Drop the query: the user looks at something else now."""
        self._answer.drop()
        self._ways.drop()

    def _tell(self, result: SearchResult) -> None:
        """Tell what was found; of nothing, tell the ways on as soon as they are known."""
        self.found.emit(result)
        if not result.found:
            self._ways.ask(partial(self._searcher.with_ways, result))

    def _tell_ways(self, result: SearchResult) -> None:
        if result.apart is not None:
            self.found.emit(result)


def _names_to_type(library: Library) -> KnownNames:
    """What a search may name, ready for the GUI thread. Runs in a lane."""
    names = names_in(library)
    names.spelling.prepare()
    names.everyday.prepare()
    return names
