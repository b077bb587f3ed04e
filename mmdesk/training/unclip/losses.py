"""How far the networks miss the way from noise to what is learned.

At a time between 0 and 1, drawn so that the middle of the way comes most often (Esser et al. 2024,
https://arxiv.org/abs/2403.03206), a network is shown what is there of the straight way, and is to say where
it leads.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.models.plan_choice import low_precision
from mmdesk.models.unclip.flow import Velocity, between
from mmdesk.models.unclip.network import LatentUNet
from mmdesk.models.unclip.prior import PriorNetwork
from mmdesk.training.unclip.crops import SeenCrops
from mmdesk.training.unclip.spec import DecoderSpec, PriorSpec
from mmdesk.training.unclip.texts import SaidVectors

WAVER = 0.02
"""Standard deviation by which each number of an image vector is shaken: what a prior draws is not exact, and
of few pictures a decoder would learn the very vectors by heart.
"""


def flow_loss(network: Velocity, data: Tensor, vectors: Tensor) -> Tensor:
    """Mean squared error of the velocities towards `data` [n, ...] that `network`, told `vectors`, foretells.

    Noise and times are drawn by torch, whose seed decides.
    """
    noise, time = torch.randn_like(data), torch.sigmoid(torch.randn(len(data), device=data.device))
    device = data.device.type
    with torch.autocast(device, torch.bfloat16, enabled="bfloat16" in low_precision(device)):
        found = network(between(noise, data, time), time, vectors)
    return functional.mse_loss(found.float(), data - noise)


def dropped(vectors: Tensor, share: float, rng: np.random.Generator) -> Tensor:
    """`vectors` [n, dim], a `share` of them left out: zeros."""
    kept = torch.from_numpy(rng.random(len(vectors)) >= share)
    return vectors * kept[:, None].to(vectors)


def shaken(vectors: Tensor) -> Tensor:
    """`vectors` [n, dim] of length one, each a little off its direction; torch's seed decides."""
    return functional.normalize(vectors + WAVER * torch.randn_like(vectors), dim=1)


class DecoderLosses:
    """The loss of batches of `crops`, by which a decoder is trained. Batch n is the same in every run."""

    def __init__(self, network: LatentUNet, crops: SeenCrops, spec: DecoderSpec) -> None:
        self._network, self._crops, self._spec = network, crops, spec

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """The loss of the batch of a step."""
        del fraction
        rng = np.random.default_rng((self._spec.seed, step))
        places = torch.from_numpy(rng.integers(len(self._crops), size=self._spec.stage.batch))
        vectors = dropped(shaken(self._crops.vectors[places].float()), self._spec.dropout, rng)
        data = self._crops.components[places].float()
        device = self._spec.device
        return {"flow": flow_loss(self._network, data.to(device), vectors.to(device))}


class PriorLosses:
    """The loss of batches of image vectors [n, dim] and what is said of their pictures, `texts`."""

    def __init__(self, network: PriorNetwork, crops: SeenCrops, texts: SaidVectors, spec: PriorSpec) -> None:
        self._network, self._texts, self._spec = network, texts, spec
        self._crops, self._places = crops, texts.told(crops.rows)

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """The loss of the batch of a step."""
        del fraction
        rng = np.random.default_rng((self._spec.seed, step))
        places = rng.choice(self._places, self._spec.stage.batch)
        texts = torch.stack([self._texts.draw(int(self._crops.rows[place]), rng) for place in places])
        device = self._spec.device
        vectors = self._crops.vectors[torch.from_numpy(places)].float().to(device)
        told = dropped(texts, self._spec.dropout, rng).to(device)
        return {"flow": flow_loss(self._network, self._network.standardised(vectors), told)}
