"""Slow work in one sentence: what is done, in which lane, and who is told."""

from collections.abc import Callable, Generator
from concurrent.futures import Executor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from mmdesk.work.job import Job, Steps, in_one_step
from mmdesk.work.latest import LatestAnswer

Told = Callable[..., object] | SignalInstance
"""Whoever is told on the GUI thread: a slot, or a signal that passes it on."""


class Worker(QObject):
    """Has work done in lanes, knows whether any is left, and says in one place why some failed.

    Signals:
        failed(str): what could not be done, and why, in one sentence.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._questions: list[LatestAnswer] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, and everything asked for has been told."""
        return not self._jobs and all(question.is_idle for question in self._questions)

    def stop(self) -> None:
        """Break off what takes long. Short work, which is all there is here, comes to its end."""

    def _run(self, lane: Executor, work: Steps | Callable[[], object], told: Told | None = None) -> Job:
        """Do `work` in a lane; `told` receives what it returns."""
        job = Job(work if isinstance(work, Generator) else in_one_step(work), lane, self)
        if told is not None:
            job.done.connect(told)
        job.failed.connect(self.failed)
        return self._start(job)

    def _start(self, job: Job) -> Job:
        """Start a job that tells of its failure itself."""
        self._jobs.append(job)
        job.ended.connect(partial(self._jobs.remove, job))
        job.start()
        return job

    def _latest(self, lane: Executor, told: Told) -> LatestAnswer:
        """Questions to be asked in a lane, of which only the newest matters; `told` receives its answer."""
        question = LatestAnswer(lane, self)
        question.answered.connect(told)
        question.failed.connect(self.failed)
        self._questions.append(question)
        return question


class LongWorker(Worker):
    """Has one long job at a time, which shows how far it is, can be paused, and can be stopped.

    Signals:
        started(): a long job is under way.
        progressed(Progress): how far it is.
        ended(): whichever way, it is no longer under way.
    """

    started = Signal()
    progressed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        """Whether a long job is under way, paused or not."""
        return self._job is not None

    @property
    def is_paused(self) -> bool:
        """Whether the job under way is paused."""
        return self._job is not None and self._job.is_paused

    def pause(self) -> None:
        """Rest after the step under way."""
        if self._job is not None:
            self._job.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._job is not None:
            self._job.resume()

    def stop(self) -> None:
        """End after the step under way. Nothing is left half done."""
        if self._job is not None:
            self._job.cancel()

    def _begin(
        self, lane: Executor, steps: Steps, told: Told, yielded: Callable[[list[Any]], None] | None = None
    ) -> None:
        """Start a long job, unless one is under way; `yielded` receives all it yields but its progress."""
        if self._job is not None:
            steps.close()
            return
        self._job = job = self._run(lane, steps, told)
        job.progressed.connect(self.progressed)
        if yielded is not None:
            job.yielded.connect(yielded)
        job.ended.connect(self._end)
        self.started.emit()

    def _end(self) -> None:
        """Take note that the long job has ended."""
        self._job = None
        self.ended.emit()
