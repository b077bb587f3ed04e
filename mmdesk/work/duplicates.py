"""The search for duplicates, off the GUI thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.duplicates.find import DuplicateSearch, say_apart, unsay_apart
from mmdesk.tasks.library import Library
from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.lanes import Lanes


class DuplicatesWork(QObject):
    """Searches the library, and remembers what the user says is no duplicate.

    Signals:
        progressed(Progress): how far the search is.
        found(list[Group]): its outcome, class by class.
        failed(str): what could not be done, in one sentence.
        ended(): the search is over, broken off or not.
    """

    progressed = Signal(object)
    found = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lanes = library, clip, lanes
        self._search: Job | None = None
        self._sayings: list[Job] = []

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._search is not None

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been told or done."""
        return self._search is None and not self._sayings

    def search(self) -> None:
        """Look through the whole library, unless that is being done; answered by `found`."""
        if self._search is None:
            steps = DuplicateSearch(self._library, self._clip).run()
            self._search = job = Job(steps, self._lanes.quick, self)
            job.progressed.connect(self.progressed)
            job.done.connect(self.found)
            job.failed.connect(self._tell_failure)
            job.ended.connect(self._rest)
            job.start()

    def stop(self) -> None:
        """Break a search off."""
        if self._search is not None:
            self._search.cancel()

    def say_apart(self, ids: Sequence[int]) -> None:
        """Remember that these photos are no duplicates of each other."""
        self._begin(in_one_step(partial(say_apart, self._library, list(ids))))

    def unsay_apart(self, ids: Sequence[int]) -> None:
        """Take that back."""
        self._begin(in_one_step(partial(unsay_apart, self._library, list(ids))))

    def _begin(self, steps: Steps) -> None:
        job = Job(steps, self._lanes.tag, self)
        job.failed.connect(self._tell_failure)
        job.ended.connect(partial(self._sayings.remove, job))
        self._sayings.append(job)
        job.start()

    def _rest(self) -> None:
        self._search = None
        self.ended.emit()

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))
