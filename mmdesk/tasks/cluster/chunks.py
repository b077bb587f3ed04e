"""Which files are where: to come, with a worker, or to be looked at again because their worker died."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mmdesk.core.language import tr
from mmdesk.core.photo import Skipped
from mmdesk.library.reading.request import ReadRequest

LARGEST = 32
"""Files of a chunk: a batch for the encoder, and a second or two of work."""

SMALLEST = 4
"""Files of the last chunks, so that all workers end at about the same time."""

IN_FLIGHT_EACH = 3
"""Chunks that a worker has at once: one is encoded, one is read, one waits."""

DEADLY_FOR = 2
"""Workers that a file may kill."""

DEADLY = tr("Two workers of the cluster died while they looked at this file.")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files that one worker looks at together. Those of a `carried` chunk are taken to it; a `suspect` one, a
    single file, is given to a worker that has nothing else, which may die of it.
    """

    number: int
    files: tuple[ReadRequest, ...]
    carried: bool = False
    suspect: bool = False


class ChunkBook:
    """Parts so many `files` requests into chunks, and keeps account of them.

    Towards the end chunks get smaller. Files whose worker died are suspects: in the end, each is given to a
    worker for itself, and if that dies, too, it was this file.
    """

    def __init__(self, requests: Iterable[ReadRequest], files: int) -> None:
        self._requests = iter(requests)
        self._to_come = files
        self._last = 0
        self._again: deque[Chunk] = deque()
        self._suspects: deque[Chunk] = deque()
        self._deaths: Counter[bytes] = Counter()
        self._in_flight: dict[int, Chunk] = {}

    @property
    def in_flight(self) -> int:
        """Number of chunks that are with workers."""
        return len(self._in_flight)

    def next(self, workers: int, *, idle: bool) -> Chunk | None:
        """The next chunk for one of so many workers, which is `idle` or not; None where there is none now."""
        waiting = self._again.popleft() if self._again else Chunk(0, self._new(workers))
        if not waiting.files and idle and self._suspects:
            waiting = self._suspects.popleft()
        if not waiting.files:
            return None
        self._last += 1
        chunk = replace(waiting, number=self._last)
        self._in_flight[chunk.number] = chunk
        return chunk

    def cut(self, number: int, kept: int) -> None:
        """Leave a chunk its first `kept` files; the others wait again."""
        chunk = self._in_flight[number]
        if chunk.files[kept:]:
            self._again.appendleft(replace(chunk, files=chunk.files[kept:]))
            self._in_flight[number] = replace(chunk, files=chunk.files[:kept])

    def settle(self, number: int, out_of_reach: Sequence[bytes] = ()) -> Chunk | None:
        """Take note that a chunk is done, but for files that its worker could not reach: those are carried.

        None for one that is no longer in flight: its files are somewhere else by now.
        """
        chunk = self._in_flight.pop(number, None)
        if chunk is not None and out_of_reach:
            missed = set(out_of_reach)
            files = tuple(file for file in chunk.files if file.path in missed)
            self._put_back(replace(chunk, files=files, carried=True))
        return chunk

    def lose(self, numbers: Iterable[int]) -> list[Skipped]:
        """Take note that a worker died with these chunks; returns the files that are given up for it."""
        lost = [self._in_flight.pop(number) for number in sorted(numbers) if number in self._in_flight]
        return [deadly for chunk in lost for file in chunk.files if (deadly := self._suspect(file, chunk))]

    def _put_back(self, chunk: Chunk) -> None:
        (self._suspects if chunk.suspect else self._again).append(chunk)

    def _suspect(self, file: ReadRequest, chunk: Chunk) -> Skipped | None:
        self._deaths[file.path] += 1
        if self._deaths[file.path] >= DEADLY_FOR:
            return Skipped(file.path, DEADLY, file.stamp)
        self._suspects.append(replace(chunk, files=(file,), suspect=True))
        return None

    def _new(self, workers: int) -> tuple[ReadRequest, ...]:
        share = self._to_come // (max(1, workers) * IN_FLIGHT_EACH)
        files = tuple(islice(self._requests, min(LARGEST, max(SMALLEST, share))))
        self._to_come -= len(files)
        return files
