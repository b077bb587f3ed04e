"""Search in the index on the disk beside the exact scan: what it finds, and what it costs.

The vectors are in a catalogue, as those of a library are, and the program's own index is built of them and
searched, in processes of their own: their memory is told.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mmdesk.benchmark.clustered_vectors import EVERY, ClusteredVectors, TrulyNearest, fill_catalogue
from mmdesk.benchmark.lance_process import NAME, WANTED, build, search
from mmdesk.benchmark.report import BenchReport, MachineFacts, Ratio, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.core.process_apart import Message, messages_of
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.models.lance_table import is_installed

MISSING = "The engine lance is not installed: pip install 'mmdesk[lance]' (LanceDB, Apache 2.0)."

QUERIES = 30

BESIDE = 2_000_000
"""Photos up to which the exact index is measured beside it: that of more would fill the memory."""


def bench_lance(photos: int, dim: int) -> BenchReport:
    """Search among made-up vectors on the disk, and in the exact index.

    Raises UserError where LanceDB is not installed.
    """
    if not is_installed():
        raise UserError(MISSING)
    source, watch = ClusteredVectors(photos, dim, QUERIES), Stopwatch()
    truth = TrulyNearest(source.queries, WANTED)
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder))
        Catalogue.open(places.catalogue).close()
        watch.measure("fill", lambda: fill_catalogue(places.catalogue, NAME, source, truth))
        built = watch.measure("build", lambda: _told(build, places))
        disk, catalogue = _bytes(places.lance), places.catalogue.stat().st_size
        told = {"lance": _told(search, places, "lance", source.queries.tolist())}
        if photos <= BESIDE:
            told["exact"] = _told(search, places, "exact", source.queries.tolist())
    results = (
        *_found_by(told["lance"], truth),
        *(one for engine, found in told.items() for one in _times(engine, found)),
        Result("fill_s", watch.median("fill"), "s"),
        Result("build_s", watch.median("build"), "s"),
        Result("build_rss_mb", built["rss"] or 0.0, "MB"),
        Result("disk_mb", disk / 1e6, "MB"),
        Result("catalogue_mb", catalogue / 1e6, "MB"),
    )
    ratios = (Ratio("vs_exact", told["exact"]["all_s"] / told["lance"]["all_s"]),) if "exact" in told else ()
    return BenchReport("search", MachineFacts.here("cpu", "float16"), results, ratios)


def _found_by(found: Message, truth: TrulyNearest) -> list[Result]:
    """Shares of the truly nearest that were found: among all, and behind each filter."""
    return [
        Result(
            f"{'' if name == 'all' else name + '_'}recall_at_100",
            _recall(found[name], truth.ids(name)),
            "share",
        )
        for name in EVERY
    ]


def _times(engine: str, found: Message) -> list[Result]:
    """Milliseconds of a search by an engine, and its memory before and after filters were used."""
    own = "" if engine == "lance" else f"{engine}_"
    names = {name: f"{own}{name}" for name in EVERY} | {"all": own.rstrip("_") or "scan"}
    return [
        *(Result(f"{told}_p50_ms", 1e3 * found[f"{name}_s"], "ms") for name, told in names.items()),
        Result(f"{own}first_ms", 1e3 * found["first_s"], "ms"),
        Result(f"{own}rss_mb", found["rss"] / 1e6, "MB"),
        Result(f"{own}filtered_rss_mb", found["filtered_rss"] / 1e6, "MB"),
    ]


def _recall(found: list[list[int]], true: list[Ids]) -> float:
    shares = [len(np.intersect1d(one, ids)) / max(1, len(ids)) for one, ids in zip(found, true, strict=True)]
    return float(np.mean(shares))


def _told(work: Callable[..., None], *given: Any) -> Message:
    """What a process says in the end that does `work`."""
    return next(message for message in messages_of(work, given, "The bench ended in the middle.") if message)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
