"""The price of a compound query beside a plain one, in a made-up library: terms, a negative and a filter."""

import tempfile
from functools import partial
from pathlib import Path

from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.benchmark.synthetic_library import add_synthetic_vectors, make_synthetic_library
from mmdesk.core.places import Places
from mmdesk.core.query import parse_query
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.vectors import vector_store

PLAIN = "a dog"
COMPOUND = '"a dog" "a beach" sunset -car rating:>=3'
"""Three terms, a negative and a filter that half of the library meets."""

TURNS = 15

MOST_PHOTOS = 100_000
"""Photos of the library at most: making one of a million takes minutes."""


def measure_compound(watch: Stopwatch, photos: int) -> None:
    """Time whole searches by the starter model, in turn: `plain` and `compound`, each seen once before."""
    with tempfile.TemporaryDirectory(prefix="mmdesk-bench-") as folder:
        places = Places(Path(folder))
        make_synthetic_library(places, min(photos, MOST_PHOTOS))
        clip = ClipModel(places)
        with open_library(places) as library:
            add_synthetic_vectors(library, vector_store(library, clip), clip.folder.dim)
            _take_turns(watch, Searcher(library, clip))


def _take_turns(watch: Stopwatch, searcher: Searcher) -> None:
    queries = {"plain": parse_query(PLAIN), "compound": parse_query(COMPOUND)}
    for query in queries.values():
        searcher.search(query)
    for _ in range(TURNS):
        for name, query in queries.items():
            watch.measure(name, partial(searcher.search, query))
