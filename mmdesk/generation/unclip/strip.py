"""Pictures in one row, as of a way from one to another."""

import torch
from torch import Tensor
from torch.nn import functional

GAP = 2
"""Pixels between two pictures."""


def strip_of(pictures: Tensor) -> Tensor:
    """`pictures` [n, 3, h, w] side by side, [1, 3, h, n * (w + GAP) - GAP]."""
    padded = functional.pad(pictures, (0, GAP))
    return torch.cat(list(padded), dim=2)[None, :, :, :-GAP]
