"""Reading many photographs ahead of whoever uses them."""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue
from types import TracebackType

from pebble import ProcessExpired

from mmdesk.core.photo import Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.limits import ReadingLimits, memory_for_reading
from mmdesk.library.reading.looks import NUMBERS
from mmdesk.library.reading.process_pool import ReadingProcesses, usual_workers
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.library.reading.worker import Answer, answer, limit_background_process

HASH_BYTES = 16

MOST_FRAMES = 3
"""Number of frames that a film is seen by."""

JPEG_BEGINS = b"\xff\xd8\xff"


class ReadingPool:
    """Reads photographs for one model in several processes at once.

    Use as a context manager: the processes start on entering, so that they are ready when the encoder is,
    and are ended on leaving. `ahead` bounds how many files are read before anybody has asked for them:
    enough for the processes to be busy while a batch is encoded, each about 200 KB. All processes have
    `together` bytes of memory; of what needs more than its share of them, one file is read at a time.
    Where no more than `files` are to be read, there are no more processes than these keep busy.
    """

    def __init__(
        self,
        recipe: PixelRecipe,
        limits: ReadingLimits | None = None,
        workers: int | None = None,
        ahead: int = 64,
        together: int | None = None,
        files: int | None = None,
    ) -> None:
        self._recipe = recipe
        self._limits = limits or ReadingLimits()
        memory = memory_for_reading() if together is None else together
        workers = workers or usual_workers(self._limits, memory, files)
        self._each = self._limits.for_each(workers, memory)
        self._processes = ReadingProcesses(workers, self._each, limit_background_process)
        self._ahead = ahead

    def __enter__(self) -> "ReadingPool":
        self._processes.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._processes.stop()

    def read(self, paths: Iterable[bytes]) -> Iterator[ReadPhoto | Skipped]:
        """The photographs in these files, or why each is left out, in the order they are finished."""
        for result in self.read_files(ReadRequest(path) for path in paths):
            if not isinstance(result, SameContent):  # nothing was said to be known
                yield result

    def read_files(self, requests: Iterable[ReadRequest]) -> Generator[Answer, None, None]:
        """One answer for each request, in the order they are finished.

        A file that crashes its process, hangs, or needs too much memory costs itself alone. Closing the
        generator drops what is under way; leaving the pool meanwhile ends it with CancelledError.
        """
        waiting: dict[Future[Answer], ReadRequest] = {}
        finished: SimpleQueue[Future[Answer]] = SimpleQueue()
        try:
            for request in requests:
                future = self._processes.submit(answer, request, self._recipe, self._each)
                waiting[future] = request
                future.add_done_callback(finished.put)
                if len(waiting) >= self._ahead:
                    yield self._next(finished, waiting)
            while waiting:
                yield self._next(finished, waiting)
        finally:
            for future in waiting:
                future.cancel()

    def _next(
        self, finished: "SimpleQueue[Future[Answer]]", waiting: dict[Future[Answer], ReadRequest]
    ) -> Answer:
        """Wait for a file to be finished."""
        future = finished.get()
        return self._result(future, waiting.pop(future))

    def _result(self, future: Future[Answer], request: ReadRequest) -> Answer:
        """Raises CancelledError where the pool was left meanwhile."""
        if isinstance(future.exception(), BrokenProcessPool) or self._wants_more_memory(future):
            return self._alone(request)
        return self._answer_or_blame(future, request)

    def _wants_more_memory(self, future: Future[Answer]) -> bool:
        """Whether a file may have failed for its process's share of the memory alone."""
        if self._each.memory_bytes >= self._limits.memory_bytes:
            return False
        error = future.exception()
        if error is None:
            given = future.result()
            return isinstance(given, Skipped) and given.reason == str(reasons.out_of_memory(self._each))
        return isinstance(error, MemoryError | ProcessExpired)

    def _alone(self, request: ReadRequest) -> Answer:
        """Read a file again with nothing beside it: all processes broke at once, and it may be to blame.

        Or no process can be started here at all, which is no file's fault.
        """
        with ReadingProcesses(1, self._limits, limit_background_process) as processes:
            processes.prove_able()
            return self._answer_or_blame(
                processes.submit(answer, request, self._recipe, self._limits), request
            )

    def _answer_or_blame(self, future: Future[Answer], request: ReadRequest) -> Answer:
        """What the process answered, if that can be true, or why there is no answer."""
        error = future.exception()
        if error is None:
            given = future.result()
            return given if self._is_sound(given, request) else self._blame(request, reasons.RUBBISH)
        if isinstance(error, TimeoutError):
            return self._blame(request, str(reasons.too_slow(self._limits)))
        if isinstance(error, MemoryError):
            return self._blame(request, str(reasons.out_of_memory(self._limits)))
        if isinstance(error, ProcessExpired | BrokenProcessPool):
            return self._blame(request, reasons.CRASHED)
        raise error  # a bug of ours

    def _blame(self, request: ReadRequest, reason: str) -> Skipped:
        return Skipped(request.path, reason, request.stamp)

    def _is_sound(self, given: object, request: ReadRequest) -> bool:
        """Whether an answer fits its question. A parser that writes beyond its memory may return anything."""
        if not isinstance(given, ReadPhoto | SameContent | Skipped) or given.path != request.path:
            return False
        if isinstance(given, SameContent):
            return given.content_hash in request.known
        if isinstance(given, ReadPhoto):
            pixels = self._recipe.size**2 * 3
            return (
                0 < given.frames <= MOST_FRAMES
                and len(given.pixel_bytes) == given.frames * pixels
                and given.side == self._recipe.size
                and len(given.content_hash) == HASH_BYTES
                and given.thumbnail.startswith(JPEG_BEGINS)
                and len(given.look) in (0, NUMBERS)
                and min(given.facts.width, given.facts.height) > 0
            )
        return True
