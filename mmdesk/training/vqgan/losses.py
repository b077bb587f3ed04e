"""The losses a VQGAN is trained by, phase by phase."""

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

MSE_WEIGHT, PERCEPTUAL_WEIGHT = 2.0, 0.06
"""Weights of squared and of perceptual distance beside that of the absolute one."""

LATENT_WEIGHT = 1e-3
"""Weight of the latents' size, which draws them to zero as long as no codes hold them together."""

LATENTS_PER_CODE = 20
"""Latents the codebook begins from, per code."""


class TrainedParts(nn.Module):
    """All that a run changes, so that one checkpoint holds it. `batches` counts those learned from."""

    batches: Tensor

    def __init__(self, model: VQModel) -> None:
        super().__init__()
        self.model = model
        self.codebook = MovingCodebook(model)
        self.discriminator = PatchDiscriminator()
        self.register_buffer("batches", torch.tensor(0))


class VqganLosses:
    """The losses of one batch by name; codebook and discriminator learn on the way.

    With a `half` precision type the convolutions are computed in it, the codes always in fp32.
    """

    def __init__(
        self,
        parts: TrainedParts,
        squares: SquareReader,
        perceptual: PerceptualLoss,
        spec: VqganSpec,
        half: torch.dtype | None,
    ) -> None:
        self._parts, self._squares, self._perceptual, self._spec = parts, squares, perceptual, spec
        self._half = half

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """The losses when that fraction of the stage is over."""
        del step
        if fraction >= self._spec.codebook_from and not self._parts.codebook.has_begun:
            self._begin_codebook()
        pixels = self._next_batch()
        codes, losses = self._quantised(self._latent(pixels))
        decoded = self._decoded(codes)
        reconstruction = self._reconstruction(decoded, pixels)
        losses |= reconstruction
        if fraction >= self._spec.discriminator_from:
            losses |= self._adversarial(decoded, pixels, torch.stack(list(reconstruction.values())).sum())
        return losses

    def _begin_codebook(self) -> None:
        spec = self._spec
        cells = (spec.side // 2 ** (len(spec.shape.multiples) - 1)) ** 2
        batches = math.ceil(LATENTS_PER_CODE * spec.shape.codes / (cells * spec.stage.batch))
        with torch.no_grad():
            latents = [self._latent(self._next_batch()) for _ in range(batches)]
        self._parts.codebook.begin(torch.cat(latents))

    def _next_batch(self) -> Tensor:
        number = int(self._parts.batches)
        self._parts.batches += 1
        return self._squares.batch(number)

    def _latent(self, pixels: Tensor) -> Tensor:
        model = self._parts.model
        with self._half_precision():
            state = model.encoder(pixels)
        z: Tensor = model.quant_conv(state.float())
        return z

    def _quantised(self, z: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """What is decoded: codes, with a straight-through estimator (van den Oord et al. 2017)."""
        codebook = self._parts.codebook
        if not codebook.has_begun:
            return z, {"latent": LATENT_WEIGHT * z.pow(2).mean()}
        chosen, codes = codebook.nearest(z)
        codebook.follow(z, chosen)
        return z + (codes - z).detach(), {"commitment": COMMITMENT * functional.mse_loss(z, codes)}

    def _decoded(self, codes: Tensor) -> Tensor:
        model = self._parts.model
        with self._half_precision():
            decoded: Tensor = model.decode(codes)
        return decoded.float()

    def _reconstruction(self, decoded: Tensor, pixels: Tensor) -> dict[str, Tensor]:
        return {
            "l1": functional.l1_loss(decoded, pixels),
            "mse": MSE_WEIGHT * functional.mse_loss(decoded, pixels),
            "perceptual": PERCEPTUAL_WEIGHT * self._perceptual(decoded, pixels),
        }

    def _adversarial(self, decoded: Tensor, pixels: Tensor, reconstruction: Tensor) -> dict[str, Tensor]:
        decoder: Any = self._parts.model.decoder
        discriminator = self._parts.discriminator
        # The discriminator learns first: its weights must not change between the generator's forward and
        # backward pass. Its own loss is reported; without a gradient it adds nothing to the generator's.
        own = discriminator.learn(pixels, decoded)
        generator = discriminator.generator_loss(decoded, reconstruction, decoder.conv_out.weight)
        return {"generator": generator, "discriminator": own}

    def _half_precision(self) -> torch.autocast:
        return torch.autocast(self._spec.device, self._half, enabled=self._half is not None)
