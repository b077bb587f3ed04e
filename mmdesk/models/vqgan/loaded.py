"""A VQGAN ready to paint with."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from taming.modules.diffusionmodules.model import nonlinearity
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from mmdesk.models.plan import ProbeCache
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network, nearest_codes
from mmdesk.models.vqgan.plan import DecodingPlan, chosen_plan, place, remember


class LoadedVqgan:
    """One model, in the data type and memory layout of `plan`; what goes in and comes out is fp32.

    Pictures are [n, 3, h, w] of -1 to 1, latents [n, e, h / factor, w / factor]. When numbers overflow in
    a narrow data type the model is reloaded in fp32 for good.
    """

    def __init__(self, folder: VqganFolder, network: Vqgan, plan: DecodingPlan, cache: ProbeCache) -> None:
        self.folder = folder
        self.plan = plan
        self._network = place(network, plan)
        self._cache = cache
        self._uses_checkpointing = False

    @property
    def factor(self) -> int:
        """Side of a latent cell, in pixels."""
        return self.folder.factor

    @property
    def codebook(self) -> Tensor:
        """All codes, fp32 [codes, e]."""
        return self._network.codebook

    @cached_property
    def z_range(self) -> tuple[Tensor, Tensor]:
        """Minimum and maximum of the codes in each channel, both [1, e, 1, 1]."""
        low, high = self.codebook.aminmax(dim=0)
        return low.view(1, -1, 1, 1), high.view(1, -1, 1, 1)

    def encode(self, pixels: Tensor) -> Tensor:
        """The latent of `pixels`, fp32; height and width must be multiples of `factor`."""
        z = self._network.latent(self._ready(pixels)).float()
        if self._is_exact or bool(z.isfinite().all()):
            return z
        self._fall_back()
        return self.encode(pixels)

    def quantise(self, z: Tensor) -> Tensor:
        """Vector quantisation: the nearest code in each place of the latent `z`, by a straight-through
        estimator: its gradient is handed to `z` unchanged (van den Oord et al. 2017).
        """
        codes = self.codebook[nearest_codes(z.detach(), self.codebook)].movedim(-1, 1)
        return z + (codes - z).detach()

    def decode(self, codes: Tensor) -> Tensor:
        """The picture of `codes`, fp32, differentiable; a little beyond -1 to 1 here and there."""
        z, network = self._ready(codes), self._network
        decoded = _decode_checkpointed(network, z) if self._uses_checkpointing else network.decode(z)
        pixels = decoded.float()
        if self._is_exact or bool(pixels.detach().isfinite().all()):
            return pixels
        self._fall_back()
        return self.decode(codes)

    def uniform(self, side: int) -> Tensor:
        """The picture that has the first code everywhere, `side` pixels wide and high; without gradients."""
        places = side // self.factor
        codes = self.codebook[0].view(1, -1, 1, 1).expand(1, -1, places, places)
        with torch.inference_mode():
            return self.decode(codes)

    def use_checkpointing(self) -> bool:
        """Turn gradient checkpointing on; whether it was off: activations are computed again in the backward
        pass instead of being kept.

        Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost", https://arxiv.org/abs/1604.06174.
        """
        was_used, self._uses_checkpointing = self._uses_checkpointing, True
        return not was_used

    @property
    def _is_exact(self) -> bool:
        return self.plan.dtype == "float32"

    def _ready(self, tensor: Tensor) -> Tensor:
        return tensor.to(self.plan.device, self.plan.torch_dtype).contiguous(
            memory_format=self.plan.memory_format
        )

    def _fall_back(self) -> None:
        """Reload the weights in fp32 for good: those of the faster type have lost digits."""
        self.plan = replace(self.plan, dtype="float32")
        self._network = place(load_vqgan_network(self.folder), self.plan)
        remember(self.plan, self.folder.key, self._cache)


def load_vqgan(folder: VqganFolder, device: str, plans: Path) -> LoadedVqgan:
    """The model in `folder` by the plan in the file `plans`, tried out first if it is not there yet.

    `device` comes from `choose_device`. Raises UserError for weights that will not do.
    """
    network, cache = load_vqgan_network(folder), ProbeCache(plans)
    return LoadedVqgan(folder, network, chosen_plan(network, folder.key, device, cache), cache)


def _decode_checkpointed(network: Vqgan, codes: Tensor) -> Tensor:
    """`Vqgan.decode`, level by level: of each only what goes in is kept for the backward pass."""
    decoder: Any = network.decoder
    hidden = _checkpointed(_middle, decoder, network.post_quant_conv(codes))
    for level in reversed(range(decoder.num_resolutions)):
        hidden = _checkpointed(_up, decoder.up[level], hidden)
    return _checkpointed(_out, decoder, hidden)


def _checkpointed(part: Any, module: Any, hidden: Tensor) -> Tensor:
    passed: Tensor = checkpoint(part, module, hidden, use_reentrant=False)
    return passed


def _middle(decoder: Any, hidden: Tensor) -> Tensor:
    hidden = decoder.mid.block_1(decoder.conv_in(hidden), None)
    passed: Tensor = decoder.mid.block_2(decoder.mid.attn_1(hidden), None)
    return passed


def _up(level: Any, hidden: Tensor) -> Tensor:
    for number, block in enumerate(level.block):
        hidden = block(hidden, None)
        if len(level.attn):
            hidden = level.attn[number](hidden)
    return level.upsample(hidden) if hasattr(level, "upsample") else hidden


def _out(decoder: Any, hidden: Tensor) -> Tensor:
    pixels: Tensor = decoder.conv_out(nonlinearity(decoder.norm_out(hidden)))
    return pixels
