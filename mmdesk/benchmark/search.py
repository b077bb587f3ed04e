"""The speed of the search itself: our index against numpy, Python's sort and a peer, on made-up vectors."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.compound import measure_compound
from mmdesk.benchmark.memory_limit import Way, ways_to_read
from mmdesk.benchmark.peer import peer_top, write_peer_vectors
from mmdesk.benchmark.plain_search import numpy_top, sorted_top
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.cores import usable_cores
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.vector_index import VectorIndex

WANTED = 100
"""Hits asked for, and compared."""

TURNS = 3
"""Each way gets its turn so many times, so that a busy moment of the machine does not fall on one alone."""

IN_A_ROW = 7
"""Queries of a turn, one after the other, as when somebody types. The first of them finds the memory as
another way left it (the caches, and the processor's map of the pages): the median is about the others."""

REST_S = 0.05
"""Long enough for all threads of the way measured before to go to sleep."""

PEER_PHOTOS = 100_000
"""Most vectors that the peer is given, which reads all of them for each query. Of more, its time is taken to
grow in proportion; that Python's sort takes a little longer still is not charged."""

KEY = "bench"
"""Name of the index."""

CHUNK = 20_000
"""Vectors made and handed over at once."""


class SyntheticVectors:
    """A `VectorSource` of unit vectors in clusters, as photos of the same things are.

    `matrix` [photos, dim] holds them in fp32 once they have been read: the plain ways search it.
    """

    def __init__(self, photos: int, dim: int) -> None:
        self.matrix: Vectors = np.empty((photos, dim), np.float32)
        self._chance = np.random.default_rng(2021)
        self._centres = self._chance.standard_normal((max(1, photos // 1000), dim), np.float32)

    def around_centres(self, count: int) -> Vectors:
        """`count` unit vectors, each near one of the centres."""
        which = self._chance.integers(0, len(self._centres), count)
        vectors = self._chance.standard_normal((count, self._centres.shape[1]), np.float32)
        vectors += self._centres[which]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def stamp(self) -> str:
        """They never change."""
        return "made up"

    def count(self) -> int:
        """Number of vectors."""
        return len(self.matrix)

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        """All of them, numbered from zero."""
        for start in range(0, len(self.matrix), CHUNK):
            part = self.matrix[start : start + CHUNK]
            part[:] = self.around_centres(len(part)).astype(np.float16)  # as the catalogue keeps them
            yield np.arange(start, start + len(part), dtype=np.int64), part

    def added_since(self, stamp: str) -> None:
        """They cannot grow: whoever has another stamp must read them all."""
        del stamp


def bench_search(photos: int = 100_000, dim: int = 512) -> BenchReport:
    """Search among `photos` made-up vectors of `dim` numbers, with ours and the plain ways in turn.

    Then a compound query beside a plain one, by the starter model.
    """
    source = SyntheticVectors(photos, dim)
    watch = Stopwatch(rest=REST_S)
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        VectorIndex.open(Path(folder), source, KEY)
        index = watch.measure("open", lambda: VectorIndex.open(Path(folder), source, KEY))
        index.warm()
        write_peer_vectors(Path(folder) / "peer.db", source.matrix[:PEER_PHOTOS])
        with ThreadPoolExecutor(usable_cores()) as threads:
            reads = ways_to_read(index.scanned[1], threads, usable_cores())
            recall = _take_turns(index, source, watch, Path(folder), reads)
        machine = MachineFacts.here("cpu", index.scanned[0])
    measure_compound(watch, photos)
    peer_share = min(1.0, PEER_PHOTOS / photos)
    ratios, noisy = _ratios(watch, peer_share, reads), watch.is_noisy("numpy", IN_A_ROW)
    return BenchReport("search", machine, _results(watch, recall, peer_share), ratios, noisy)


def _take_turns(
    index: VectorIndex,
    source: SyntheticVectors,
    watch: Stopwatch,
    folder: Path,
    reads: Mapping[str, Way],
) -> float:
    """Time all ways on the same queries; returns the share of the true best that ours found."""
    half = np.flatnonzero(np.random.default_rng(7).random(source.count()) < 0.5).astype(np.int64)
    recalls = []
    for queries in source.around_centres(TURNS * IN_A_ROW).reshape(TURNS, IN_A_ROW, -1):
        ours = [watch.measure("ours", partial(index.top, query, WANTED))[0] for query in queries]
        for query in queries:
            watch.measure("filtered", partial(index.top, query, WANTED, half))
        for name, read in reads.items():
            for _ in queries:
                watch.measure(name, read)
        true = [watch.measure("numpy", partial(numpy_top, source.matrix, query, WANTED)) for query in queries]
        # Whoever has Python sort takes so long that it is asked once a turn.
        watch.measure("sorted", partial(sorted_top, source.matrix, queries[0], WANTED))
        watch.measure("peer", partial(peer_top, folder / "peer.db", queries[0], WANTED))
        watch.measure("command", partial(_open_and_search, folder, source, queries[0]))
        recalls += [_recall(*pair) for pair in zip(ours, true, strict=True)]
    return sum(recalls) / len(recalls)


def _open_and_search(folder: Path, source: SyntheticVectors, query: NDArray[np.float32]) -> None:
    """What a command does, as the peer is one: open the index, and search it once."""
    VectorIndex.open(folder, source, KEY).top(query, WANTED)


def _recall(found: Ids, true: NDArray[np.int64] | list[int]) -> float:
    return len(np.intersect1d(found, true)) / max(1, len(true))


def _results(watch: Stopwatch, recall: float, peer_share: float) -> tuple[Result, ...]:
    return (
        Result("scan_p50_ms", watch.median("ours") * 1000, "ms"),
        Result("scan_p95_ms", watch.percentile("ours", 95) * 1000, "ms"),
        Result("filtered_p50_ms", watch.median("filtered") * 1000, "ms"),
        Result("open_ms", watch.median("open") * 1000, "ms"),
        Result("recall_at_100", recall, "share"),
        Result("numpy_fp32_p50_ms", watch.median("numpy") * 1000, "ms"),
        Result("sorted_python_p50_ms", watch.median("sorted") * 1000, "ms"),
        Result("peer_p50_ms", watch.median("peer") / peer_share * 1000, "ms"),
        Result("open_and_scan_p50_ms", watch.median("command") * 1000, "ms"),
        Result("plain_query_p50_ms", watch.median("plain") * 1000, "ms"),
        Result("compound_query_p50_ms", watch.median("compound") * 1000, "ms"),
    )


def _ratios(watch: Stopwatch, peer_share: float, reads: Iterable[str]) -> tuple[Ratio, ...]:
    ours = watch.median("ours")
    return (
        Ratio("vs_numpy_fp32", watch.median("numpy") / ours),
        Ratio("vs_sorted_python", watch.median("sorted") / ours),
        Ratio("vs_peer", watch.median("peer") / peer_share / watch.median("command")),
        Ratio("of_memory_limit", min(map(watch.best, reads)) / ours),
        Ratio("compound_of_plain", watch.median("compound") / watch.median("plain")),
    )
