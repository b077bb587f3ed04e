"""What a library of made-up photos weighs on the disk, and how long it takes to look into it."""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.benchmark.synthetic_library import add_synthetic_vectors, make_synthetic_library
from mmdesk.core.places import Places
from mmdesk.models.vector_index import VectorIndex
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.vectors import vector_store

DIM = 512
WANTED = 100
TURNS = 9


def bench_scale(photos: int) -> BenchReport:
    """Fill a library with `photos` photos and vectors of 512 numbers, and weigh it."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder) / "data")
        make_synthetic_library(places, photos)
        rows = _bytes(places.catalogue)
        with open_library(places) as library:
            clip = DummyClip(places)
            store = vector_store(library, clip)
            watch.measure("fill", lambda: add_synthetic_vectors(library, store, DIM))
            index = FreshIndex(clip, store)
            watch.measure("matrix", index.get)
            index.get().warm()
            found = index.get()
            dtype = found.scanned[0] if isinstance(found, VectorIndex) else "float16"
            _look_into(library, index, watch)
        sizes = {
            "catalogue_rows_mb": rows,
            "catalogue_vectors_mb": _bytes(places.catalogue) - rows,
            "matrix_mb": _bytes(places.matrices),
        }
    results = [Result(name, size / 1e6, "MB") for name, size in sizes.items()]
    results += [Result(f"{name}_s", watch.median(name), "s") for name in ("fill", "matrix", "list", "search")]
    return BenchReport("scale", MachineFacts.here("cpu", dtype), tuple(results))


def _look_into(library: Library, index: FreshIndex, watch: Stopwatch) -> None:
    queries = np.random.default_rng(5).standard_normal((TURNS, DIM)).astype(np.float32)
    for query in queries / np.linalg.norm(queries, axis=1, keepdims=True):
        watch.measure("search", partial(index.get().top, query, WANTED))
        watch.measure("list", library.photos.ids)


def _bytes(path: Path) -> int:
    """Bytes of a database with what SQLite keeps beside it, or of all files in a folder."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
