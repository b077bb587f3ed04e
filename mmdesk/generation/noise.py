"""Kinds of noise: pictures to begin with where there is none."""

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import Noise
from mmdesk.generation.canvas import Size

CALM = 0.02
"""Standard deviation of grey noise: enough to break the symmetry between pixels."""

COARSEST = 0.09
"""Standard deviation of the coarsest octave of fractal noise; pixels are 0 to 1."""


def noise_picture(kind: Noise, size: Size, generator: Generator) -> Tensor:
    """A picture [1, 3, h, w] of noise, drawn from `generator` alone."""
    return _KINDS[kind](size, generator).clamp(0, 1)


def _grey(size: Size, generator: Generator) -> Tensor:
    return 0.5 + CALM * torch.randn(1, 3, *size, generator=generator)


def _pixels(size: Size, generator: Generator) -> Tensor:
    return torch.rand(1, 3, *size, generator=generator)


def _fractal(size: Size, generator: Generator) -> Tensor:
    """Octaves of smooth noise, each twice as fine and half as strong: a spectrum like that of photographs."""
    octaves = max(1, int(math.log2(min(size))) - 1)
    picture = torch.zeros(1, 3, *size)
    for octave in range(octaves):
        cells = torch.randn(1, 3, 2 ** (octave + 1), 2 ** (octave + 1), generator=generator)
        smooth = functional.interpolate(cells, tuple(size), mode="bicubic", align_corners=False)
        picture += smooth * COARSEST / 2**octave
    return 0.5 + picture


def _gradient(size: Size, generator: Generator) -> Tensor:
    """One colour fading into another, in some direction."""
    colours = torch.rand(2, 3, generator=generator)
    angle = 2 * math.pi * float(torch.rand((), generator=generator))
    rows = torch.linspace(-1, 1, size.height)[:, None] * math.sin(angle)
    columns = torch.linspace(-1, 1, size.width)[None, :] * math.cos(angle)
    share = ((rows + columns) / math.sqrt(2) + 1) / 2
    return torch.lerp(colours[0].view(1, 3, 1, 1), colours[1].view(1, 3, 1, 1), share)


def _snow(size: Size, generator: Generator) -> Tensor:
    """White dots on dark grey."""
    dots = torch.rand(1, 1, *size, generator=generator) > 0.97
    return (0.2 + 0.8 * dots.float()).expand(1, 3, *size).clone()


_KINDS = {"grey": _grey, "pixels": _pixels, "fractal": _fractal, "gradient": _gradient, "snow": _snow}
