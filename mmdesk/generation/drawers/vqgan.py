"""The drawer of VQGAN+CLIP: a latent that a codebook image model turns into a picture."""

import math
from dataclasses import dataclass, replace
from typing import Protocol, Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, clamp_with_gradient, resized
from mmdesk.generation.drawers.drawer import Tensors

AROUND = 4
"""Latent cells that a tile is continued by on each side, so that its edges are drawn as its middle is."""


RATE = 0.02
"""Learning rate as a share of the codebook's range."""


class CodebookModel(Protocol):
    """A VQGAN, loaded: pictures are [n, 3, h, w] of -1 to 1, latents [n, e, h / factor, w / factor]."""

    @property
    def factor(self) -> int:
        """Side of a latent cell, in pixels."""
        ...

    @property
    def z_range(self) -> tuple[Tensor, Tensor]:
        """The least and greatest number of the codes in each place, [1, e, 1, 1] both."""
        ...

    def encode(self, pixels: Tensor) -> Tensor:
        """The latent of `pixels`."""
        ...

    def quantise(self, z: Tensor) -> Tensor:
        """The nearest codes; the gradient passes straight through."""
        ...

    def decode(self, codes: Tensor) -> Tensor:
        """The picture of codes, differentiable."""
        ...

    def spare(self) -> bool:
        """Keep less for the way back from now on; whether that was news."""
        ...


@dataclass(frozen=True)
class VqganDrawer:
    """Draws the codes nearest to the latent [1, e, h / factor, w / factor].

    The gradient passes the choice of codes straight-through (van den Oord et al. 2017,
    https://arxiv.org/abs/1711.00937), and the latent stays within the range of the codebook, where alone
    the decoder has learned to draw.
    """

    size: Size
    model: CodebookModel
    tiling: bool = False

    @property
    def rate(self) -> float:
        """In proportion to how far apart the codes of this model are."""
        low, high = self.model.z_range
        return RATE * float((high - low).mean())

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, model: CodebookModel) -> Self:
        """For the size and the edges of `spec`."""
        return cls(size, model, spec.tiling)

    def begin(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The latent of `start`, which is continued to a whole number of cells."""
        del generator
        factor = self.model.factor
        height, width = (math.ceil(side / factor) * factor for side in self.size)
        picture = resized(start, self.size)
        margins = (0, width - self.size.width, 0, height - self.size.height)
        whole = functional.pad(picture, margins, mode="replicate") * 2 - 1
        with torch.no_grad():
            return {"latent": self.model.encode(whole).float().clone()}

    def draw(self, tensors: Tensors) -> Tensor:
        """The nearest codes, decoded."""
        codes = self.model.quantise(tensors["latent"])
        pixels = self._decoded(codes) if not self.tiling else self._decoded_in_a_round(codes)
        picture = (pixels.float() + 1) / 2
        return clamp_with_gradient(picture[..., : self.size.height, : self.size.width])

    def settle(self, tensors: Tensors) -> None:
        """No further out than the outermost codes."""
        low, high = self.model.z_range
        latent = tensors["latent"]
        latent.copy_(latent.maximum(low.to(latent.device)).minimum(high.to(latent.device)))

    def at(self, size: Size) -> Self:
        """For another size."""
        return replace(self, size=size)

    def grown(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The latent of the coarse picture, enlarged."""
        with torch.no_grad():
            return self.begin(resized(coarser.draw(tensors), self.size), Generator())

    def _decoded(self, codes: Tensor) -> Tensor:
        return self.model.decode(codes)

    def _decoded_in_a_round(self, codes: Tensor) -> Tensor:
        """Decoded with its own other side around it, which is then cut off."""
        around = min(AROUND, *codes.shape[-2:])
        edge = around * self.model.factor
        pixels = self._decoded(functional.pad(codes, (around,) * 4, mode="circular"))
        return pixels[..., edge:-edge, edge:-edge]

    def spare(self) -> bool:
        """Let the model keep less for the way back, and compute it again."""
        return self.model.spare()
