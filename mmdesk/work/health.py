"""The library's health, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.health import Check, Health, check_everything, health, try_skipped_again
from mmdesk.tasks.library import Library
from mmdesk.work.job import Job, in_one_step
from mmdesk.work.lanes import Lanes
from mmdesk.work.latest import LatestAnswer

__all__ = ["Check", "Health", "HealthWork"]


class HealthWork(QObject):
    """Counts, checks, and lets skipped files be tried again.

    Signals:
        counted(Health): the numbers, as asked for.
        progressed(Progress): how far a check of everything is.
        checked(list[Check]): its answers.
        freed(int): so many skipped files will be opened once more by the next look.
        failed(str): what could not be done, in one sentence.
    """

    counted = Signal(object)
    progressed = Signal(object)
    checked = Signal(object)
    freed = Signal(object)
    failed = Signal(str)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip, self._lane = library, clip, lanes.quick
        self._check: Job | None = None
        self._numbers = LatestAnswer(lanes.quick, self)
        self._numbers.answered.connect(self.counted)
        self._numbers.failed.connect(self.failed)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been told."""
        return self._check is None and self._numbers.is_idle

    def count(self) -> None:
        """Answered by `counted`."""
        self._numbers.ask(partial(health, self._library, self._clip))

    def check(self) -> None:
        """Look through everything that is stored, unless that is being done; answered by `checked`."""
        if self._check is None:
            self._check = job = Job(check_everything(self._library, self._clip), self._lane, self)
            job.progressed.connect(self.progressed)
            job.done.connect(self.checked)
            job.failed.connect(self._tell_failure)
            job.ended.connect(self._rest)
            job.start()

    def stop(self) -> None:
        """Break a check off."""
        if self._check is not None:
            self._check.cancel()

    def try_again(self, reason: str) -> None:
        """Let the files left out for `reason` be opened once more; answered by `freed`."""
        job = Job(in_one_step(partial(try_skipped_again, self._library, reason)), self._lane, self)
        job.done.connect(self.freed)
        job.failed.connect(self._tell_failure)
        job.start()

    def _rest(self) -> None:
        self._check = None

    def _tell_failure(self, error: UserError) -> None:
        self.failed.emit(str(error))
