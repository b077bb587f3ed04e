"""Processes that read files, and may die of it.

Started by "spawn": the program has threads of torch and Qt, and a process forked beside
threads may hang for ever on a lock that one of them held.
"""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import RLock
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from mmdesk.core.cores import usable_cores
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.reading.limits import USUAL_SHARE, ReadingLimits, memory_for_reading
from mmdesk.library.reading.worker import do_nothing, limit_process

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


FILES_EACH = 8
"""Photographs that take about as long to read as a process to start."""


class ReadingProcesses:
    """Reading processes, replaced one by one as they crash or hang, and altogether when need be.

    Use as a context manager; leaving it ends all of them at once. `begin` is what a process does first.
    """

    def __init__(
        self, workers: int, limits: ReadingLimits, begin: Callable[[ReadingLimits], None] = limit_process
    ) -> None:
        self._workers = workers
        self._limits = limits
        self._begin = begin
        self._pool = self._new_pool()
        self._under_way: set[Future[Any]] = set()
        self._is_over = False

    def __enter__(self) -> "ReadingProcesses":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the processes now rather than with the first file; they take a moment."""
        if not self._is_over and not self._pool.active:  # asking starts a new pool
            self._end_processes()
            self._pool = self._new_pool()

    def submit(
        self, function: Callable[Arguments, Returned], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Returned]:
        """Let a process call `function`. The future may fail with TimeoutError or ProcessExpired.

        After `stop` it is cancelled from the start: whoever asks so late must not bring processes back.
        """
        if self._is_over:
            return _cancelled()
        self.start()
        future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._limits.seconds)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future

    def prove_able(self) -> None:
        """Raises UserError where the processes cannot even do nothing."""
        try:
            self.submit(do_nothing).result()
        except (BrokenProcessPool, ProcessExpired, TimeoutError) as error:
            raise UserError(
                tr("The processes that read photographs cannot be started; memory may be short.")
            ) from error

    def stop(self) -> None:
        """End the processes for good, whatever they do. Futures that are not done are cancelled."""
        self._is_over = True
        self._end_processes()

    def _end_processes(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        for future in list(self._under_way):
            future.cancel()
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            initializer=self._begin,
            initargs=(self._limits,),
            context=_LockKeepingContext(),
        )


class _LockKeepingContext(SpawnContext):
    """Keeps the locks made in it for as long as it lives itself, which is as long as its pool.

    A pool that is stopped lets go of its locks first, and of its processes then. One that is just
    starting would not find the locks that it was to share, and would say so on the terminal at length.
    """

    def __init__(self) -> None:
        super().__init__()
        self._locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802  # its name in the standard library
        """A lock to be shared between processes."""
        self._locks.append(super().RLock())
        return self._locks[-1]


def _cancelled() -> Future[Any]:
    future: Future[Any] = Future()
    future.cancel()
    future.set_running_or_notify_cancel()
    return future


def usual_workers(
    limits: ReadingLimits | None = None, together: int | None = None, files: int | None = None
) -> int:
    """Number of processes: one for each core we may use, up to eight, when the disk is the limit.

    A few `files` keep fewer busy: a process takes as long to start as to read some photographs.
    """
    memory = memory_for_reading() if together is None else together
    affordable = max(1, (memory - (limits or ReadingLimits()).memory_bytes) // USUAL_SHARE)
    occupied = 8 if files is None else max(1, -(-files // FILES_EACH))
    return min(8, usable_cores(), affordable, occupied)
