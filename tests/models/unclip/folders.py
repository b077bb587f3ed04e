"""A small unCLIP that has learned nothing, in a folder."""

from pathlib import Path

import torch
from torch import nn

from mmdesk.benchmark.random_vqgan import ARCHITECTURES, write_random_vqgan
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.unclip.export import export_decoder, export_prior
from mmdesk.models.unclip.folder import DecoderShape, ModelMark, PriorShape, UnclipFolder
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.models.unclip.network import LatentUNet
from mmdesk.models.unclip.prior import PriorNetwork
from mmdesk.models.vqgan.folder import VqganFolder


def unclip_folder(path: Path, clip: ClipFolder, *, with_prior: bool = True) -> UnclipFolder:
    """Networks with random weights and strong opinions, for the vectors of `clip`.

    A place of its latents stands for 8 pixels, and its pictures have 32.
    """
    write_random_vqgan("tiny", path.parent / f"{path.name}-vqgan")
    first_stage = VqganFolder.read(path.parent / f"{path.name}-vqgan")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        space = LatentSpace(int(ARCHITECTURES["tiny"]["embed_dim"]), 2, 2)
        shape = DecoderShape(space.channels, clip.dim, width=16, wide=16, blocks=1, heads=2)
        decoder, prior = (
            opinionated(one) for one in (LatentUNet(shape), PriorNetwork(PriorShape(clip.dim, 16, 1)))
        )
    export_decoder(decoder, space, 32, ModelMark(clip.name, clip.key), first_stage, path)
    if with_prior:
        export_prior(prior, path)
    return UnclipFolder.read(path)


def opinionated(network: nn.Module) -> nn.Module:
    """`network` with large random weights, those that begin as zeros, too."""
    for weight in network.parameters():
        weight.data = torch.randn_like(weight) * 0.2
    return network
