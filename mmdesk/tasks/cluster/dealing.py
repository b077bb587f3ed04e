"""Giving chunks to the workers of a cluster, and taking what they found, in the order in which it comes.

It knows nothing of how workers are reached: `ClusterWorkers` may be those of Ray, or made up.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mmdesk.core.photo import FileStamp, PhotoFacts, Skipped
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent
from mmdesk.library.reading.taken import file_time
from mmdesk.tasks.batches import Encoded
from mmdesk.tasks.cluster.carrying import pack
from mmdesk.tasks.cluster.chunks import IN_FLIGHT_EACH, Chunk, ChunkBook
from mmdesk.tasks.cluster.rates import WorkerRates
from mmdesk.tasks.looking import Finding, StillLooking

BY_FILE = "file"
"""Source of a date that is the file's own: local time, which may be another one where the node is."""


@dataclass(frozen=True, slots=True)
class ChunkAnswer:
    """What a worker found out: photos `seen`, with vectors and without pixels; what became of other files;
    and paths that lead nowhere where it is, or to another file.
    """

    number: int
    seen: Encoded
    others: Sequence[SameContent | Skipped] = ()
    out_of_reach: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class WorkerJoined:
    """A worker is ready; `name` is that of its node, for people."""

    worker: int
    name: str


@dataclass(frozen=True, slots=True)
class WorkerAnswered:
    """A worker is done with a chunk."""

    worker: int
    answer: ChunkAnswer


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """A worker is no more, and what it had under way is lost."""

    worker: int


WorkerEvent = WorkerJoined | WorkerAnswered | WorkerDied


class ClusterWorkers(Protocol):
    """The workers of a cluster, as they come and go."""

    def give(
        self, worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> None:
        """Let a worker look at the files of a chunk, whose contents come along where they are given."""

    def wait(self) -> WorkerEvent | None:
        """What happens next; None where nothing does for a moment. Raises UserError where no worker is."""


class ChunkDealer:
    """Lets the workers of a cluster look at so many `files`.

    Each has a few chunks at a time and no more, whatever the writer does meanwhile.
    """

    def __init__(self, workers: ClusterWorkers, files: int) -> None:
        self._workers = workers
        self._files = files
        self._held: dict[int, set[int]] = {}
        self._carried_to: set[int] = set()
        self._kept_for_one: set[int] = set()
        self._rates = WorkerRates()

    @property
    def note(self) -> str:
        """The nodes at work, each with its rate."""
        return self._rates.note

    def look_at(self, requests: Iterable[ReadRequest]) -> Generator[Finding, None, None]:
        """What became of each of the files, in the order they are finished."""
        book = ChunkBook(requests, self._files)
        yield StillLooking()
        while True:
            is_all_given = yield from self._deal(book)
            if is_all_given and not book.in_flight:
                return
            yield from self._take(self._workers.wait(), book)

    def _deal(self, book: ChunkBook) -> Generator[Finding, None, bool]:
        """Give every worker what it may have at once; returns whether nothing is left to be given."""
        while (worker := self._least_busy()) is not None:
            chunk = book.next(len(self._held), idle=not self._held[worker])
            if chunk is None:
                return True
            if chunk.suspect:
                self._kept_for_one.add(worker)
            if chunk.carried or worker in self._carried_to:
                yield from self._carry(worker, chunk, book)
            else:
                self._held[worker].add(chunk.number)
                self._workers.give(worker, chunk.number, chunk.files, None)
        return False

    def _least_busy(self) -> int | None:
        """The worker with the fewest chunks, if it may have one more. One with a suspect may not."""
        free = self._held.keys() - self._kept_for_one
        worker = min(free, key=lambda worker: (len(self._held[worker]), worker), default=None)
        return worker if worker is not None and len(self._held[worker]) < IN_FLIGHT_EACH else None

    def _carry(self, worker: int, chunk: Chunk, book: ChunkBook) -> Iterator[Finding]:
        """Give a chunk with the contents of its files, as many as fit."""
        parcel = pack(chunk.files)
        book.cut(chunk.number, parcel.taken)
        yield from parcel.refused
        if parcel.files:
            self._held[worker].add(chunk.number)
            self._workers.give(worker, chunk.number, parcel.files, parcel.contents)
        else:
            book.settle(chunk.number)
            self._kept_for_one.discard(worker)

    def _take(self, event: WorkerEvent | None, book: ChunkBook) -> Iterator[Finding]:
        if event is None:
            yield StillLooking()
        elif isinstance(event, WorkerJoined):
            self._held[event.worker] = set()
            self._rates.join(event.worker, event.name)
        elif isinstance(event, WorkerDied):
            self._rates.leave(event.worker)
            self._kept_for_one.discard(event.worker)
            yield from book.lose(self._held.pop(event.worker, ()))
        else:
            yield from self._take_answer(event.worker, event.answer, book)

    def _take_answer(self, worker: int, answer: ChunkAnswer, book: ChunkBook) -> Iterator[Finding]:
        chunk = book.settle(answer.number, answer.out_of_reach)
        if chunk is None:
            return
        self._held[worker].discard(answer.number)
        self._kept_for_one.discard(worker)
        self._rates.count(worker, len(answer.seen.photos))
        if len(answer.out_of_reach) == len(chunk.files):
            self._carried_to.add(worker)
        yield from map(_other_dated_here, answer.others)
        if answer.seen.photos:
            yield replace(answer.seen, photos=list(map(_photo_dated_here, answer.seen.photos)))


def _photo_dated_here(photo: ReadPhoto) -> ReadPhoto:
    return replace(photo, facts=_dated_here(photo.facts, photo.stamp))


def _other_dated_here(looked: SameContent | Skipped) -> SameContent | Skipped:
    if isinstance(looked, Skipped) or looked.facts is None:
        return looked
    return replace(looked, facts=_dated_here(looked.facts, looked.stamp))


def _dated_here(facts: PhotoFacts, stamp: FileStamp) -> PhotoFacts:
    """The same facts; a date that is the file's own in the local time of this computer."""
    return replace(facts, taken_at=file_time(stamp)) if facts.taken_from == BY_FILE else facts
