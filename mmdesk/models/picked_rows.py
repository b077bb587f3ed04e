"""Exact search among some photos: their vectors are read, and kept while the same ones are searched."""

from collections.abc import Iterable, Iterator
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, StoredVectors, Vectors
from mmdesk.models import byte_scan, scan
from mmdesk.models.matrix_file import sound
from mmdesk.models.products import products
from mmdesk.models.scan import best_first
from mmdesk.models.stored_rows import StoredRows

PIECE = 8192
"""Vectors read together: some dozen megabytes."""

WORTH_KEEPING = 2_000
"""Photos above which their vectors are kept: so few as a word in file names finds are soon read again."""

WORTH_ROUNDING = 5_000
"""Rows above which looking at them roughly first is quicker."""

ROUNDING = 1.1e-3
"""Bound on the errors of two rough scores together, for a query of length one: half of fp16's epsilon each
(Cauchy-Schwarz), and those of adding up.
"""

Nearest = tuple[Ids, NDArray[np.float32]]


class PickedRows:
    """Vectors of the photos searched last: who types a line behind a filter asks for the same ones each time.

    They are kept in two bytes a number, as the catalogue keeps them.
    """

    def __init__(self, source: StoredVectors) -> None:
        self._source = source
        self._kept: tuple[str, Ids, Ids, StoredRows] | None = None

    def best(self, stamp: str, query: NDArray[np.float32], k: int, among: Ids) -> Nearest:
        """The `k` of the photos `among`, sorted, that are nearest to `query` [dim].

        What is kept holds as long as `stamp`, the source's.
        """
        ids, rows = self._rows(stamp, among)
        k = min(k, len(ids))
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        quick = len(ids) >= WORTH_ROUNDING and byte_scan.is_possible()
        places, scores = (best_by_halves if quick else scan.best_rows)(rows, query, k)
        return best_first(ids[places], scores, k)

    def _rows(self, stamp: str, among: Ids) -> tuple[Ids, StoredRows]:
        if len(among) < WORTH_KEEPING:
            return self._read(among)
        kept = self._kept
        if kept is None or kept[0] != stamp or not np.array_equal(kept[1], among):
            self._kept = None  # two of them would be too much
            kept = self._kept = stamp, among, *self._read(among)
        return kept[2], kept[3]

    def _read(self, among: Ids) -> tuple[Ids, StoredRows]:
        pieces = [(ids, rows.astype(np.float16)) for ids, rows in pieces_of(self._source, among)]
        ids = np.concatenate([ids for ids, _ in pieces]) if pieces else np.empty(0, np.int64)
        return ids, StoredRows([rows for _, rows in pieces], "float16")


def best_by_halves(
    rows: StoredRows, query: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Positions and cosines of the `k` of `rows`, in halves, nearest to `query` [dim], in no order, and more.

    Rounding the query moves a score by no more than a bound, so those few that may belong to the best are
    known, and their scores are exact.
    """
    halves = query.astype(np.float16)[None]
    products_of = import_module("numkong").cdist
    rough = np.concatenate(
        [np.asarray(products_of(part, halves, metric="inner"))[:, 0] for part in rows.parts]
    )
    least = np.partition(rough, -k)[-k] - ROUNDING * float(np.linalg.norm(query))
    near = np.flatnonzero(rough >= least)
    if len(near) > k + scan.MAX_TIES:
        return scan.best_rows(rows, query, k)
    return near, products(rows.pick(near), query)


def pieces_of(source: StoredVectors, ids: Ids) -> Iterator[tuple[Ids, Vectors]]:
    """Ids and vectors of the photos `ids`, sorted, that are there and not blank, piece by piece."""
    starts = range(0, len(ids), PIECE)
    found = sound(source.get(ids[start : start + PIECE].tolist()) for start in starts)
    return ((there, vectors) for there, vectors in found if len(there))


def best_of(pieces: Iterable[tuple[Ids, Vectors]], query: NDArray[np.float32], k: int) -> Nearest:
    """The `k` rows of all `pieces` that are nearest to `query` [dim], and their cosines, best first."""
    best: Nearest = np.empty(0, np.int64), np.empty(0, np.float32)
    for ids, vectors in sound(pieces):
        scores = products(vectors, query)
        best = best_first(np.r_[best[0], ids], np.r_[best[1], scores], k)
    return best


def are_among(ids: Ids, sorted_ids: Ids) -> NDArray[np.bool_]:
    """Whether each of `ids` [n] is one of `sorted_ids`."""
    if not len(sorted_ids):
        return np.zeros(len(ids), bool)
    places = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
    return np.asarray(sorted_ids[places] == ids)
