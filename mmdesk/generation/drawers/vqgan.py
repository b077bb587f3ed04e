"""The drawer of VQGAN+CLIP: a latent that a codebook image model turns into a picture."""

import math
from dataclasses import dataclass
from typing import Self

import torch
from torch import Generator, Tensor
from torch.nn import functional

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, clamp_with_gradient, resized
from mmdesk.generation.drawers.drawer import Drawer, Tensors
from mmdesk.models.vqgan.loaded import LoadedVqgan

WASH_GRID = Size(6, 6)
"""Cells of the wash of colour over a picture."""

WASH_STEP = 0.012
"""Change of the wash in a step of Adam at the drawer's learning rate; pixels are 0 to 1."""

MAX_WASH = 0.6
"""Most that the wash may add to a pixel of 0 to 1, or take away."""

TILE_PADDING = 4
"""Latent cells that a tile is continued by on each side, so that its edges are decoded as its middle is."""

LEARNING_RATE = 0.06
"""Learning rate as a share of the codebook's range."""


@dataclass(frozen=True)
class VqganDrawer(Drawer):
    """Draws the codes nearest to the latent [1, e, h / factor, w / factor].

    Choosing codes has no gradient of its own, so a straight-through estimator stands in (van den Oord et al.
    2017, https://arxiv.org/abs/1711.00937; `LoadedVqgan.quantise`), and the latent stays within the range
    of the codebook, where alone the decoder has learned to draw.

    Over what is decoded lies a wash of colour [1, 3, 6, 6], smoothly enlarged and added. A small model has
    few pure colours in its codebook, and none of them where nothing coloured was among its pictures; the wash
    has them all.
    """

    model: LoadedVqgan
    tiling: bool = False

    @property
    def learning_rate(self) -> float:
        """The learning rate, in proportion to how far apart the codes of this model are."""
        low, high = self.model.z_range
        return LEARNING_RATE * float((high - low).mean())

    @classmethod
    def of(cls, spec: PaintSpec, size: Size, model: LoadedVqgan) -> Self:
        """A drawer with the size and the edges of `spec`."""
        return cls(size, model, spec.tiling)

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """The latent of `start`, which is continued to a whole number of cells."""
        del generator
        factor = self.model.factor
        height, width = (math.ceil(side / factor) * factor for side in self.size)
        picture = resized(start, self.size)
        padding = (0, width - self.size.width, 0, height - self.size.height)
        pixels = functional.pad(picture, padding, mode="replicate") * 2 - 1
        with torch.no_grad():
            latent = self.model.encode(pixels).float().clone()
        return {"latent": latent, "wash": latent.new_zeros(1, 3, *WASH_GRID)}

    def draw(self, tensors: Tensors) -> Tensor:
        """The nearest codes, decoded, under the wash."""
        codes = self.model.quantise(tensors["latent"])
        pixels = self._decode_tile(codes) if self.tiling else self.model.decode(codes)
        picture = (pixels.float()[..., : self.size.height, : self.size.width] + 1) / 2
        return clamp_with_gradient(picture + self._wash(tensors["wash"]))

    def clamp(self, tensors: Tensors) -> None:
        """Keep the latent within the range of the codebook, and the wash below its limit."""
        low, high = self.model.z_range
        latent = tensors["latent"]
        latent.copy_(latent.maximum(low.to(latent.device)).minimum(high.to(latent.device)))
        most = MAX_WASH / self._wash_scale
        tensors["wash"].clamp_(-most, most)

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """The latent of the coarse picture, enlarged, under the same wash."""
        dry = {**tensors, "wash": torch.zeros_like(tensors["wash"])}
        with torch.no_grad():
            picture = resized(coarser.draw(dry), self.size)
        return self.init_from(picture, Generator()) | {"wash": tensors["wash"]}

    @property
    def _wash_scale(self) -> float:
        """Factor between the wash as optimised, at the learning rate of the latent, and as added."""
        return WASH_STEP / self.learning_rate

    def _wash(self, wash: Tensor) -> Tensor:
        """The wash at the size of the picture; that of a tile goes on across its edges."""
        mode = "circular" if self.tiling else "replicate"
        padded = functional.pad(wash * self._wash_scale, (1, 1, 1, 1), mode=mode)
        cell_height, cell_width = (
            -(-side // cells) for side, cells in zip(self.size, WASH_GRID, strict=True)
        )
        grid = Size((WASH_GRID.height + 2) * cell_height, (WASH_GRID.width + 2) * cell_width)
        whole = resized(padded, grid)
        inner = whole[..., cell_height:-cell_height, cell_width:-cell_width]
        return resized(inner, self.size)

    def _decode_tile(self, codes: Tensor) -> Tensor:
        """The picture of `codes` decoded with their other side around them, which is then cut off."""
        padding = min(TILE_PADDING, *codes.shape[-2:])
        edge = padding * self.model.factor
        pixels = self.model.decode(functional.pad(codes, (padding,) * 4, mode="circular"))
        return pixels[..., edge:-edge, edge:-edge]

    def use_checkpointing(self) -> bool:
        """Turn on the model's gradient checkpointing; whether it was off."""
        return self.model.use_checkpointing()
