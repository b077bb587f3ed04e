"""What a VQGAN is blamed for, phase by phase."""

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.models.vqgan.network import COMMITMENT, VQModel
from mmdesk.training.vqgan.codebook import MovingCodebook
from mmdesk.training.vqgan.patch_discriminator import PatchDiscriminator
from mmdesk.training.vqgan.perceptual_loss import PerceptualLoss
from mmdesk.training.vqgan.spec import VqganSpec
from mmdesk.training.vqgan.squares import SquareReader

SQUARED, SEEN = 2.0, 0.06
"""Weights of squared and of perceived distance beside that of the absolute one."""

SMALLNESS = 1e-3
"""How strongly latents are drawn to zero as long as no codes hold them together."""

PLACES_PER_CODE = 20
"""Latents the codebook begins from, per code."""


class TrainedParts(nn.Module):
    """All that a run changes, so that one checkpoint holds it. `batches` counts those learned from."""

    batches: Tensor

    def __init__(self, model: VQModel) -> None:
        super().__init__()
        self.model = model
        self.codebook = MovingCodebook(model)
        self.critic = PatchDiscriminator()
        self.register_buffer("batches", torch.tensor(0))


class VqganLosses:
    """The losses of one batch by name; codes and critic learn on the way.

    With a type `narrow` of numbers the convolutions are computed in it, the codes always in fp32.
    """

    def __init__(
        self,
        pupils: TrainedParts,
        squares: SquareReader,
        clip: PerceptualLoss,
        spec: VqganSpec,
        narrow: torch.dtype | None,
    ) -> None:
        self._pupils, self._squares, self._clip, self._spec = pupils, squares, clip, spec
        self._narrow = narrow

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """The losses when that fraction of the time is over."""
        if fraction >= self._spec.plain and not self._pupils.codebook.has_begun:
            self._begin_codebook()
        pixels = self._next_batch()
        codes, losses = self._quantised(self._latent(pixels))
        painted = self._decoded(codes)
        likeness = self._unlikeness(painted, pixels)
        losses |= likeness
        if fraction >= self._spec.critic:
            losses |= self._criticism(painted, pixels, torch.stack(list(likeness.values())).sum())
        return losses

    def _begin_codebook(self) -> None:
        spec = self._spec
        cells = (spec.side // 2 ** (len(spec.shape.multiples) - 1)) ** 2
        batches = math.ceil(PLACES_PER_CODE * spec.shape.codes / (cells * spec.pace.batch))
        with torch.no_grad():
            latents = [self._latent(self._next_batch()) for _ in range(batches)]
        self._pupils.codebook.begin(torch.cat(latents))

    def _next_batch(self) -> Tensor:
        number = int(self._pupils.batches)
        self._pupils.batches += 1
        return self._squares.batch(number)

    def _latent(self, pixels: Tensor) -> Tensor:
        model = self._pupils.model
        with self._narrowly():
            state = model.encoder(pixels)
        z: Tensor = model.quant_conv(state.float())
        return z

    def _quantised(self, z: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """What is decoded; the gradient passes straight through the codes (van den Oord et al. 2017)."""
        codebook = self._pupils.codebook
        if not codebook.has_begun:
            return z, {"size": SMALLNESS * z.pow(2).mean()}
        chosen, codes = codebook.nearest(z)
        codebook.follow(z, chosen)
        return z + (codes - z).detach(), {"commitment": COMMITMENT * functional.mse_loss(z, codes)}

    def _decoded(self, codes: Tensor) -> Tensor:
        model = self._pupils.model
        with self._narrowly():
            painted: Tensor = model.decode(codes)
        return painted.float()

    def _unlikeness(self, painted: Tensor, pixels: Tensor) -> dict[str, Tensor]:
        return {
            "absolute": functional.l1_loss(painted, pixels),
            "squared": SQUARED * functional.mse_loss(painted, pixels),
            "seen": SEEN * self._clip(painted, pixels),
        }

    def _criticism(self, painted: Tensor, pixels: Tensor, unlikeness: Tensor) -> dict[str, Tensor]:
        decoder: Any = self._pupils.model.decoder
        # The critic learns first: its weights must not change between the painter's loss and its gradient.
        # Its own loss is told; without a gradient it adds nothing to what the painter learns.
        own = self._pupils.critic.learn(pixels, painted)
        return {"critic": self._pupils.critic.blame(painted, unlikeness, decoder.conv_out.weight), "own": own}

    def _narrowly(self) -> torch.autocast:
        return torch.autocast(self._spec.device, self._narrow, enabled=self._narrow is not None)
