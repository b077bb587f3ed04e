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

WASH = Size(6, 6)
"""Cells of the wash of colour over a picture."""

WASH_STEP = 0.012
"""How much the wash learns in a step at the usual rate, in shares of the way from black to white."""

STRONGEST_WASH = 0.6

AROUND = 4
"""Latent cells that a tile is continued by on each side, so that its edges are drawn as its middle is."""


RATE = 0.06
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

    def use_checkpointing(self) -> bool:
        """Keep less for the way back from now on; whether that was news."""
        ...


@dataclass(frozen=True)
class VqganDrawer:
    """Draws the codes nearest to the latent [1, e, h / factor, w / factor].

    The gradient passes the choice of codes straight-through (van den Oord et al. 2017,
    https://arxiv.org/abs/1711.00937), and the latent stays within the range of the codebook, where alone
    the decoder has learned to draw.

    Over what is decoded lies a soft wash of colour [1, 3, 6, 6]. A small model has few pure colours in its
    codebook, and none of them where nothing coloured was among its pictures; the wash has them all.
    """

    size: Size
    model: CodebookModel
    tiling: bool = False

    @property
    def learning_rate(self) -> float:
        """In proportion to how far apart the codes of this model are."""
        low, high = self.model.z_range
        return RATE * float((high - low).mean())

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, model: CodebookModel) -> Self:
        """For the size and the edges of `spec`."""
        return cls(size, model, spec.tiling)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The latent of `start`, which is continued to a whole number of cells."""
        del generator
        factor = self.model.factor
        height, width = (math.ceil(side / factor) * factor for side in self.size)
        picture = resized(start, self.size)
        margins = (0, width - self.size.width, 0, height - self.size.height)
        whole = functional.pad(picture, margins, mode="replicate") * 2 - 1
        with torch.no_grad():
            latent = self.model.encode(whole).float().clone()
        return {"latent": latent, "wash": latent.new_zeros(1, 3, *WASH)}

    def draw(self, tensors: Tensors) -> Tensor:
        """The nearest codes, decoded."""
        codes = self.model.quantise(tensors["latent"])
        pixels = self._decoded(codes) if not self.tiling else self._decoded_in_a_round(codes)
        picture = (pixels.float()[..., : self.size.height, : self.size.width] + 1) / 2
        return clamp_with_gradient(picture + self._wash(tensors["wash"]))

    def clamp(self, tensors: Tensors) -> None:
        """No further out than the outermost codes."""
        low, high = self.model.z_range
        latent = tensors["latent"]
        latent.copy_(latent.maximum(low.to(latent.device)).minimum(high.to(latent.device)))
        most = STRONGEST_WASH / self._wash_scale
        tensors["wash"].clamp_(-most, most)

    def at_size(self, size: Size) -> Self:
        """For another size."""
        return replace(self, size=size)

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The latent of the coarse picture, enlarged, under the same wash."""
        dry = {**tensors, "wash": torch.zeros_like(tensors["wash"])}
        with torch.no_grad():
            picture = resized(coarser.draw(dry), self.size)
        return self.init_from(picture, Generator()) | {"wash": tensors["wash"]}

    @property
    def _wash_scale(self) -> float:
        """Makes numbers that learn at `rate` learn by WASH_STEP."""
        return WASH_STEP / self.learning_rate

    def _wash(self, wash: Tensor) -> Tensor:
        """The wash over the whole picture, without edges, and around it where the picture is a tile."""
        mode = "circular" if self.tiling else "replicate"
        beyond = functional.pad(wash * self._wash_scale, (1, 1, 1, 1), mode=mode)
        cell_height, cell_width = (-(-side // cells) for side, cells in zip(self.size, WASH, strict=True))
        whole = resized(beyond, Size((WASH.height + 2) * cell_height, (WASH.width + 2) * cell_width))
        inner = whole[..., cell_height:-cell_height, cell_width:-cell_width]
        return resized(inner, self.size)

    def _decoded(self, codes: Tensor) -> Tensor:
        return self.model.decode(codes)

    def _decoded_in_a_round(self, codes: Tensor) -> Tensor:
        """Decoded with its own other side around it, which is then cut off."""
        around = min(AROUND, *codes.shape[-2:])
        edge = around * self.model.factor
        pixels = self._decoded(functional.pad(codes, (around,) * 4, mode="circular"))
        return pixels[..., edge:-edge, edge:-edge]

    def use_checkpointing(self) -> bool:
        """Let the model keep less for the way back, and compute it again."""
        return self.model.use_checkpointing()
