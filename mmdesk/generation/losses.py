"""Losses between embeddings: how far a picture is from what is wished for."""

import math

import torch
from torch import Tensor

OPPOSITE = 1 - 1e-6
"""Half the chord between opposite points is 1, where the arc sine has no finite slope."""


def great_circle(vectors: Tensor, target: Tensor) -> Tensor:
    """Spherical distance loss [n]: twice the square of half the angle between unit vectors [n, d] and the
    unit vector `target` [d].

    On the sphere where embeddings live the squared arc pulls strongly from afar and gently when near
    (Crowson et al. 2022, section 3.1).
    """
    half_chord = (vectors - target).norm(dim=-1) / 2
    return 2 * torch.asin(half_chord.clamp(max=OPPOSITE)) ** 2


def stopped(losses: Tensor, weight: float, stop: float = -math.inf) -> Tensor:
    """The mean of `losses` [n], weighted; those below `stop` have no gradient any more. With a negative
    weight they push away, and it is the negated loss that is compared with `stop`.
    """
    signed = math.copysign(1, weight) * losses
    stopped_below = torch.where(signed > stop, signed, signed.detach())
    return abs(weight) * stopped_below.mean()
