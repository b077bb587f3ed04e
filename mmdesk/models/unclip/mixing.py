"""Arithmetic with vectors of length one: between two of them, and away from one by a difference."""

import torch
from torch import Tensor
from torch.nn import functional


def on_the_arc(start: Tensor, end: Tensor, fraction: float) -> Tensor:
    """The vector [dim] at that `fraction` of the great circle from `start` to `end`, both of length one.

    Shoemake 1985, "Animating rotation with quaternion curves" (slerp).
    """
    angle = torch.acos((start @ end).clamp(-1, 1))
    if float(angle) < 1e-4:
        return start
    mixed = torch.sin((1 - fraction) * angle) * start + torch.sin(fraction * angle) * end
    return functional.normalize(mixed, dim=0)


def way_between(start: Tensor, end: Tensor, count: int) -> Tensor:
    """`count` vectors [count, dim] from `start` to `end`, both included, in equal steps."""
    return torch.stack([on_the_arc(start, end, place / (count - 1)) for place in range(count)])


def changed(vector: Tensor, difference: Tensor, change: float) -> Tensor:
    """`vector` [dim], turned by `change`, 0 to 1, of the way towards where `difference` points.

    A text difference, in Ramesh et al. 2022, section 3.3.
    """
    return on_the_arc(vector, functional.normalize(difference, dim=0), change)


def mean_vector(vectors: Tensor, weights: Tensor) -> Tensor:
    """The mean [dim] of `vectors` [n, dim], by `weights` [n], of length one."""
    return functional.normalize(weights @ vectors, dim=0)
