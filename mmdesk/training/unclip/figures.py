"""How well held-out pictures are foretold from their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mmdesk.models.unclip.flow import Velocity
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.training.pack import Example
from mmdesk.training.unclip.crops import AT_ONCE, Eyes, SeenCrops
from mmdesk.training.unclip.losses import flow_loss
from mmdesk.training.vqgan.squares import as_batch, centre_square

HELD_OUT = 200
"""Held-out pictures that are measured, at most."""


@dataclass(frozen=True)
class FlowFigures:
    """Mean squared errors of velocities towards held-out pictures: with their own vectors, with those of
    others, and with none.
    """

    told: float
    shuffled: float
    untold: float
    pictures: int

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "error": round(self.told, 4),
            "error_with_shuffled_vectors": round(self.shuffled, 4),
            "error_without_vectors": round(self.untold, 4),
            "pictures": self.pictures,
        }


def held_out_crops(eyes: Eyes, space: LatentSpace, examples: Sequence[Example], side: int) -> SeenCrops:
    """The largest centred squares of some of `examples`, evenly chosen, as `eyes` see them."""
    chosen = examples[:: -(-len(examples) // HELD_OUT)]
    parts = []
    for at in range(0, len(chosen), AT_ONCE):
        squares = [centre_square(one.open_large(), side) for one in chosen[at : at + AT_ONCE]]
        pictures = as_batch(squares)
        latents = eyes.latents(pictures)
        parts.append((space.reduce(latents), eyes.drawn_vectors(latents)))
    components, vectors = (torch.cat(column) for column in zip(*parts, strict=True))
    return SeenCrops(components, vectors, torch.arange(len(chosen)))


@torch.no_grad()
def flow_figures(network: Velocity, data: Tensor, vectors: Tensor, device: str) -> FlowFigures:
    """The figures of `network` on `data` [n, ...] and the `vectors` [n, dim] that tell of it."""
    order = torch.from_numpy(np.random.default_rng(0).permutation(len(vectors)))
    told = (vectors, vectors[order], vectors * 0)
    errors = [_error(network, data.to(device), one.to(device)) for one in told]
    return FlowFigures(errors[0], errors[1], errors[2], len(data))


def _error(network: Velocity, data: Tensor, vectors: Tensor) -> float:
    torch.manual_seed(0)
    return float(torch.stack([flow_loss(network, data, vectors) for _ in range(4)]).mean())
