"""What the bench of the index on the disk does in processes of its own: nothing here imports torch."""

import json
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from mmdesk.benchmark.clustered_vectors import EVERY
from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.stopwatch import Stopwatch
from mmdesk.core.places import Places
from mmdesk.core.resident import resident_bytes
from mmdesk.core.vectors import SearchIndex
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.lance_folder import LanceFolder
from mmdesk.models.lance_index import LanceIndex
from mmdesk.models.vector_index import VectorIndex

NAME = ("bench", "1")
"""Name of the model whose vectors these are said to be."""

WANTED = 100
"""Hits asked for."""


def build(places: Places, outbox: Connection) -> None:
    """Build the index, as the program does, and tell the peak of the memory. Runs in a process."""
    memory = PeakMemory()
    with Catalogue.open(places.catalogue) as catalogue:
        store = VectorStore(catalogue, *NAME)
        LanceFolder(places.lance, store.key).build(store, lambda *_: None)
    memory.look()
    outbox.send_bytes(json.dumps({"rss": memory.mb}).encode())


def search(places: Places, engine: str, queries: list[list[float]], outbox: Connection) -> None:
    """Search for all queries behind all filters; tell what was found, and how. Runs in a process."""
    watch, told = Stopwatch(), dict[str, Any]()
    with Catalogue.open(places.catalogue) as catalogue:
        index = _opened(places, engine, VectorStore(catalogue, *NAME))
        asked = np.array(queries, np.float32)
        watch.measure("first", lambda: index.top(asked[0], WANTED))
        for name, every in EVERY.items():
            allowed = None if every == 1 else np.arange(every, index.count + 1, every, dtype=np.int64)
            found = [watch.measure(name, partial(index.top, one, WANTED, allowed))[0] for one in asked]
            told[name] = [ids.tolist() for ids in found]
            told.setdefault("rss", resident_bytes())
            told["filtered_rss"] = max(told.get("filtered_rss", 0), resident_bytes())
    told |= {f"{name}_s": watch.median(name) for name in ("first", *EVERY)}
    outbox.send_bytes(json.dumps(told).encode())


def _opened(places: Places, engine: str, store: VectorStore) -> SearchIndex:
    if engine == "lance":
        return LanceIndex.open(places.lance, store, store.key)
    return VectorIndex.open(places.matrices, store, store.key)
