"""The plainest drawer: a grid of coloured squares."""

from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, clamp_with_gradient, resized
from mmdesk.generation.drawers.drawer import Tensors
from mmdesk.generation.looks import colours

USUAL_COLUMNS = 64


@dataclass(frozen=True)
class PixelDrawer:
    """Squares of one colour each, in `grid` rows and columns.

    With a `palette` [n, 3] every square takes the nearest of its colours, straight-through: the gradient
    passes as if nothing had been rounded (Bengio et al. 2013, https://arxiv.org/abs/1308.3432).
    """

    size: Size
    grid: Size
    palette: Tensor | None = None
    rate: float = field(default=0.03, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """The grid `spec` asks for, its squares as square as they can be."""
        columns = min(spec.grid or USUAL_COLUMNS, spec.width)
        rows = max(1, round(columns * spec.height / spec.width))
        return cls(size, Size(rows, columns), colours(spec.palette).to(device) if spec.palette else None)

    def begin(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The squares of `start`."""
        del generator
        return {"squares": resized(start, self.grid).clone()}

    def draw(self, tensors: Tensors) -> Tensor:
        """Every square at its size."""
        squares = clamp_with_gradient(tensors["squares"])
        if self.palette is not None:
            squares = squares + (_nearest(squares, self.palette) - squares).detach()
        return functional.interpolate(squares, tuple(self.size), mode="nearest-exact")

    def settle(self, tensors: Tensors) -> None:
        """No colour beyond what a screen can show."""
        tensors["squares"].clamp_(0, 1)

    def at(self, size: Size) -> Self:
        """The same squares, larger or smaller."""
        return replace(self, size=size)

    def grown(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The grid is the same at every size."""
        del coarser
        return dict(tensors)

    def spare(self) -> bool:
        """There is nothing to spare."""
        return False


def _nearest(squares: Tensor, palette: Tensor) -> Tensor:
    """Each square in the nearest colour of `palette` [n, 3]."""
    pixels = squares.permute(0, 2, 3, 1)
    choice = torch.cdist(pixels.flatten(0, 2), palette).argmin(dim=1)
    return palette[choice].view_as(pixels).permute(0, 3, 1, 2)
