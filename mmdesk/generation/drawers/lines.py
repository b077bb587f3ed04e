"""A drawing of curved strokes on paper, each of which can be moved, bent, widened and recoloured.

The strokes are rasterised softly, in plain torch, so that CLIP can say which way each should move (the
idea is that of Li et al. 2020, "Differentiable Vector Graphics Rasterization for Editing and Learning").
The distance of a pixel to a curve is the least one over the curve's length. How that least distance
changes with the curve does not depend on how the nearest point moves along it (envelope theorem), so
the point is sought without gradients and only its place is differentiated.
"""

from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized
from mmdesk.generation.drawers.drawer import Drawer, Tensors

DEFAULT_STROKES = 96

SAMPLES = 9
"""Points along a stroke among which the one nearest to a pixel is sought."""

STRIDE = 4
"""The nearest point is sought for every fourth pixel in each direction, and its place is interpolated for the
others: it hardly changes from a pixel to the next.
"""

MIN_WIDTH, INITIAL_WIDTH, MAX_WIDTH = 0.004, 0.018, 0.08
"""Half the width of a stroke, relative to the short side of the picture."""

INITIAL_SPREAD = 0.12
"""Standard deviation of a stroke's points around its centre, as a share of the picture's sides."""

INITIAL_OPACITY, MIN_OPACITY, MAX_OPACITY = 0.8, 0.1, 0.98
"""Opacity of a stroke: beyond either end the stroke, or what lies below it, hardly has a gradient."""

MARGIN = 0.1
"""How far beyond the paper points may lie, as a share of its sides."""

COLOUR_GRID = Size(32, 32)
"""Pixels of the start picture that strokes take their colours from."""

PAPER = 0.92
"""Grey of the paper in the beginning, 0 to 1."""


@dataclass(frozen=True)
class LinesDrawer(Drawer):
    """Quadratic Bézier curves: control `points` [n, 3, 2] as shares of height and width, `widths` [n], `inks`
    [n, 4] (red, green, blue, opacity) on a `paper` [3] of one colour.
    """

    strokes: int
    width: float = 1.0
    learning_rate: float = field(default=0.02, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """A drawer of as many strokes as `spec` asks for."""
        del device
        return cls(size, spec.strokes or DEFAULT_STROKES, spec.stroke_width)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """Short strokes here and there, in the colours `start` has there."""
        centres = torch.rand(self.strokes, 1, 2, generator=generator)
        points = centres + INITIAL_SPREAD * torch.randn(self.strokes, 3, 2, generator=generator)
        colours = resized(start, COLOUR_GRID)[0].cpu()  # [3, rows, columns]
        side = COLOUR_GRID.height
        rows, columns = (centres[:, 0] * side).long().clamp(0, side - 1).unbind(1)
        opacities = torch.full((self.strokes, 1), INITIAL_OPACITY)
        inks = torch.cat([colours[:, rows, columns].T, opacities], dim=1)
        tensors = {
            "points": points,
            "widths": torch.full((self.strokes,), INITIAL_WIDTH * self.width),
            "inks": inks,
            "paper": torch.full((3,), PAPER),
        }
        return {name: tensor.to(start.device) for name, tensor in tensors.items()}

    def draw(self, tensors: Tensors) -> Tensor:
        """The paper with every stroke on it, the last one on top."""
        inks = tensors["inks"]
        alphas = self._coverage(tensors["points"], tensors["widths"]) * inks[:, 3, None, None]  # [n, h, w]
        visible = _transmittance(alphas)  # [n + 1, h, w]
        strokes = torch.einsum("nhw,nc->chw", alphas * visible[1:], inks[:, :3])
        return (strokes + visible[0] * tensors["paper"][:, None, None])[None].clamp(0, 1)

    def clamp(self, tensors: Tensors) -> None:
        """Keep strokes near the paper and in sight, colours within what a screen can show."""
        tensors["points"].clamp_(-MARGIN, 1 + MARGIN)
        tensors["widths"].clamp_(MIN_WIDTH * self.width, MAX_WIDTH * self.width)
        tensors["inks"].clamp_(0, 1)
        tensors["inks"][:, 3].clamp_(MIN_OPACITY, MAX_OPACITY)
        tensors["paper"].clamp_(0, 1)

    def _coverage(self, points: Tensor, widths: Tensor) -> Tensor:
        """Share [n, h, w] of each pixel that each stroke covers: a sigmoid, a pixel wide, across its edge."""
        short = min(self.size)
        scale = torch.tensor([self.size.height / short, self.size.width / short], device=points.device)
        curves = points * scale  # [n, 3, 2], in units of the short side
        rows, columns = self._pixel_centres(curves, self.size)
        nearest_y, nearest_x = _points_at(curves, self._nearest(curves))  # [n, h, w]
        squares = (nearest_y - rows).square() + (nearest_x - columns).square()
        distances = (squares + 1e-9).sqrt()  # the root has no slope at 0
        return ((widths[:, None, None] - distances) * short).sigmoid()

    @torch.no_grad()
    def _nearest(self, curves: Tensor) -> Tensor:
        """Parameter t 0..1 of the point of each curve nearest to each pixel, [n, h, w]."""
        coarse = Size(*(-(-side // STRIDE) for side in self.size))
        t = _nearest_on_grid(curves, self._pixel_centres(curves, coarse))[None]
        return functional.interpolate(t, tuple(self.size), mode="bilinear", align_corners=False)[0]

    def _pixel_centres(self, like: Tensor, grid: Size) -> tuple[Tensor, Tensor]:
        """Rows [h, 1] and columns [1, w] of the centres of a `grid` over the paper, whose short side is 1."""
        short = min(self.size)
        rows = (torch.arange(grid.height, device=like.device) + 0.5) * (
            self.size.height / grid.height / short
        )
        columns = (torch.arange(grid.width, device=like.device) + 0.5) * (
            self.size.width / grid.width / short
        )
        return rows[:, None], columns[None, :]


def _points_at(curves: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Rows and columns, [n, h, w] both, of the points at `t` (0..1) [n, h, w] of the curves [n, 3, 2]."""
    before, middle, after = (1 - t).square(), 2 * t * (1 - t), t.square()  # Bernstein polynomials
    corners = curves[:, :, :, None, None]
    rows = before * corners[:, 0, 0] + middle * corners[:, 1, 0] + after * corners[:, 2, 0]
    columns = before * corners[:, 0, 1] + middle * corners[:, 1, 1] + after * corners[:, 2, 1]
    return rows, columns


def _nearest_on_grid(curves: Tensor, pixels: tuple[Tensor, Tensor]) -> Tensor:
    """Parameter t 0..1 of the point of each curve nearest to each of `pixels`, [n, h, w]: the nearest of
    SAMPLES, moved between its neighbours to the vertex of the parabola through their three squared distances.
    """
    rows, columns = pixels
    samples = torch.linspace(0, 1, SAMPLES, device=curves.device)
    squares = torch.stack([  # [SAMPLES, n, h, w]
        (y - rows).square() + (x - columns).square()
        for y, x in (_points_at(curves, t.expand(len(curves), 1, 1)) for t in samples)
    ])  # fmt: skip
    nearest = squares.argmin(dim=0).clamp(1, SAMPLES - 2)
    left, here, right = (squares.gather(0, (nearest + step)[None])[0] for step in (-1, 0, 1))
    curvature = (left - 2 * here + right).clamp(min=1e-9)
    shift = (0.5 * (left - right) / curvature).clamp(-1, 1)
    return (nearest + shift) / (SAMPLES - 1)


def _transmittance(alphas: Tensor) -> Tensor:
    """Share of the light that passes all strokes above: [n + 1, h, w], first for the paper, 1 for the last
    stroke ("over" compositing, Porter & Duff 1984).
    """
    passing = (1 - alphas).clamp(min=1e-4).log()  # a sum of logarithms instead of a product
    above = passing.flip(0).cumsum(0).flip(0)
    return torch.cat([above, torch.zeros_like(above[:1])]).exp()
