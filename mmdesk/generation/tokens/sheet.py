"""Candidates: one of them, and all in one picture, a contact sheet."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.candidates import GAP
from mmdesk.generation.canvas import Size, resized, to_picture

LONGEST = 4096
"""Side of a sheet in pixels, at most; larger pictures are shrunk to fit."""


def candidate(pictures: Tensor, chosen: int | None) -> Tensor:
    """The one [1, 3, h, w] of `pictures` [n, 3, h, w], the best first, that is `chosen`, else the best."""
    place = min(chosen or 0, len(pictures) - 1)
    return pictures[place : place + 1]


def contact_sheet(pictures: Tensor) -> FullPicture:
    """`pictures` [n, 3, h, w] in reading order, in about as many rows as columns."""
    columns = math.ceil(math.sqrt(len(pictures)))
    scale = min(1.0, LONGEST / (columns * max(pictures.shape[-2:])))
    height, width = (max(1, round(side * scale)) for side in pictures.shape[-2:])
    small = functional.pad(resized(pictures, Size(height, width)), (0, GAP, 0, GAP))
    missing = -len(pictures) % columns
    cells = torch.cat((small, small.new_zeros(missing, *small.shape[1:])))
    table = cells.view(-1, columns, *cells.shape[1:])  # [rows, columns, 3, h, w]
    rows = table.permute(2, 0, 3, 1, 4).flatten(3).flatten(1, 2)
    return to_picture(rows[None, :, :-GAP, :-GAP])
