"""The speed of the search itself: our index against numpy and against Python's sort, on made-up vectors."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.plain_search import numpy_top, sorted_top
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
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
            part[:] = self.around_centres(len(part))
            yield np.arange(start, start + len(part), dtype=np.int64), part

    def added_since(self, stamp: str) -> None:
        """They cannot grow: whoever has another stamp must read them all."""
        del stamp


def bench_search(photos: int = 100_000, dim: int = 512) -> BenchReport:
    """Search among `photos` made-up vectors of `dim` numbers, with ours and the plain ways in turn."""
    source = SyntheticVectors(photos, dim)
    watch = Stopwatch(rest=REST_S)
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        VectorIndex.open(Path(folder), source, "bench")
        index = watch.measure("open", lambda: VectorIndex.open(Path(folder), source, "bench"))
        index.warm()
        recall = _take_turns(index, source, watch)
        machine = MachineFacts.here("cpu", index.dtype)
    return BenchReport("search", machine, _results(watch, recall), _ratios(watch))


def _take_turns(index: VectorIndex, source: SyntheticVectors, watch: Stopwatch) -> float:
    """Time all ways on the same queries; returns the share of the true best that ours found."""
    half = np.flatnonzero(np.random.default_rng(7).random(source.count()) < 0.5).astype(np.int64)
    recalls = []
    for queries in source.around_centres(TURNS * IN_A_ROW).reshape(TURNS, IN_A_ROW, -1):
        ours = [watch.measure("ours", partial(index.top, query, WANTED))[0] for query in queries]
        for query in queries:
            watch.measure("filtered", partial(index.top, query, WANTED, half))
        for _ in queries:
            watch.measure("read", index.warm)
        true = [watch.measure("numpy", partial(numpy_top, source.matrix, query, WANTED)) for query in queries]
        # Python's sort takes so long that it is asked once a turn.
        watch.measure("sorted", partial(sorted_top, source.matrix, queries[0], WANTED))
        recalls += [_recall(*pair) for pair in zip(ours, true, strict=True)]
    return sum(recalls) / len(recalls)


def _recall(found: Ids, true: NDArray[np.int64] | list[int]) -> float:
    return len(np.intersect1d(found, true)) / max(1, len(true))


def _results(watch: Stopwatch, recall: float) -> tuple[Result, ...]:
    return (
        Result("scan_p50_ms", watch.median("ours") * 1000, "ms"),
        Result("scan_p95_ms", watch.percentile("ours", 95) * 1000, "ms"),
        Result("filtered_p50_ms", watch.median("filtered") * 1000, "ms"),
        Result("open_ms", watch.median("open") * 1000, "ms"),
        Result("recall_at_100", recall, "share"),
        Result("numpy_fp32_p50_ms", watch.median("numpy") * 1000, "ms"),
        Result("sorted_python_p50_ms", watch.median("sorted") * 1000, "ms"),
    )


def _ratios(watch: Stopwatch) -> tuple[Ratio, ...]:
    ours = watch.median("ours")
    return (
        Ratio("vs_numpy_fp32", watch.median("numpy") / ours),
        Ratio("vs_sorted_python", watch.median("sorted") / ours),
        Ratio("of_memory_limit", watch.median("read") / ours),
    )
