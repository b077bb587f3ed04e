"""What pictures say themselves, read in processes that may die of it, some files ahead of whoever asks."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from pebble import ProcessExpired

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.process_pool import ReadingProcesses
from mmdesk.library.reading.worker import set_alarm
from mmdesk.library.xmp.embedded import embedded_keywords
from mmdesk.library.xmp.keywords import Keywords

WORKERS = 2
"""Processes: most of the time goes into waiting for the disk."""

AHEAD = 64
"""Files that are asked for before anybody wants to know of them."""

DIED = (TimeoutError, ProcessExpired, BrokenProcessPool, MemoryError)
"""What comes of a file that hangs its process, kills it, or is too much for it."""


class EmbeddedReader:
    """Reads pictures for their keywords. Use as a context manager; leaving it ends the processes."""

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._processes = ReadingProcesses(WORKERS, self._limits)

    def __enter__(self) -> "EmbeddedReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._processes.stop()

    def read(self, pictures: Iterable[bytes]) -> Iterator[Keywords | UserError]:
        """The keywords of each picture, in order, or the reason why they are not known."""
        waiting: deque[tuple[bytes, Future[Keywords]]] = deque()
        for picture in pictures:
            waiting.append((picture, self._processes.submit(_read, picture, self._limits.seconds)))
            if len(waiting) > AHEAD:
                yield _answer(*waiting.popleft())
        while waiting:
            yield _answer(*waiting.popleft())


def _read(picture: bytes, seconds: float) -> Keywords:
    """Runs in the process."""
    set_alarm(2 * seconds)
    try:
        return embedded_keywords(picture)
    finally:
        set_alarm(0)


def _answer(picture: bytes, future: Future[Keywords]) -> Keywords | UserError:
    try:
        return future.result()
    except UserError as error:
        return error
    except DIED:
        return UserError(tr("The picture {picture} cannot be read.", picture=display_path(picture)))
