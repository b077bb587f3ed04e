"""A VQGAN ready to paint with."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from taming.modules.diffusionmodules.model import nonlinearity
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from mmdesk.models.plan import ProbeCache
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.network import Vqgan, load_vqgan_network, nearest_codes
from mmdesk.models.vqgan.plan import DecodingPlan, chosen_plan, place, remember


class LoadedVqgan:
    """One model, in the data type and layout of `plan`; its door speaks fp32.

    Pictures are [n, 3, h, w] of -1 to 1, latents [n, e, h / factor, w / factor]. When numbers overflow in
    a narrow data type the model is taken up in fp32 for good.
    """

    def __init__(self, folder: VqganFolder, network: Vqgan, plan: DecodingPlan, memo: ProbeCache) -> None:
        self.folder = folder
        self.plan = plan
        self._network = place(network, plan)
        self._memo = memo
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
        """The least and greatest number of the codes in each place, [1, e, 1, 1] both."""
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
        """The nearest codes; the gradient passes straight through (van den Oord et al. 2017)."""
        codes = self.codebook[nearest_codes(z.detach(), self.codebook)].movedim(-1, 1)
        return z + (codes - z).detach()

    def decode(self, codes: Tensor) -> Tensor:
        """The picture of `codes`, fp32, differentiable; a little beyond -1 to 1 here and there."""
        z = self._ready(codes)
        pixels = (
            _decode_in_parts(self._network, z) if self._uses_checkpointing else self._network.decode(z)
        ).float()
        if self._is_exact or bool(pixels.detach().isfinite().all()):
            return pixels
        self._fall_back()
        return self.decode(codes)

    def use_checkpointing(self) -> bool:
        """From now on keep less for the way back and compute it again; whether that was news.

        Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost", https://arxiv.org/abs/1604.06174.
        """
        was_checkpointing, self._uses_checkpointing = self._uses_checkpointing, True
        return not was_checkpointing

    @property
    def _is_exact(self) -> bool:
        return self.plan.dtype == "float32"

    def _ready(self, tensor: Tensor) -> Tensor:
        return tensor.to(self.plan.device, self.plan.torch_dtype).contiguous(
            memory_format=self.plan.memory_format
        )

    def _fall_back(self) -> None:
        """Take up fp32 for good, with fresh weights: those of the faster type have lost digits."""
        self.plan = replace(self.plan, dtype="float32")
        self._network = place(load_vqgan_network(self.folder), self.plan)
        remember(self.plan, self.folder.key, self._memo)


def load_vqgan(folder: VqganFolder, device: str, plans: Path) -> LoadedVqgan:
    """The model in `folder` by the plan in the file `plans`, tried out first if it is not there yet.

    `device` comes from `choose_device`. Raises UserError for weights that will not do.
    """
    network, memo = load_vqgan_network(folder), ProbeCache(plans)
    return LoadedVqgan(folder, network, chosen_plan(network, folder.key, device, memo), memo)


def _decode_in_parts(network: Vqgan, codes: Tensor) -> Tensor:
    """As `Vqgan.decode`, level by level, of which only the seams are kept for the way back."""
    decoder: Any = network.decoder
    state = _lighter(_begin, decoder, network.post_quant_conv(codes))
    for level in reversed(range(decoder.num_resolutions)):
        state = _lighter(_level, decoder.up[level], state)
    return _lighter(_end, decoder, state)


def _lighter(part: Any, module: Any, state: Tensor) -> Tensor:
    passed: Tensor = checkpoint(part, module, state, use_reentrant=False)
    return passed


def _begin(decoder: Any, state: Tensor) -> Tensor:
    state = decoder.mid.block_1(decoder.conv_in(state), None)
    begun: Tensor = decoder.mid.block_2(decoder.mid.attn_1(state), None)
    return begun


def _level(level: Any, state: Tensor) -> Tensor:
    for number, block in enumerate(level.block):
        state = block(state, None)
        if len(level.attn):
            state = level.attn[number](state)
    return level.upsample(state) if hasattr(level, "upsample") else state


def _end(decoder: Any, state: Tensor) -> Tensor:
    pixels: Tensor = decoder.conv_out(nonlinearity(decoder.norm_out(state)))
    return pixels
