"""An unCLIP ready to paint with: its decoder, its prior if it has one, and its VQGAN."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.unclip.flow import flow_to_end
from mmdesk.models.unclip.folder import PRIOR_NAME, WEIGHTS_NAME, UnclipFolder
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.models.unclip.network import LatentUNet
from mmdesk.models.unclip.prior import PriorNetwork
from mmdesk.models.vqgan.loaded import LoadedVqgan, load_vqgan

Network = TypeVar("Network", bound=nn.Module)

PRIOR_STEPS = 16
PRIOR_GUIDANCE = 3.0
DRAWN = 8
"""Image vectors drawn for each wanted, of which the one nearest to the text is kept (Ramesh et al. 2022 draw
two). They cost next to nothing beside a picture: with these figures, of ten prompts, the nearest to the
vectors drawn was the right one in 99 of 100 tries, with no guidance and two in 83.
"""


class LoadedUnclip:
    """One model, in fp32 on the VQGAN's device.

    Pictures are [n, 3, h, w] of 0 to 1, vectors [n, dim] of length one; `vqgan` makes the pictures.
    """

    def __init__(
        self,
        folder: UnclipFolder,
        decoder: LatentUNet,
        space: LatentSpace,
        prior: PriorNetwork | None,
        vqgan: LoadedVqgan,
    ) -> None:
        self.folder = folder
        self.device = vqgan.plan.device
        self.decoder = decoder.to(self.device)
        self._space = space.to(self.device)
        self._prior = prior.to(self.device) if prior is not None else None
        self.vqgan = vqgan

    def noise(self, count: int, width: int, height: int, random: torch.Generator) -> Tensor:
        """What `count` pictures of that size begin with, [count, c, h / cell, w / cell]."""
        cell = self.folder.cell
        size = (count, self.folder.decoder.channels, height // cell, width // cell)
        return torch.randn(size, generator=random).to(self.device)

    @torch.inference_mode()
    def components(self, pictures: Tensor) -> Tensor:
        """What the decoder would make of `pictures`, whose sides are multiples of the folder's `cell`."""
        return self._space.reduce(self.vqgan.encode(2 * pictures - 1))

    @torch.inference_mode()
    def pictures(self, components: Tensor) -> Tensor:
        """The pictures of what flowed to its end, one after the other: a large one needs all the memory."""
        latents = self._space.restore(components)
        decoded = [self.vqgan.decode(latent[None]) for latent in latents]
        return (torch.cat(decoded) / 2 + 0.5).clamp(0, 1)

    @torch.inference_mode()
    def image_vectors(self, texts: Tensor, random: torch.Generator) -> Tensor:
        """Image vectors [n, dim], by the prior, of what could be meant by `texts` [n, dim].

        Raises UserError where there is no prior.
        """
        prior = self._prior
        if prior is None:
            raise UserError(
                tr(
                    "The model {name} has no prior, so words mean nothing to it; train one with mmdesk "
                    "train prior.",
                    name=self.folder.name,
                )
            )
        told = texts.to(self.device).repeat_interleave(DRAWN, 0)
        noise = torch.randn(told.shape, generator=random).to(self.device)
        drawn = prior.vectors(flow_to_end(prior, noise, told, PRIOR_STEPS, PRIOR_GUIDANCE))
        nearness = functional.cosine_similarity(drawn, told).view(-1, DRAWN)
        return drawn.view(len(texts), DRAWN, -1)[torch.arange(len(texts)), nearness.argmax(1)]


def load_unclip(folder: UnclipFolder, device: str, plans: Path) -> LoadedUnclip:
    """The model in `folder`, its VQGAN by the plan in the file `plans`. Raises UserError.

    `device` comes from `choose_device`.
    """
    weights = _weights(folder, WEIGHTS_NAME)
    decoder = _filled(folder, LatentUNet(folder.decoder), weights, "decoder.")
    prior = None
    if folder.prior is not None:
        prior = _filled(folder, PriorNetwork(folder.prior), _weights(folder, PRIOR_NAME), "prior.")
    space = _filled(folder, _empty_space(folder), weights, "latents.")
    decoder.to(memory_format=torch.channels_last)
    return LoadedUnclip(folder, decoder, space, prior, load_vqgan(folder.first_stage, device, plans))


def load_space(folder: UnclipFolder) -> LatentSpace:
    """The space of latents of the model in `folder`. Raises UserError."""
    return _filled(folder, _empty_space(folder), _weights(folder, WEIGHTS_NAME), "latents.")


def _empty_space(folder: UnclipFolder) -> LatentSpace:
    sizes = folder.latents
    return LatentSpace(sizes.embed_dim, sizes.components, sizes.patch)


def _weights(folder: UnclipFolder, name: str) -> dict[str, Tensor]:
    try:
        return {key: one.float() for key, one in load_file(folder.path / name).items()}
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The weights {path} are broken or incomplete.", path=folder.path / name)
        ) from error


def _filled(folder: UnclipFolder, network: Network, weights: Mapping[str, Tensor], prefix: str) -> Network:
    own = {name.removeprefix(prefix): one for name, one in weights.items() if name.startswith(prefix)}
    try:
        network.load_state_dict(own)
    except RuntimeError as error:
        gist = " ".join(str(error).split())[:200]
        raise UserError(
            tr(
                "The weights of the model {name} do not fit its config: {reason}.",
                name=folder.name,
                reason=gist,
            )
        ) from error
    return network.eval().requires_grad_(requires_grad=False)
