"""A grid of coloured squares: the plainest drawer."""

from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, clamp_with_gradient, resized
from mmdesk.generation.drawers.drawer import Drawer, Tensors
from mmdesk.generation.image_losses import colours

DEFAULT_COLUMNS = 64


@dataclass(frozen=True)
class PixelDrawer(Drawer):
    """Squares of one colour each, in `grid` rows and columns.

    What is optimised is a pyramid: the squares, and coarser ones that shift many together, so that large
    shapes are found as easily as single squares (Burt & Adelson 1983, "The Laplacian Pyramid").

    With a `palette` [n, 3] every square takes the nearest of its colours by a straight-through estimator: the
    gradient passes as if nothing had been rounded (Bengio et al. 2013, https://arxiv.org/abs/1308.3432).
    """

    grid: Size
    palette: Tensor | None = None
    learning_rate: float = field(default=0.012, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """A drawer with the grid `spec` asks for, its squares as square as they can be."""
        columns = min(spec.grid or DEFAULT_COLUMNS, spec.width)
        rows = max(1, round(columns * spec.height / spec.width))
        return cls(size, Size(rows, columns), colours(spec.palette).to(device) if spec.palette else None)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The squares of `start`, all in the finest level: `level0` [1, 3, rows, columns], the others 0."""
        del generator
        levels = {
            f"level{number}": start.new_zeros(1, 3, *size) for number, size in enumerate(self._levels())
        }
        return levels | {"level0": resized(start, self.grid).clone()}

    def draw(self, tensors: Tensors) -> Tensor:
        """Every square at its size."""
        squares = clamp_with_gradient(self._sum(tensors))
        if self.palette is not None:
            squares = squares + (_nearest(squares, self.palette) - squares).detach()  # straight-through
        return functional.interpolate(squares, tuple(self.size), mode="nearest-exact")

    def clamp(self, tensors: Tensors) -> None:
        """Take what is beyond the colours of a screen off the finest level."""
        total = self._sum(tensors)
        tensors["level0"].add_(total.clamp(0, 1) - total)

    def _sum(self, tensors: Tensors) -> Tensor:
        """The sum of all levels at the finest grid, to which the coarser ones are interpolated."""
        levels = [resized(tensors[f"level{number}"], self.grid) for number in range(len(self._levels()))]
        return torch.stack(levels).sum(dim=0)

    def _levels(self) -> list[Size]:
        """The grid, and ever coarser ones down to a single square."""
        levels = [self.grid]
        while max(levels[-1]) > 1:
            levels.append(Size(*(max(1, side // 2) for side in levels[-1])))
        return levels


def _nearest(squares: Tensor, palette: Tensor) -> Tensor:
    """Each square in the nearest colour of `palette` [n, 3]."""
    pixels = squares.permute(0, 2, 3, 1)  # [1, rows, columns, 3]
    choice = torch.cdist(pixels.flatten(0, 2), palette).argmin(dim=1)
    return palette[choice].view_as(pixels).permute(0, 3, 1, 2)
