"""Exact nearest-neighbour search by numpy alone: every row against one vector.

Importing torch takes longer than a hundred such searches among 100,000 photos, so a search does without it;
where it is there already, `torch_scan` is several times as fast.
"""

import time

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.stored_rows import STORED_TYPES, StoredRows, packed

MAX_TIES = 20_000
"""Rows as near as the last one wanted that are kept at most; when more are the same, any of them will do."""

PROBE_BYTES = 16 << 20
"""Size of the made-up matrix of the probe: beyond the caches, yet scanned in milliseconds."""

ROUNDS = 4
"""Turns of each data type, the first of which is a warm-up: the fastest counts."""

PREFERENCE = 0.9
"""Factor on the time of fp16: it has three bits more than bf16, so others must be clearly faster."""


def best_first(ids: Ids, scores: NDArray[np.float32], k: int) -> tuple[Ids, NDArray[np.float32]]:
    """The `k` of `ids` with the highest `scores`, best first, equal ones by id."""
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


def best_rows(
    rows: StoredRows, query: NDArray[np.float32], k: int, hidden: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Positions and cosines of the `k` rows nearest to `query` [dim], in no order, and those as near as the
    last of them.

    Rows where the mask `hidden` [n] is true are left out; at least `k` must remain.
    """
    scores = np.concatenate([block @ query for block in rows.blocks()])
    if hidden is not None:
        scores[hidden] = -np.inf
    threshold = np.partition(scores, -k)[-k]
    positions = np.flatnonzero(scores >= threshold)[: k + MAX_TIES]
    return positions, scores[positions]


def scan_dtype(dim: int) -> str:
    """Name the data type in which numpy scans rows of `dim` numbers fastest."""
    seconds = dict.fromkeys(STORED_TYPES, float("inf"))
    for _ in range(ROUNDS):
        for name in STORED_TYPES:  # in turn, so that a busy moment of the machine does not fall on one alone
            seconds[name] = min(seconds[name], _seconds_to_scan(dim, name))
    seconds["float16"] *= PREFERENCE
    return min(seconds, key=seconds.__getitem__)


def _seconds_to_scan(dim: int, dtype: str) -> float:
    """Time of one scan of a matrix of PROBE_BYTES in `dtype`, per row."""
    ones: Vectors = np.ones((1, dim), np.float32)
    stored = np.repeat(packed(ones, dtype), PROBE_BYTES // (dim * packed(ones, dtype).itemsize), axis=0)
    rows = StoredRows([stored], dtype)
    start = time.perf_counter()
    best_rows(rows, ones[0], 1)
    return (time.perf_counter() - start) / len(rows)
