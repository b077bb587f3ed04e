"""A picture as waves: what is learned is its spectrum, in colours that do not depend on each other.

Gradient descent on waves finds large shapes as easily as small ones, where pixels of their own only find
noise (Olah, Mordvintsev & Schubert 2017, "Feature Visualization", https://distill.pub/2017/feature-visualization).
"""

from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Generator, Tensor

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized
from mmdesk.generation.drawers.drawer import Tensors

DECAY = 1.4
"""Waves of twice the frequency are less than half as strong in photographs."""

ENDS = 0.02
"""How near to black or white a start picture may be: the very ends lie infinitely far away."""

COLOURS = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [-0.5, 1.0, -0.5]])
"""Lightness, red-blue and green-magenta, the axes along which the colours of photographs vary
independently (Ohta, Kanade & Sakai 1980, "Color information for region segmentation"). Rows are axes.
"""

SPREAD = torch.tensor([1.0, 0.6, 0.45])
"""How much photographs vary along each of them, roughly."""


@dataclass(frozen=True)
class FftDrawer:
    """Draws what its spectrum [1, 3, h, w // 2 + 1, 2] says. Waves go on across the edges by nature."""

    size: Size
    learning_rate: float = field(default=0.03, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """Nothing in `spec` matters but the size."""
        del spec, device
        return cls(size)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The spectrum of `start`."""
        del generator
        picture = resized(start, self.size).clamp(ENDS, 1 - ENDS)
        axes = torch.einsum("nchw,ac->nahw", picture.logit(), torch.linalg.inv(_mixture(start)).T)
        waves = torch.fft.rfft2(axes, norm="ortho") / self._strengths(start.device)
        return {"spectrum": torch.view_as_real(waves).contiguous()}

    def draw(self, tensors: Tensors) -> Tensor:
        """From waves to colours."""
        waves = torch.view_as_complex(tensors["spectrum"])
        axes = torch.fft.irfft2(waves * self._strengths(waves.device), s=tuple(self.size), norm="ortho")
        return torch.einsum("nahw,ac->nchw", axes, _mixture(axes)).sigmoid()

    def clamp(self, tensors: Tensors) -> None:
        """Every spectrum makes sense."""

    def at_size(self, size: Size) -> Self:
        """For another size."""
        return replace(self, size=size)

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The spectrum of the coarse picture, enlarged."""
        with torch.no_grad():
            return self.init_from(resized(coarser.draw(tensors), self.size), Generator())

    def use_checkpointing(self) -> bool:
        """There is nothing to spare."""
        return False

    def _strengths(self, device: torch.device) -> Tensor:
        """How strong each wave is when its number is 1, [h, w // 2 + 1]: the same share of a picture at
        every size.
        """
        down = torch.fft.fftfreq(self.size.height, device=device)[:, None]
        right = torch.fft.rfftfreq(self.size.width, device=device)[None, :]
        cycles = ((down.square() + right.square()).sqrt() * max(self.size)).clamp(min=1)
        strengths: Tensor = cycles**-DECAY * (self.size.height * self.size.width) ** 0.5
        return strengths


def _mixture(like: Tensor) -> Tensor:
    """From axes to red, green and blue: [3, 3], rows are axes."""
    return (COLOURS * SPREAD[:, None]).to(like.device)
