"""Cutouts: the square pieces of a picture that CLIP gets to see, some small, some the whole.

A model that sees the same pixels at the same place every time is soon satisfied by noise that no person
would call a picture. Pieces of changing place and size make it look for things instead
(Crowson et al. 2022, section 3.3).
"""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec, Pooling
from mmdesk.generation.canvas import Size, resized

SMALLEST = 0.4
"""Side of the smallest cutout, relative to the short side of the picture."""

WHOLE = 4
"""One cutout of so many is the whole picture, so that CLIP sees the composition, too."""

LEAST_SIDE = 8
"""Pixels: less shows nothing."""


@dataclass(frozen=True)
class Piece:
    """A square part of a picture, in pixels; it may reach beyond the edges."""

    top: int
    left: int
    side: int


@dataclass(frozen=True)
class Cutter:
    """Cuts pieces by the settings of a painting.

    With a `power` above 1 more of them are small, below 1 more are large. A picture of a `tiling` goes on
    beyond its edges.
    """

    power: float
    pooling: Pooling
    tiling: bool

    @classmethod
    def of(cls, spec: PaintSpec) -> "Cutter":
        """The cutter `spec` asks for."""
        return cls(spec.cut_power, spec.pooling, spec.tiling)

    def choose(self, size: Size, count: int, generator: Generator) -> list[Piece]:
        """`count` pieces of a picture of `size`, drawn from `generator`."""
        draws = torch.rand(count, 3, generator=generator).tolist()
        return [self._piece(size, place, draw) for place, draw in enumerate(draws)]

    def cut(self, canvas: Tensor, pieces: list[Piece], side: int) -> Tensor:
        """The `pieces` of the picture [1, 3, h, w], resized to cutouts [n, 3, side, side]."""
        return torch.cat([self._pooled(self._part(canvas, piece), side) for piece in pieces])

    def _piece(self, size: Size, place: int, draw: list[float]) -> Piece:
        if place % WHOLE == 0:
            side = max(size)
            if not self.tiling:
                return Piece((size.height - side) // 2, (size.width - side) // 2, side)
        else:
            share = SMALLEST + (1 - SMALLEST) * draw[2] ** self.power
            side = max(LEAST_SIDE, round(share * min(size)))
        if self.tiling:  # a picture without edges has no middle: a piece may begin anywhere
            return Piece(int(draw[0] * size.height), int(draw[1] * size.width), side)
        top, left = int(draw[0] * (size.height - side + 1)), int(draw[1] * (size.width - side + 1))
        return Piece(top, left, side)

    def _part(self, canvas: Tensor, piece: Piece) -> Tensor:
        """The pixels of `piece`; beyond the edges the picture goes on if it is a tile, else there is grey."""
        height, width = canvas.shape[-2:]
        if self.tiling:
            rows = torch.arange(piece.top, piece.top + piece.side, device=canvas.device) % height
            columns = torch.arange(piece.left, piece.left + piece.side, device=canvas.device) % width
            return canvas.index_select(2, rows).index_select(3, columns)
        top, left = max(0, -piece.top), max(0, -piece.left)
        inside = canvas[
            ..., max(0, piece.top) : piece.top + piece.side, max(0, piece.left) : piece.left + piece.side
        ]
        bottom, right = piece.side - top - inside.shape[2], piece.side - left - inside.shape[3]
        if not (top or left or bottom or right):
            return inside
        return functional.pad(inside, (left, right, top, bottom), value=0.5)

    def _pooled(self, part: Tensor, side: int) -> Tensor:
        if self.pooling == "antialias" or part.shape[-1] <= side:
            return resized(part, Size(side, side))
        average = functional.adaptive_avg_pool2d(part, side)
        if self.pooling == "average":
            return average
        largest = functional.adaptive_max_pool2d(part, side)
        return largest if self.pooling == "max" else (average + largest) / 2
