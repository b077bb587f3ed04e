"""All pairs of vectors that are very near each other, exactly, without comparing every two in full.

A projection never lengthens the distance of two vectors (a rotation keeps distances, and leaving coordinates
out only shortens them). So vectors are projected to their first principal components, found from a sample;
these few coordinates rule out nearly all pairs, and only what remains is compared in full.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.models.torch_scan import TorchRows

COMPONENTS = 48
"""Principal components of the first comparison."""

SAMPLE = 8192
"""Rows that the components are found from, and rows that are read at once."""

BLOCK = 256
"""Rows compared with all others at once: 100 MB of distances for every 100,000 photos."""

NEIGHBOURS = 16
"""Number of nearest rows kept for each row; thousands of alike pictures hang together all the same."""

ROUNDING = 1e-4
"""Error of fp32 in the first comparison."""


@dataclass(frozen=True)
class NearPairs:
    """Positions `first` and `second` of pairs, each once, and their `cosines`, [n]; `done` rows so far."""

    done: int
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    cosines: NDArray[np.float32]


@torch.inference_mode()
def near_pairs(rows: TorchRows, places: NDArray[np.int64], least: float) -> Iterator[NearPairs]:
    """Pairs among the unit rows at `places` [n] whose cosine is `least` or more, block by block.

    What is yielded are positions within `places`. Memory: 4 * (COMPONENTS + 2) bytes a row, and one block.
    """
    positions = torch.from_numpy(places).to(rows.device)
    left, right = _distance_factors(_projected(rows, positions))  # both [n, COMPONENTS + 2]
    bound = -(1 - least) - ROUNDING
    for start in range(0, len(positions), BLOCK):
        block = left[start : start + BLOCK] @ right[start:].T  # [BLOCK, n - start]
        corner = block[:, : len(block)]  # a row with itself, and pairs the other way round
        corner.masked_fill_(torch.ones_like(corner, dtype=torch.bool).tril_(), -torch.inf)
        some, others = _candidates(block, bound)
        first, second = some + start, others + start
        cosines = _cosines(rows, positions[first], positions[second])
        near = cosines >= least
        yield NearPairs(
            min(start + BLOCK, len(positions)),
            first[near].cpu().numpy(),
            second[near].cpu().numpy(),
            cosines[near].cpu().numpy(),
        )


def _candidates(block: Tensor, bound: float) -> tuple[Tensor, Tensor]:
    """Rows and columns where `block` is above `bound`; of rows with very many, only some columns."""
    hit = (block.amax(dim=1) > bound).nonzero().flatten()
    near = block[hit]
    passed = near > bound
    crowded = passed.sum(dim=1) > NEIGHBOURS
    if crowded.any():
        passed[crowded] = _thinned(near[crowded], passed[crowded])
    some, others = passed.nonzero(as_tuple=True)
    return hit[some], others


def _thinned(near: Tensor, passed: Tensor) -> Tensor:
    """Mask of the best of each row and the first: so equal rows hang together, each with the next."""
    first = passed.byte().argmax(dim=1, keepdim=True)
    best = near.topk(NEIGHBOURS, dim=1).indices
    return torch.zeros_like(passed).scatter_(1, torch.cat([best, first], dim=1), value=True)


def _projected(rows: TorchRows, positions: Tensor) -> Tensor:
    """The rows, less their mean, as principal components [n, COMPONENTS], or [n, dim] where that is less."""
    step = max(1, len(positions) // SAMPLE)
    sample = rows.pick(positions[::step]).float()
    mean = sample.mean(dim=0)
    covariance = (sample - mean).T @ (sample - mean)
    axes = torch.linalg.eigh(covariance.double()).eigenvectors.flip(1)[:, :COMPONENTS].float()
    pieces = [(rows.pick(some).float() - mean) @ axes for some in torch.split(positions, SAMPLE)]
    return torch.cat(pieces)


def _distance_factors(projected: Tensor) -> tuple[Tensor, Tensor]:
    """Two matrices whose product holds minus half the squared distance of every two rows.

    |a - b|² = |a|² + |b|² - 2ab, so the lengths become two more coordinates. Of unit vectors, half the
    squared distance is one minus the cosine.
    """
    half = -(projected * projected).sum(dim=1, keepdim=True) / 2
    one = torch.ones_like(half)
    return torch.cat([projected, half, one], dim=1), torch.cat([projected, one, half], dim=1)


def _cosines(rows: TorchRows, first: Tensor, second: Tensor) -> Tensor:
    """Cosines [n] of the rows at `first` with those at `second`, in pieces that stay small."""
    pieces = [
        (rows.pick(some).float() * rows.pick(others).float()).sum(dim=1)
        for some, others in zip(torch.split(first, SAMPLE), torch.split(second, SAMPLE), strict=True)
    ]
    return torch.cat(pieces)
