"""Questions of which only the newest matters."""

from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtCore import QObject, Signal

from mmdesk.work.job import Job, in_one_step


class LatestAnswer(QObject):
    """Asks in a lane, one question at a time.

    A question asked while another is being answered makes that one stale: its
    answer is dropped, and the newest question follows it. So a fast typist
    costs at most one search too many, and old answers never overtake new ones.

    Signals:
        answered(object): the answer to the newest question.
        failed(str): why it has none, for people.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, lane: Executor, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._is_stale = False
        self._waiting: Callable[[], object] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether no answer that matters is still to come."""
        return self._waiting is None and (self._job is None or self._is_stale)

    def ask(self, question: Callable[[], object]) -> None:
        """Have `question` called in the lane; whatever was asked before no longer matters."""
        if self._job is None:
            self._begin(question)
            return
        self._is_stale = True
        self._waiting = question

    def drop(self) -> None:
        """Drop the question; its answer is told to nobody."""
        self._is_stale = True
        self._waiting = None

    def _begin(self, question: Callable[[], object]) -> None:
        self._is_stale = False
        self._job = job = Job(in_one_step(question), self._lane, self)
        job.done.connect(self._tell)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._follow)
        job.start()

    def _tell(self, answer: object) -> None:
        if not self._is_stale:
            self.answered.emit(answer)

    def _tell_failure(self, sentence: str) -> None:
        if not self._is_stale:
            self.failed.emit(sentence)

    def _follow(self) -> None:
        self._job = None
        question, self._waiting = self._waiting, None
        if question is not None:
            self._begin(question)
