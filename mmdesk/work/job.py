"""Slow work that runs in a lane and is told of on the GUI thread."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import closing
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.work.mailbox import Mailbox

Steps = Generator[object, None, Any]
"""Work as the rooms below write it: a generator that knows nothing of threads."""


class _Outcome(Enum):
    CANCELLED = "cancelled"


class Job(QObject):
    """Pulls a generator in a lane and turns what it yields into signals.

    A job ends once, as `done`, `failed` or cancelled (neither), and then says
    `ended`. Cancelling means to stop pulling and to close the generator, whose
    own `finally` cleans up. The job must be kept (by its parent) until it ended.

    The parent, mostly a worker, needs a parent in turn, so that Qt alone deletes it. For a
    job holds on to its worker, by what it is to do and whom it tells. Were the worker Python's
    to delete, that could be the last hold on it: let go of while Qt is deleting the job, it
    would take the worker along, and with it the worker's child, this same job, a second time.

    Signals:
        progressed(Progress): how far it is; of several, only the latest is told.
        yielded(list): everything else it yielded, in order, none lost.
        done(object): what the generator returned.
        failed(str): what the world did (UserError), in one sentence. A bug of ours is raised on
            the GUI thread instead, after `ended`, where the crash box shows it.
        ended(): nothing more will come.
    """

    progressed = Signal(object)
    yielded = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, steps: Steps, lane: Executor, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._lane = lane
        self._cancelled = False
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._mailbox = Mailbox(self)
        self._mailbox.arrived.connect(self._deliver)

    def start(self) -> None:
        """Begin, as soon as the lane is free."""
        future = self._lane.submit(self._pull)
        future.add_done_callback(self._mailbox.post)

    def cancel(self) -> None:
        """End after the step under way."""
        self._cancelled = True
        self._may_go_on.set()

    def pause(self) -> None:
        """Rest after the step under way."""
        self._may_go_on.clear()

    def resume(self) -> None:
        """Go on after a pause."""
        self._may_go_on.set()

    @property
    def is_paused(self) -> bool:
        """Whether the job rests, or will after its step."""
        return not self._may_go_on.is_set()

    def _pull(self) -> object:
        """Pull in the lane: take one step after the other until the end or a cancel."""
        with closing(self._steps):
            while self._goes_on():
                try:
                    step = next(self._steps)
                except StopIteration as end:
                    return end.value
                self._mailbox.post(step)
        return _Outcome.CANCELLED

    def _goes_on(self) -> bool:
        self._may_go_on.wait()
        return not self._cancelled

    def _deliver(self, letters: list[object]) -> None:
        ticks = [letter for letter in letters if isinstance(letter, Progress)]
        items = [letter for letter in letters if not isinstance(letter, Progress | Future)]
        if ticks:
            self.progressed.emit(ticks[-1])
        if items:
            self.yielded.emit(items)
        if isinstance(letters[-1], Future):
            self._end(letters[-1])

    def _end(self, future: "Future[object]") -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, UserError):
            self.failed.emit(str(error))
        elif error is None and not future.cancelled() and future.result() is not _Outcome.CANCELLED:
            self.done.emit(future.result())
        self.ended.emit()
        self.deleteLater()
        if error is not None and not isinstance(error, UserError):
            raise error


def in_one_step(question: Callable[[], object]) -> Steps:
    """Work that has nothing to say until it is done."""
    yield from ()
    return question()
