"""Chunks given to workers that are made up: what comes back, in which order, and what is done again."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.photo import FileStamp, PhotoFacts, Skipped
from mmdesk.library.reading.request import ReadPhoto, ReadRequest
from mmdesk.tasks.batches import Encoded
from mmdesk.tasks.cluster.chunks import DEADLY, IN_FLIGHT_EACH
from mmdesk.tasks.cluster.dealing import (
    ChunkAnswer,
    ChunkDealer,
    WorkerAnswered,
    WorkerDied,
    WorkerEvent,
    WorkerJoined,
)
from mmdesk.tasks.cluster.rates import WAITING
from mmdesk.tasks.looking import Finding, StillLooking
from tests.tasks.cluster.test_chunks import files_called

Look = Callable[[int, int, Sequence[ReadRequest], Sequence[bytes] | None], list[WorkerEvent]]


class MadeUpWorkers:
    """Workers that answer with the next question, by `look`, in turn."""

    def __init__(self, count: int, look: Look) -> None:
        self._look = look
        self.events: deque[WorkerEvent] = deque(WorkerJoined(worker, "node") for worker in range(count))
        self.given: list[tuple[int, int, Sequence[ReadRequest], Sequence[bytes] | None]] = []
        self._undone: deque[tuple[int, int, Sequence[ReadRequest], Sequence[bytes] | None]] = deque()
        self.most = 0

    def give(
        self, worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> None:
        self.given.append((worker, number, files, contents))
        self._undone.append(self.given[-1])
        self.most = max(self.most, len(self._undone))

    def wait(self) -> WorkerEvent | None:
        if self.events:
            return self.events.popleft()
        if not self._undone:
            raise UserError("nobody is left")
        self.events += self._look(*self._undone.popleft())
        return self.events.popleft() if self.events else None


def seen(file: ReadRequest, facts: PhotoFacts | None = None) -> ReadPhoto:
    stamp = file.stamp or FileStamp(0, 0)
    return ReadPhoto(file.path, stamp, file.path[-16:], facts or PhotoFacts(4, 3), b"jpeg", 0, b"")


def answered(
    worker: int, number: int, files: Sequence[ReadRequest], out_of_reach: Sequence[bytes] = ()
) -> WorkerAnswered:
    photos = [seen(file) for file in files if file.path not in out_of_reach]
    vectors = np.zeros((len(photos), 2), np.float32)
    return WorkerAnswered(worker, ChunkAnswer(number, Encoded(photos, vectors), (), list(out_of_reach)))


def well(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
    return [answered(worker, number, files)]


def paths_of(findings: Sequence[Finding]) -> list[bytes]:
    batches = [finding for finding in findings if isinstance(finding, Encoded)]
    return [photo.path for batch in batches for photo in batch.photos]


def test_all_workers_are_busy_and_none_has_more_than_its_share() -> None:
    files = files_called(300)
    workers = MadeUpWorkers(3, well)
    dealer = ChunkDealer(workers, 300)
    assert sorted(paths_of(list(dealer.look_at(iter(files))))) == sorted(file.path for file in files)
    assert {worker for worker, *_ in workers.given} == {0, 1, 2}
    assert workers.most == 3 * IN_FLIGHT_EACH


def test_nothing_is_given_while_nobody_pulls() -> None:
    workers = MadeUpWorkers(1, well)
    findings = ChunkDealer(workers, 900).look_at(iter(files_called(900)))
    while not isinstance(next(findings), Encoded):
        pass
    before = len(workers.given)
    assert before <= IN_FLIGHT_EACH + 1
    findings.close()
    assert len(workers.given) == before


def test_findings_come_in_the_order_in_which_workers_end() -> None:
    late: list[WorkerEvent] = []

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        events = [answered(worker, number, files)]
        if number == 1:
            late.extend(events)
            return []
        return events + late if number == 2 else events

    findings = list(ChunkDealer(MadeUpWorkers(1, look), 10).look_at(iter(files_called(10))))
    names = [os.path.basename(path) for path in paths_of(findings)]
    assert sorted(names[:4]) == [b"4.jpg", b"5.jpg", b"6.jpg", b"7.jpg"]
    assert len(names) == len(set(names)) == 10


def test_a_dead_worker_costs_its_chunks_which_others_do_again() -> None:
    files, died = files_called(60), list[int]()

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        if worker == 1:
            died.append(number)
            return [WorkerDied(1)] if len(died) == 1 else []
        return [answered(worker, number, files)]

    findings = list(ChunkDealer(MadeUpWorkers(2, look), 60).look_at(iter(files)))
    assert died
    assert sorted(paths_of(findings)) == sorted(file.path for file in files)


def test_a_photo_that_kills_two_workers_is_left_out_and_nothing_else() -> None:
    files = files_called(40)
    poison = files[7].path
    workers = MadeUpWorkers(1, well)
    living = [0]

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        if worker != living[-1]:
            return []
        if any(file.path == poison for file in files):
            assert worker == 0 or len(files) == 1
            living.append(worker + 1)
            return [WorkerDied(worker), WorkerJoined(worker + 1, "node")]
        return [answered(worker, number, files)]

    workers._look = look
    findings = list(ChunkDealer(workers, 40).look_at(iter(files)))
    assert [finding for finding in findings if isinstance(finding, Skipped)] == [Skipped(poison, DEADLY)]
    assert sorted(paths_of(findings)) == sorted(file.path for file in files if file.path != poison)


def test_a_node_that_reaches_no_file_gets_their_bytes_from_then_on(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(30)]
    for path in paths:
        path.write_bytes(path.name.encode())
    gone = tmp_path / "gone.jpg"
    files = [ReadRequest(os.fsencode(path), stamp=FileStamp(1, 1)) for path in [*paths, gone]]

    def look(
        worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> list[WorkerEvent]:
        missed = [file.path for file in files] if contents is None else []
        for file, content in zip(files, contents or [], strict=False):
            assert content == os.path.basename(file.path)
            assert file.stamp == FileStamp.at(file.path)
        return [answered(worker, number, files, missed)]

    workers = MadeUpWorkers(1, look)
    findings = list(ChunkDealer(workers, 31).look_at(iter(files)))
    assert sorted(paths_of(findings)) == sorted(os.fsencode(path) for path in paths)
    assert [f.path for f in findings if isinstance(f, Skipped)] == [os.fsencode(gone)]
    assert sum(contents is None for *_, contents in workers.given) <= IN_FLIGHT_EACH + 1


def test_dates_of_files_are_local_time_here() -> None:
    file = ReadRequest(b"/a.jpg", stamp=FileStamp(1, 10**18))
    elsewhere = PhotoFacts(4, 3, "1999-01-01T00:00:00", "file")

    def look(worker: int, number: int, files: Sequence[ReadRequest], contents: object) -> list[WorkerEvent]:
        photos = [seen(file, elsewhere)]
        return [WorkerAnswered(worker, ChunkAnswer(number, Encoded(photos, np.zeros((1, 2), np.float32))))]

    findings = list(ChunkDealer(MadeUpWorkers(1, look), 1).look_at([file]))
    (batch,) = [finding for finding in findings if isinstance(finding, Encoded)]
    assert batch.photos[0].facts.taken_at != elsewhere.taken_at
    assert (batch.photos[0].facts.taken_at or "").startswith("2001-09-")


def test_nobody_left_is_said() -> None:
    with pytest.raises(UserError, match="nobody"):
        list(ChunkDealer(MadeUpWorkers(0, well), 1).look_at(iter(files_called(1))))


def test_the_note_tells_the_nodes_and_their_rates() -> None:
    dealer = ChunkDealer(MadeUpWorkers(2, well), 40)
    findings = dealer.look_at(iter(files_called(40)))
    assert isinstance(next(findings), StillLooking)
    assert dealer.note == WAITING
    list(findings)
    assert dealer.note.startswith("Looking at photos: node ")
    assert "node (2) " in dealer.note
