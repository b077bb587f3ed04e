"""Exact nearest-neighbour search by torch: every row against one vector, in the fewest bytes.

Reading the matrix is what a scan costs, so rows are kept in two bytes per number where the device
multiplies those as fast as it reads them. Such products are a little wrong. But the error has a bound,
so every row that could belong to the best is known, and those few are scored again in fp32. The result
is the one fp32 would have given for the rows as stored.
"""

import time
from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.models.scan import PREFERENCE, ROUNDS
from mmdesk.models.stored_rows import StoredRows

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


class TorchRows:
    """The matrix as torch scans it: parts [n_i, dim] of one data type on one device, seen as one."""

    def __init__(self, parts: Sequence[Tensor]) -> None:
        self._parts = [part for part in parts if len(part)]

    @classmethod
    def of(cls, rows: StoredRows, device: str) -> Self:
        """The same memory on the processor, a copy on an accelerator."""
        dtype: torch.dtype = getattr(torch, rows.dtype)
        return cls([torch.from_numpy(part).view(dtype).to(device) for part in rows.parts])

    @property
    def device(self) -> torch.device:
        """The device that all parts are on."""
        return self._parts[0].device

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


@torch.inference_mode()
def best_rows(
    rows: TorchRows, query: NDArray[np.float32], k: int, hidden: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Positions and cosines of the `k` rows nearest to `query` [dim], in no order, and some more.

    Rows where the mask `hidden` [n] is true are left out; at least `k` must remain.
    """
    wanted = torch.from_numpy(query).to(rows.device)
    rough = rows.products(wanted)
    if hidden is not None:
        rough.masked_fill_(torch.from_numpy(hidden).to(rows.device), -torch.inf)
    positions = _candidates(rough, k, _margin(rough.dtype) * float(wanted.norm()))
    scores = rows.pick(positions).float() @ wanted
    return positions.cpu().numpy(), scores.cpu().numpy()


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
    """Name the data type in which torch scans rows of `dim` numbers fastest on the processor.

    Accelerators are at home in all of them.
    """
    seconds = dict.fromkeys(("float16", "bfloat16", "float32"), float("inf"))
    for _ in range(ROUNDS):
        for name in seconds:  # in turn, as in `scan`
            seconds[name] = min(seconds[name], _seconds_to_scan(dim, getattr(torch, name)))
    seconds["float16"] *= PREFERENCE
    return min(seconds, key=seconds.__getitem__)


@torch.inference_mode()
def _seconds_to_scan(dim: int, dtype: torch.dtype) -> float:
    """Time of one scan of a matrix of PROBE_BYTES in `dtype`, per row."""
    count = max(1, PROBE_BYTES // (dim * dtype.itemsize))
    matrix, query = torch.ones(count, dim, dtype=dtype), torch.ones(dim, dtype=dtype)
    start = time.perf_counter()
    torch.mv(matrix, query)
    return (time.perf_counter() - start) / count
