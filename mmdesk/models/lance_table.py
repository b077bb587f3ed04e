"""A table of vectors on the disk that LanceDB keeps, and its index of cells: what is asked of that package.

Vectors are put into cells around centres, and kept there with two bits a number; a search reads those of the
cells nearest to it (Gao and Long, "RaBitQ", SIGMOD 2024). What it finds is nearly in the right order: who
needs the right one compares the numbers themselves.
"""

import math
import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.cores import usable_cores
from mmdesk.core.vectors import Ids, Vectors

NAME = "vectors"
"""Name of the table."""

ROWS_IN_CELL = 8192
"""Rows of a cell: fewer make more cells, which take longer to be found, and are searched faster."""

BITS = 2
"""Bits of a number in a cell. One misses a seventh of what is nearest to words; four are twice as many bytes
to read, and find hardly more.
"""

PROBED_CELLS = 20
"""Cells that a search looks into, at least."""

SPARE = 4
"""Times as many rows as are asked for lie in the cells that are looked into."""

ADDED_AT_ONCE = 8
"""Pieces of vectors that are written together: each time makes a file."""

TRAINING_BYTES = 256 << 20
"""Bytes of vectors that the centres are found from, at most."""

CACHE_BYTES = 512 << 20
"""Bytes of the index that are kept in memory, at most; the rest is read again from the disk."""

FACTS_BYTES = 64 << 20
"""Bytes of what is kept in memory about files."""


class UnreadableTableError(Exception):
    """The table is not as it was written, or is gone."""


def is_installed() -> bool:
    """Whether LanceDB is there."""
    return find_spec("lancedb") is not None


def write_table(folder: Path, chunks: Iterable[tuple[Ids, Vectors]], dim: int) -> None:
    """Write a table of all vectors of `dim` numbers in `chunks`, piece by piece. Raises OSError."""
    arrow = import_module("pyarrow")
    schema = arrow.schema([("id", arrow.int64()), ("vector", arrow.list_(arrow.float16(), dim))])

    def batch(ids: Ids, vectors: Vectors) -> Any:
        flat = arrow.array(vectors.astype(np.float16).ravel())
        columns = [arrow.array(ids), arrow.FixedSizeListArray.from_arrays(flat, dim)]
        return arrow.RecordBatch.from_arrays(columns, schema=schema)

    # Were LanceDB to ask for the pieces, each would be read in another thread, with a connection of its own.
    try:
        table = _connected(folder).create_table(NAME, schema=schema)
        for some in _groups(batch(*chunk) for chunk in chunks):
            table.add(arrow.Table.from_batches(some))
    except RuntimeError as error:
        raise OSError(f"{folder}: {error}") from error


def _groups(batches: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(batches, ADDED_AT_ONCE)):
        yield some


def index_table(folder: Path, count: int, dim: int) -> None:
    """Put the rows into cells. Raises OSError."""
    cells = max(1, count // ROWS_IN_CELL)
    rate = max(16, min(256, TRAINING_BYTES // (cells * dim * 4)))
    kind = import_module("lancedb.index").IvfRq
    config = kind(distance_type="cosine", num_partitions=cells, num_bits=BITS, sample_rate=rate)
    try:
        _connected(folder).open_table(NAME).create_index("vector", config=config)
    except RuntimeError as error:
        raise OSError(f"{folder}: {error}") from error


class LanceTable:
    """The table in `folder`, open. Raises UnreadableTableError, as all its methods do."""

    def __init__(self, folder: Path) -> None:
        try:
            self._table = _connected(folder).open_table(NAME)
            self._count = int(self._table.count_rows())
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableTableError(str(error)) from error

    def near(self, vector: NDArray[np.float32], wanted: int, share: float = 0.0) -> Ids:
        """Ids of about `wanted` rows that seem nearest to `vector` [dim], the nearest first.

        At least a `share` of all cells is looked into.
        """
        wide = math.ceil(share * self._count / ROWS_IN_CELL)
        cells = max(PROBED_CELLS, wide, -(-SPARE * wanted // ROWS_IN_CELL))
        try:
            search = self._table.search(vector.astype(np.float16)).distance_type("cosine")
            found = search.nprobes(cells).limit(wanted).select(["id", "_distance"]).to_arrow()
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableTableError(str(error)) from error
        return np.asarray(found["id"].to_numpy(), np.int64)


def first_of(chunks: Iterator[tuple[Ids, Vectors]]) -> tuple[int, Iterator[tuple[Ids, Vectors]]]:
    """Numbers in a vector, and all `chunks`; 0 where there is none."""
    for ids, vectors in chunks:
        if len(ids):
            return vectors.shape[1], chain([(ids, vectors)], chunks)
    return 0, iter(())


def _connected(folder: Path) -> Any:
    """A connection to the tables in `folder`, whose caches stay small."""
    os.environ.setdefault("LANCE_CPU_THREADS", str(usable_cores()))
    lance = import_module("lancedb")
    session = lance.Session(index_cache_size_bytes=CACHE_BYTES, metadata_cache_size_bytes=FACTS_BYTES)
    return lance.connect(str(folder), session=session)
