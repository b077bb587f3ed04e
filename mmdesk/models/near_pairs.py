"""All pairs of rows that are very near each other, exactly, without comparing all of every two rows.

The distance of two rows seen from fewer directions is never greater than their distance (turning a space
keeps distances, and leaving coordinates out only shortens them). So rows are turned to where they differ
most (principal axes, found from a sample), a few coordinates rule out nearly all pairs, and only what
remains is compared in full.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.models.scan import ScanMatrix

AXES = 48
"""Coordinates of the first comparison."""

SAMPLE = 8192
"""Rows that the axes are found from."""

BLOCK = 256
"""Rows compared with all others at once: 100 MB of distances for every 100,000 photos."""

NEIGHBOURS = 16
"""Of each row about so many near ones are kept, the nearest; thousands of alike pictures hang together
through them all the same.
"""

ROUNDING = 1e-4
"""What fp32 may be off in the first comparison."""


@dataclass(frozen=True)
class NearPairs:
    """Positions [n] of pairs, each pair once, with their cosines [n]; `done` rows were compared with all."""

    done: int
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    cosines: NDArray[np.float32]


@torch.inference_mode()
def near_pairs(rows: ScanMatrix, positions: Tensor, least: float) -> Iterator[NearPairs]:
    """Pairs among the unit rows at `positions` int64 [n] whose cosine is `least` or more, block by block.

    What is yielded are positions within `positions`. Memory: 4 * (AXES + 2) bytes a row, and one block.
    """
    turned = _turned(rows, positions)
    left, right = _as_distances(turned)
    bound = -(1 - least) - ROUNDING
    for start in range(0, len(positions), BLOCK):
        block = left[start : start + BLOCK] @ right[start:].T
        corner = block[:, : len(block)]
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
    """Where `block` is above `bound`: rows and columns, some columns only of rows with very many."""
    hit = (block.amax(dim=1) > bound).nonzero().flatten()
    near = block[hit]
    passed = near > bound
    crowded = passed.sum(dim=1) > NEIGHBOURS
    if crowded.any():
        passed[crowded] = _thinned(near[crowded], passed[crowded])
    some, others = passed.nonzero(as_tuple=True)
    return hit[some], others


def _thinned(near: Tensor, passed: Tensor) -> Tensor:
    """Of each row the best, and the first: so equal rows hang together, each with the next."""
    first = passed.byte().argmax(dim=1, keepdim=True)
    best = near.topk(NEIGHBOURS, dim=1).indices
    return torch.zeros_like(passed).scatter_(1, torch.cat([best, first], dim=1), value=True)


def _turned(rows: ScanMatrix, positions: Tensor) -> Tensor:
    """The rows seen from their first principal axes, around their mean: [n, AXES], or fewer where dim is."""
    step = max(1, len(positions) // SAMPLE)
    sample = rows.pick(positions[::step]).float()
    mean = sample.mean(dim=0)
    covariance = (sample - mean).T @ (sample - mean)
    axes = torch.linalg.eigh(covariance.double()).eigenvectors.flip(1)[:, :AXES].float()
    pieces = [(rows.pick(some).float() - mean) @ axes for some in torch.split(positions, SAMPLE)]
    return torch.cat(pieces)


def _as_distances(turned: Tensor) -> tuple[Tensor, Tensor]:
    """Two matrices whose product holds minus half the squared distance of every two rows.

    |a - b|² = |a|² + |b|² - 2ab, so the lengths become two more coordinates. Of unit vectors, half the
    squared distance is one minus the cosine.
    """
    half = -(turned * turned).sum(dim=1, keepdim=True) / 2
    one = torch.ones_like(half)
    return torch.cat([turned, half, one], dim=1), torch.cat([turned, one, half], dim=1)


def _cosines(rows: ScanMatrix, first: Tensor, second: Tensor) -> Tensor:
    """Of rows two by two, in pieces that stay small: [n]."""
    pieces = [
        (rows.pick(some).float() * rows.pick(others).float()).sum(dim=1)
        for some, others in zip(torch.split(first, SAMPLE), torch.split(second, SAMPLE), strict=True)
    ]
    return torch.cat(pieces)
