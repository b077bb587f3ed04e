"""Exact nearest-neighbour search: every row against one vector, in the fewest bytes that keep it exact.

Reading the matrix is what a scan costs, so rows are kept in two bytes per number where the device
multiplies those as fast as it reads them. Such products are a little wrong. But the error has a bound,
so every row that could belong to the best is known, and those few are scored again in fp32. The result
is the one fp32 would have given for the rows as stored.
"""

import time
from collections.abc import Sequence

import torch
from torch import Tensor

MAX_RESCORED = 20_000
"""Rows beyond the wanted ones that are scored again at most; more come near the best only when thousands of
photos are the same, and then any of them will do.
"""

GUESS = 200
"""Rows beyond twice the wanted ones among which nearly always are all that come near the best."""

SUMMING_ERROR = 1e-5
"""Error of adding up a thousand products in fp32, for vectors of length one."""

PROBE_BYTES = 64 << 20
"""Size of the made-up matrix of the probe: beyond the caches, yet scanned in milliseconds."""

PREFERENCE = 0.9
"""Factor on the time of fp16: it has three bits more than bf16, so others must be clearly faster."""


class ScanMatrix:
    """The matrix as scanned: parts [n_i, dim] of one data type on one device, seen as one."""

    def __init__(self, parts: Sequence[Tensor]) -> None:
        self._parts = [part for part in parts if len(part)]

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def products(self, query: Tensor) -> Tensor:
        """Each row times `query` [dim], in the rows' own data type: [n]."""
        scores = [torch.mv(part, query.to(part.dtype)) for part in self._parts]
        return scores[0] if len(scores) == 1 else torch.cat(scores)

    def pick(self, positions: Tensor) -> Tensor:
        """The rows at `positions` int64 [m], as they are stored: [m, dim]."""
        if len(self._parts) == 1:
            return self._parts[0].index_select(0, positions)
        first = self._parts[0]
        picked = first.new_empty((len(positions), first.shape[1]))
        offset = 0
        for part in self._parts:
            inside = (positions >= offset) & (positions < offset + len(part))
            picked[inside] = part.index_select(0, positions[inside] - offset)
            offset += len(part)
        return picked

    def read_once(self) -> None:
        """Touch every byte, as a scan must: the least time that any scan could take."""
        for part in self._parts:
            words = part.flatten().view(torch.uint8)
            words[: len(words) // 8 * 8].view(torch.int64).sum().item()


@torch.inference_mode()
def best_rows(rows: ScanMatrix, query: Tensor, k: int, hidden: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Positions and fp32 cosines of the `k` rows nearest to `query` fp32 [dim], in no order, and some more.

    Rows where the mask `hidden` [n] is true are left out; at least `k` must remain.
    """
    rough = rows.products(query)
    if hidden is not None:
        rough.masked_fill_(hidden, -torch.inf)
    positions = _candidates(rough, k, _margin(rough.dtype) * float(query.norm()))
    return positions, rows.pick(positions).float() @ query


def _candidates(rough: Tensor, k: int, margin: float) -> Tensor:
    """Positions of all rows that may be among the best `k`, when two scores are off by `margin` at most."""
    guess = torch.topk(rough, min(len(rough), 2 * k + GUESS))
    threshold = float(guess.values[k - 1]) - margin
    if guess.values[-1] >= threshold and len(guess.values) < len(rough):
        guess = torch.topk(rough, min(len(rough), k + MAX_RESCORED))
    return guess.indices[guess.values >= threshold]


def _margin(dtype: torch.dtype) -> float:
    """Bound on the errors of two rough scores of unit vectors together.

    Rounding the query moves a score by at most half the type's epsilon (Cauchy-Schwarz), rounding the
    score itself by as much again; and both scores may be off, in opposite directions.
    """
    return 2 * torch.finfo(dtype).eps + SUMMING_ERROR


def scan_dtype(dim: int) -> str:
    """Name the torch data type in which the processor scans rows of `dim` numbers fastest.

    Accelerators are at home in all of them.
    """
    seconds = {
        name: _seconds_to_scan(dim, getattr(torch, name)) for name in ("float16", "bfloat16", "float32")
    }
    seconds["float16"] *= PREFERENCE
    return min(seconds, key=seconds.__getitem__)


@torch.inference_mode()
def _seconds_to_scan(dim: int, dtype: torch.dtype) -> float:
    """Time of one scan of a matrix of PROBE_BYTES in `dtype`, per row."""
    count = max(1, PROBE_BYTES // (dim * dtype.itemsize))
    matrix, query = torch.ones(count, dim, dtype=dtype), torch.ones(dim, dtype=dtype)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        torch.mv(matrix, query)
        best = min(best, time.perf_counter() - start)
    return best / count
