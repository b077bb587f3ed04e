"""A picture by its Fourier spectrum, in decorrelated colours.

Gradient descent on a spectrum finds large shapes as easily as small ones, where pixels of their own only find
noise (Olah, Mordvintsev & Schubert 2017, "Feature Visualization", https://distill.pub/2017/feature-visualization).
"""

from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Generator, Tensor

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized
from mmdesk.generation.drawers.drawer import Drawer, Tensors

DECAY = 1.4
"""Amplitudes fall with this power of the frequency: as in photographs, waves of twice the frequency are less
than half as strong.
"""

LEAST_VALUE = 0.02
"""How near to black or white a start picture may be: the very ends lie infinitely far away (see `logit`)."""

COLOUR_AXES = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [-0.5, 1.0, -0.5]])
"""Lightness, red-blue and green-magenta, the axes along which the colours of photographs vary
independently (Ohta, Kanade & Sakai 1980, "Color information for region segmentation"). Rows are axes.
"""

SPREAD = torch.tensor([1.0, 0.6, 0.45])
"""Standard deviation of photographs along each of them, roughly, relative to the first."""


@dataclass(frozen=True)
class FftDrawer(Drawer):
    """Draws what its spectrum [1, 3, h, w // 2 + 1, 2] says. Waves go on across the edges by nature."""

    learning_rate: float = field(default=0.03, kw_only=True)

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, device: str) -> Self:
        """A drawer of `size`; nothing else in `spec` matters."""
        del spec, device
        return cls(size)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The spectrum of `start`."""
        del generator
        picture = resized(start, self.size).clamp(LEAST_VALUE, 1 - LEAST_VALUE)
        axes = torch.einsum("nchw,ac->nahw", picture.logit(), torch.linalg.inv(_axes_to_rgb(start)).T)
        spectrum = torch.fft.rfft2(axes, norm="ortho") / self._amplitudes(start.device)
        return {"spectrum": torch.view_as_real(spectrum).contiguous()}

    def draw(self, tensors: Tensors) -> Tensor:
        """The inverse transform of the spectrum, in colours of 0 to 1."""
        spectrum = torch.view_as_complex(tensors["spectrum"])  # [1, 3, h, w // 2 + 1]
        axes = torch.fft.irfft2(
            spectrum * self._amplitudes(spectrum.device), s=tuple(self.size), norm="ortho"
        )
        return torch.einsum("nahw,ac->nchw", axes, _axes_to_rgb(axes)).sigmoid()

    def clamp(self, tensors: Tensors) -> None:
        """Nothing: every spectrum makes sense."""

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The spectrum of the coarse picture, enlarged."""
        with torch.no_grad():
            return self.init_from(resized(coarser.draw(tensors), self.size), Generator())

    def _amplitudes(self, device: torch.device) -> Tensor:
        """Amplitude [h, w // 2 + 1] of each wave whose number is 1: the same share of a picture at every
        size.
        """
        down = torch.fft.fftfreq(self.size.height, device=device)[:, None]
        right = torch.fft.rfftfreq(self.size.width, device=device)[None, :]
        # Cycles per picture, not per pixel, so that a spectrum means the same at every size.
        cycles = ((down.square() + right.square()).sqrt() * max(self.size)).clamp(min=1)
        amplitudes: Tensor = cycles**-DECAY * (self.size.height * self.size.width) ** 0.5
        return amplitudes


def _axes_to_rgb(like: Tensor) -> Tensor:
    """Matrix [3, 3] from colour axes, its rows, to red, green and blue."""
    return (COLOUR_AXES * SPREAD[:, None]).to(like.device)
