"""A drawing of curved strokes on paper, each of which can be moved, bent, widened and recoloured.

The strokes are rasterised softly, in plain torch, so that CLIP can say which way each should move (the
idea is that of Li et al. 2020, "Differentiable Vector Graphics Rasterization for Editing and Learning").
The distance of a pixel to a curve is the least one over the curve's length. How that least distance
changes with the curve does not depend on how the nearest point moves along it (envelope theorem), so
the point is sought without gradients and only its place is differentiated.
"""

from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized
from mmdesk.generation.drawers.drawer import Tensors

USUAL_STROKES = 96

SAMPLES = 9
"""Points along a stroke among which the one nearest to a pixel is sought."""

COARSER = 4
"""The nearest point is sought for one pixel in so many squared, and its place is interpolated for the others:
it hardly changes from a pixel to the next.
"""

LEAST, USUAL, MOST = 0.004, 0.018, 0.08
"""Half the width of a stroke, relative to the short side of the picture."""

PAPER = 0.92


@dataclass(frozen=True)
class LinesDrawer:
    """Quadratic Bézier curves: `points` [n, 3, 2] as shares of height and width, `widths` [n], `inks` [n, 4]
    (red, green, blue, and how much of the paper they cover) on a `paper` [3] of one colour.
    """

    size: Size
    strokes: int
    width: float = 1.0
    learning_rate: float = field(default=0.02, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """As many strokes as `spec` asks for."""
        del device
        return cls(size, spec.strokes or USUAL_STROKES, spec.stroke_width)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """Short strokes here and there, in the colours `start` has there."""
        centres = torch.rand(self.strokes, 1, 2, generator=generator)
        points = centres + 0.12 * torch.randn(self.strokes, 3, 2, generator=generator)
        colours = resized(start, Size(32, 32))[0].cpu()
        rows, columns = (centres[:, 0] * 32).long().clamp(0, 31).unbind(1)
        inks = torch.cat([colours[:, rows, columns].T, torch.full((self.strokes, 1), 0.8)], dim=1)
        tensors = {
            "points": points,
            "widths": torch.full((self.strokes,), USUAL * self.width),
            "inks": inks,
            "paper": torch.full((3,), PAPER),
        }
        return {name: tensor.to(start.device) for name, tensor in tensors.items()}

    def draw(self, tensors: Tensors) -> Tensor:
        """The paper with every stroke on it, the last one on top."""
        inks = tensors["inks"]
        covers = self._covers(tensors["points"], tensors["widths"]) * inks[:, 3, None, None]
        seen = _seen_through(covers)
        strokes = torch.einsum("nhw,nc->chw", covers * seen[1:], inks[:, :3])
        return (strokes + seen[0] * tensors["paper"][:, None, None])[None].clamp(0, 1)

    def clamp(self, tensors: Tensors) -> None:
        """Strokes stay near the paper and in sight, colours within what a screen can show."""
        tensors["points"].clamp_(-0.1, 1.1)
        tensors["widths"].clamp_(LEAST * self.width, MOST * self.width)
        tensors["inks"].clamp_(0, 1)
        tensors["inks"][:, 3].clamp_(0.1, 0.98)
        tensors["paper"].clamp_(0, 1)

    def at_size(self, size: Size) -> Self:
        """The same strokes on larger or smaller paper."""
        return replace(self, size=size)

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """Strokes know no pixels."""
        del coarser
        return dict(tensors)

    def use_checkpointing(self) -> bool:
        """There is nothing to spare."""
        return False

    def _covers(self, points: Tensor, widths: Tensor) -> Tensor:
        """How much of each pixel each stroke covers, 0 to 1, [n, h, w]."""
        short = min(self.size)
        scale = torch.tensor([self.size.height / short, self.size.width / short], device=points.device)
        curves = points * scale
        rows, columns = self._pixels(curves, self.size)
        nearest_y, nearest_x = _along(curves, self._places(curves))
        squares = (nearest_y - rows).square() + (nearest_x - columns).square()
        distances = (squares + 1e-9).sqrt()
        return ((widths[:, None, None] - distances) * short).sigmoid()

    @torch.no_grad()
    def _places(self, curves: Tensor) -> Tensor:
        """Where on each curve the point nearest to each pixel lies, 0..1, [n, h, w]."""
        coarse = Size(*(-(-side // COARSER) for side in self.size))
        places = _nearest_places(curves, self._pixels(curves, coarse))[None]
        return functional.interpolate(places, tuple(self.size), mode="bilinear", align_corners=False)[0]

    def _pixels(self, like: Tensor, grid: Size) -> tuple[Tensor, Tensor]:
        """Rows [h, 1] and columns [1, w] of the centres of a `grid` over the paper, whose short side is 1."""
        short = min(self.size)
        rows = (torch.arange(grid.height, device=like.device) + 0.5) * (
            self.size.height / grid.height / short
        )
        columns = (torch.arange(grid.width, device=like.device) + 0.5) * (
            self.size.width / grid.width / short
        )
        return rows[:, None], columns[None, :]


def _along(curves: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """Rows and columns of the points at `places` (0..1) [n, h, w] of the curves [n, 3, 2]."""
    before, middle, after = (1 - places).square(), 2 * places * (1 - places), places.square()
    corners = curves[:, :, :, None, None]
    rows = before * corners[:, 0, 0] + middle * corners[:, 1, 0] + after * corners[:, 2, 0]
    columns = before * corners[:, 0, 1] + middle * corners[:, 1, 1] + after * corners[:, 2, 1]
    return rows, columns


def _nearest_places(curves: Tensor, pixels: tuple[Tensor, Tensor]) -> Tensor:
    """Where on each curve the point nearest to each pixel lies, 0..1, [n, h, w]: the nearest of SAMPLES,
    moved between its neighbours to the lowest point of the parabola through their three distances.
    """
    rows, columns = pixels
    places = torch.linspace(0, 1, SAMPLES, device=curves.device)
    squares = torch.stack([
        (y - rows).square() + (x - columns).square()
        for y, x in (_along(curves, place.expand(len(curves), 1, 1)) for place in places)
    ])  # fmt: skip
    nearest = squares.argmin(dim=0).clamp(1, SAMPLES - 2)
    left, here, right = (squares.gather(0, (nearest + step)[None])[0] for step in (-1, 0, 1))
    bend = (left - 2 * here + right).clamp(min=1e-9)
    shift = (0.5 * (left - right) / bend).clamp(-1, 1)
    return (nearest + shift) / (SAMPLES - 1)


def _seen_through(covers: Tensor) -> Tensor:
    """What share of the light passes all strokes above: [n + 1, h, w], first for the paper."""
    passing = (1 - covers).clamp(min=1e-4).log()
    above = passing.flip(0).cumsum(0).flip(0)
    return torch.cat([above, torch.zeros_like(above[:1])]).exp()
