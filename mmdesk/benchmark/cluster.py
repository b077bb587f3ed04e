"""How indexing grows with the nodes of a cluster: a simulation, with times that were measured here.

Decoding, encoding and storing are timed on this computer, one by one; then so many nodes that have just these
times are dealt chunks by the program's own dealer. Their clock is made up, the network costs what is assumed.
"""

import heapq
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.synthetic_photos import draw_photos
from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.places import Places
from mmdesk.library.ingest import Ingest
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from mmdesk.library.reading.request import ReadPhoto, ReadRequest
from mmdesk.tasks.batches import Encoded
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.dealing import (
    ChunkAnswer,
    ChunkDealer,
    WorkerAnswered,
    WorkerEvent,
    WorkerJoined,
)
from mmdesk.tasks.frame_vectors import encode_frames
from mmdesk.tasks.library import open_library
from mmdesk.tasks.vectors import vector_store

TimedResult = TypeVar("TimedResult")

NO_STAMP, NO_FACTS = FileStamp(0, 0), PhotoFacts(1, 1)

NODES = (1, 2, 4, 8, 16, 32)

CORES = 2
"""Cores of a simulated node, which decoding and encoding share."""

LINK = 125e6
"""Bytes a second that are assumed to go from a node to the program: a gigabit."""

ANSWER_S = 2e-3
"""Seconds that are assumed for a question and its answer, beside their bytes."""

BATCH = 32
ROUNDS = 60
"""Photos of the simulation for each measured one."""


@dataclass(frozen=True, slots=True)
class PhotoTimes:
    """Seconds that photos took: on one core to decode, one by one, and to encode; and to store one. An answer
    about one has so many bytes.
    """

    decode: Sequence[float]
    encode: float
    store: float
    answer_bytes: float

    def work(self, number: int) -> float:
        """Seconds of one core for a photo."""
        return self.decode[number % len(self.decode)] + self.encode


def bench_cluster(photos: int, model: str, size: tuple[int, int]) -> BenchReport:
    """Measure the times of `photos` made-up photos of `size` pixels, and simulate 1 to 32 nodes with them."""
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        drawn = draw_photos(Path(folder) / "photos", photos, size)
        times = _measure(Places(Path(folder) / "data"), drawn, model)
    seconds = {nodes: simulate(times, nodes, photos * ROUNDS) for nodes in NODES}
    results = [
        Result("decode_ms", 1e3 * float(np.mean(times.decode)), "ms"),
        Result("encode_ms", 1e3 * times.encode, "ms"),
        Result("store_ms", 1e3 * times.store, "ms"),
        *(_rate(nodes, photos * ROUNDS / seconds[nodes]) for nodes in NODES),
    ]
    ratios = [Ratio(f"simulated_speedup_{nodes}", seconds[1] / seconds[nodes]) for nodes in NODES]
    return BenchReport("cluster", MachineFacts.here("cpu", "float32"), tuple(results), tuple(ratios))


def _rate(nodes: int, rate: float) -> Result:
    return Result(f"simulated_{nodes}_nodes_per_s", rate, "photos/s")


def _measure(places: Places, paths: Sequence[Path], model: str) -> PhotoTimes:
    with open_library(places) as library:
        clip, limits = ClipModel(places, model), ReadingLimits()
        read = [_timed(partial(read_photo, os.fsencode(path), clip.recipe, limits)) for path in paths]
        photos = [photo for photo, _ in read]
        batch = photos[:BATCH]
        encode_frames(clip, batch)  # loads the model
        vectors, encode = _timed(lambda: encode_frames(clip, photos))
        ingest = Ingest(library.catalogue, library.thumbnails, vector_store(library, clip))
        _, store = _timed(lambda: ingest.store(photos, vectors))
    answer = float(np.mean([len(photo.thumbnail) for photo in photos])) + 4 * clip.folder.dim + 500
    count = len(photos)
    return PhotoTimes([seconds for _, seconds in read], encode / count, store / count, answer)


def _timed(act: Callable[[], TimedResult]) -> tuple[TimedResult, float]:
    begun = time.perf_counter()
    return act(), time.perf_counter() - begun


@dataclass
class SimulatedNodes:
    """Nodes whose clock is made up: each does its chunks one after the other."""

    times: PhotoTimes
    nodes: int
    clock: float = 0.0
    _joined: int = 0
    _free_at: dict[int, float] = field(default_factory=dict)
    _answers: list[tuple[float, int, int, Sequence[ReadRequest]]] = field(default_factory=list)

    def give(
        self, worker: int, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> None:
        """Let a node do a chunk after what it has."""
        del contents
        begin = max(self.clock, self._free_at.get(worker, 0.0))
        work = sum(self.times.work(int(file.path)) for file in files) / CORES
        self._free_at[worker] = begin + work
        heapq.heappush(self._answers, (begin + work + ANSWER_S, number, worker, files))

    def wait(self) -> WorkerEvent | None:
        """The next answer, after which the clock stands where it has been taken and stored."""
        if self._joined < self.nodes:
            self._joined += 1
            return WorkerJoined(self._joined, "node")
        done, number, worker, files = heapq.heappop(self._answers)
        passing = len(files) * (self.times.answer_bytes / LINK + self.times.store)
        self.clock = max(self.clock, done) + passing
        photos = [ReadPhoto(file.path, NO_STAMP, b"", NO_FACTS, b"", 0, b"") for file in files]
        seen = Encoded(photos, np.empty((len(files), 0), np.float32))
        return WorkerAnswered(worker, ChunkAnswer(number, seen))


def simulate(times: PhotoTimes, nodes: int, photos: int) -> float:
    """Seconds in which so many nodes would look at so many photos."""
    simulated = SimulatedNodes(times, nodes)
    requests = (ReadRequest(b"%d" % number, stamp=NO_STAMP) for number in range(photos))
    for _ in ChunkDealer(simulated, photos).look_at(requests):
        pass
    return simulated.clock
