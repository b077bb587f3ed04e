"""Search in an index on the disk (LanceDB, IVF_RQ) beside the exact scan: what it finds, and what it costs.

Vectors are put into cells around centres, and kept there with a bit a number; a search reads the bits of the
cells nearest to it, and the best are compared by their stored vectors (Gao and Long, "RaBitQ", SIGMOD
2024). The memory needed hardly grows with the library. IVF_PQ found as much here, and took several times as
long to build.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.search import WANTED, SyntheticVectors
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.errors import UserError
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.vector_index import VectorIndex

MISSING = "The engine lance is not installed: pip install 'mmdesk[lance]' (LanceDB, Apache 2.0)."

QUERIES = 30
PROBED = 10
"""Cells that a search looks into."""

REFINED = 5
"""Times as many as wanted are compared by their stored vectors."""

KEY = "exact"


def bench_lance(photos: int, dim: int) -> BenchReport:
    """Search among made-up vectors on the disk and in the exact index, in turn.

    Raises UserError where LanceDB is not installed.
    """
    if find_spec("lancedb") is None:
        raise UserError(MISSING)
    source, watch = SyntheticVectors(photos, dim), Stopwatch()
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        exact = VectorIndex.open(Path(folder) / "exact", source, KEY)
        table = watch.measure("store", lambda: _stored(Path(folder) / "lance", source, dim))
        watch.measure("build", lambda: _build(table, photos))
        disk = sum(file.stat().st_size for file in (Path(folder) / "lance").rglob("*") if file.is_file())
        recall, filtered = _take_turns(table, exact, source, watch)
        rss = _memory_of_searches(Path(folder) / "lance", source.around_centres(QUERIES))
    results = (
        Result("recall_at_100", recall, "share"),
        Result("filtered_recall_at_100", filtered, "share"),
        Result("scan_p50_ms", watch.median("lance") * 1000, "ms"),
        Result("filtered_p50_ms", watch.median("filtered") * 1000, "ms"),
        Result("exact_p50_ms", watch.median("exact") * 1000, "ms"),
        Result("store_s", watch.median("store"), "s"),
        Result("build_s", watch.median("build"), "s"),
        Result("disk_mb", disk / 1e6, "MB"),
        Result("rss_mb", rss / 1e6, "MB"),
    )
    ratios = (Ratio("vs_exact", watch.median("exact") / watch.median("lance")),)
    return BenchReport("search", MachineFacts.here("cpu", "float16"), results, ratios)


SEARCH_APART = """
import json, sys
import lancedb, numpy, psutil
table = lancedb.connect(sys.argv[1]).open_table("vectors")
for query in json.load(sys.stdin):
    search = table.search(numpy.array(query, numpy.float16)).distance_type("cosine")
    search.nprobes(int(sys.argv[2])).refine_factor(int(sys.argv[3])).limit(100).to_arrow()
print(psutil.Process().memory_info().rss)
"""


def _memory_of_searches(folder: Path, queries: Vectors) -> int:
    """Bytes resident in a process that does nothing but search the table."""
    command = [sys.executable, "-c", SEARCH_APART, str(folder), str(PROBED), str(REFINED)]
    told = subprocess.run(
        command, input=json.dumps(queries.tolist()), capture_output=True, text=True, check=True
    )
    return int(told.stdout)


def _stored(folder: Path, source: SyntheticVectors, dim: int) -> Any:
    """The table of all vectors."""
    arrow, lance = import_module("pyarrow"), import_module("lancedb")
    schema = arrow.schema([("id", arrow.int64()), ("vector", arrow.list_(arrow.float16(), dim))])

    def batches() -> Iterator[Any]:
        for start in range(0, len(source.matrix), 20_000):
            some = source.matrix[start : start + 20_000]
            flat = arrow.array(some.astype(np.float16).ravel())
            columns = [
                arrow.array(np.arange(start, start + len(some))),
                arrow.FixedSizeListArray.from_arrays(flat, dim),
            ]
            yield arrow.RecordBatch.from_arrays(columns, schema=schema)

    return lance.connect(str(folder)).create_table("vectors", batches(), schema=schema)


def _build(table: Any, photos: int) -> None:
    kind = import_module("lancedb.index").IvfRq
    table.create_index("vector", config=kind(distance_type="cosine", num_partitions=max(1, int(photos**0.5))))


def _take_turns(
    table: Any, exact: VectorIndex, source: SyntheticVectors, watch: Stopwatch
) -> tuple[float, float]:
    """Share of the true best that is found, without and with a filter that lets a tenth pass."""
    tenth = np.arange(0, source.count(), 10, dtype=np.int64)
    recalls, filtered = [], []
    for query in source.around_centres(QUERIES):
        true, _ = watch.measure("exact", partial(exact.top, query, WANTED))
        recalls.append(_share(watch.measure("lance", partial(_top, table, query)), true))
        true, _ = exact.top(query, WANTED, tenth)
        filtered.append(_share(watch.measure("filtered", partial(_top, table, query, "id % 10 = 0")), true))
    return float(np.mean(recalls)), float(np.mean(filtered))


def _top(table: Any, query: Vectors, condition: str = "") -> Ids:
    search = table.search(query.astype(np.float16)).distance_type("cosine").nprobes(PROBED)
    search = search.refine_factor(REFINED).limit(WANTED).select(["id"])
    found = search.where(condition, prefilter=True) if condition else search
    return np.asarray(found.to_arrow()["id"].to_numpy(), np.int64)


def _share(found: Ids, true: Ids) -> float:
    return len(np.intersect1d(found, true)) / max(1, len(true))
