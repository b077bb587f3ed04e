"""The networks: an encoder, a codebook, a decoder, all of them taming-transformers' own modules.

Only what holds them together is ours, since `taming.models` does not import with today's libraries. The
names of the tensors are those of the published checkpoints, so that these load as they are.
"""

import contextlib
import io
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from taming.modules.diffusionmodules.model import Decoder, Encoder
from taming.modules.vqvae.quantize import GumbelQuantize, VectorQuantizer2
from torch import Tensor, nn

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.vqgan.folder import GROUPS_KEY, VqganFolder

COMMITMENT = 0.25
"""Weight of the commitment loss, which draws the encoder to its codes (van den Oord et al. 2017)."""


class Vqgan(nn.Module, ABC):
    """Parts that both kinds share. Pictures are [n, 3, h, w] of -1 to 1, latents `factor` times smaller."""

    def __init__(self, ddconfig: Mapping[str, Any], embed_dim: int) -> None:
        super().__init__()
        layers = dict(ddconfig)
        groups = layers.pop(GROUPS_KEY, None)
        with contextlib.redirect_stdout(io.StringIO()):  # taming prints the shape of its latents
            self.encoder = Encoder(**layers)
            self.decoder = Decoder(**layers)
        if groups is not None:
            _regroup(self, groups)
        self.quant_conv = nn.Conv2d(ddconfig["z_channels"], embed_dim, 1)
        self.post_quant_conv = nn.Conv2d(embed_dim, ddconfig["z_channels"], 1)

    @property
    @abstractmethod
    def codebook(self) -> Tensor:
        """All codes, [codes, embed_dim]."""

    @abstractmethod
    def latent(self, pixels: Tensor) -> Tensor:
        """Encode `pixels` to a latent in the space of the codes, [n, embed_dim, h / factor, w / factor]."""

    def decode(self, codes: Tensor) -> Tensor:
        """The picture of `codes` [n, embed_dim, h, w]."""
        pixels: Tensor = self.decoder(self.post_quant_conv(codes))
        return pixels


class VQModel(Vqgan):
    """The encoder's latent is replaced by the nearest code, place by place."""

    def __init__(self, ddconfig: Mapping[str, Any], embed_dim: int, n_embed: int) -> None:
        super().__init__(ddconfig, embed_dim)
        self.quantize = VectorQuantizer2(n_embed, embed_dim, beta=COMMITMENT)

    @property
    def codebook(self) -> Tensor:
        """All codes, [codes, embed_dim]."""
        weight: Tensor = self.quantize.embedding.weight
        return weight

    def latent(self, pixels: Tensor) -> Tensor:
        """The latent, not yet quantised."""
        z: Tensor = self.quant_conv(self.encoder(pixels))
        return z


class GumbelVQ(Vqgan):
    """The encoder gives every code a logit (Ramesh et al. 2021, the dVAE of DALL-E); the best is taken."""

    def __init__(self, ddconfig: Mapping[str, Any], embed_dim: int, n_embed: int) -> None:
        super().__init__(ddconfig, embed_dim)
        self.quantize = GumbelQuantize(ddconfig["z_channels"], embed_dim, n_embed=n_embed)

    @property
    def codebook(self) -> Tensor:
        """All codes, [codes, embed_dim]."""
        weight: Tensor = self.quantize.embed.weight
        return weight

    def latent(self, pixels: Tensor) -> Tensor:
        """The codes of the highest logits: there is no latent between codes."""
        logits = self.quantize.proj(self.quant_conv(self.encoder(pixels)).float())  # [n, codes, h, w]
        return self.codebook[logits.argmax(1)].movedim(-1, 1)


def _regroup(network: nn.Module, groups: int) -> None:
    """Let group norms (Wu and He 2018, https://arxiv.org/abs/1803.08494) have `groups` groups.

    taming's always have 32. Of a narrow network, each channel is then a group of its own, and what its mean
    says, above all the colour of the picture, is lost.
    """
    for module in network.modules():
        if isinstance(module, nn.GroupNorm):
            module.num_groups = groups


def nearest_codes(z: Tensor, codebook: Tensor) -> Tensor:
    """Indices int64 [n, h, w] of the codes in `codebook` [codes, e] nearest to `z` [n, e, h, w]."""
    flat = z.movedim(1, -1).reshape(-1, z.shape[1])  # [n * h * w, e]
    # |z - c|² = |z|² - 2 z·c + |c|², where |z|² is the same for all codes.
    distances = torch.addmm(codebook.pow(2).sum(1), flat, codebook.T, alpha=-2)
    return distances.argmin(1).view(z.shape[0], *z.shape[2:])


def build_vqgan(kind: str, ddconfig: Mapping[str, Any], embed_dim: int, n_embed: int) -> Vqgan:
    """A network with random weights. Raises UserError for sizes that do not go together."""
    network = VQModel if kind == "vqmodel" else GumbelVQ
    try:
        return network(ddconfig, embed_dim, n_embed)
    except (TypeError, ValueError, RuntimeError, AssertionError) as error:
        raise UserError(
            tr("No VQGAN can be built from its config: {splitlines}.", splitlines=str(error).splitlines()[0])
        ) from error


def load_vqgan_network(folder: VqganFolder) -> Vqgan:
    """The network of `folder` with its weights, in fp32 on the processor, without gradients of its own.

    Raises UserError for weights that do not fit the config.
    """
    network = build_vqgan(folder.kind, folder.ddconfig, folder.embed_dim, folder.codes)
    try:
        weights = {name: tensor.float() for name, tensor in load_file(folder.header.path).items()}
        network.load_state_dict(weights)
    except (RuntimeError, SafetensorError, OSError) as error:
        gist = " ".join(str(error).split())[:200]
        raise UserError(
            tr(
                "The weights of the model {name} do not fit its config: {reason}.",
                name=folder.name,
                reason=gist,
            )
        ) from error
    return network.eval().requires_grad_(requires_grad=False)
