"""Figures of a transformer over codes, on pictures never seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import torch
from torch import Tensor

from mmdesk.models.tokens.folder import CodebookSizes
from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.training.tokens.losses import stream_losses

BATCH = 16


@dataclass(frozen=True)
class TokenFigures:
    """Mean cross entropy of held-out codes in nats: with what is said of the pictures, and without a word.

    `told` and `untold` are of each level of codes; `chance` is that of a code drawn blindly.
    """

    told: tuple[float, ...]
    untold: tuple[float, ...]
    chance: float
    pictures: int

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "nats_per_code": round(mean(self.told), 4),
            "nats_per_code_without_words": round(mean(self.untold), 4),
            "nats_by_level": [round(one, 4) for one in self.told],
            "nats_by_chance": round(self.chance, 4),
            "pictures": self.pictures,
        }


@torch.no_grad()
def measure_tokens(
    network: CodeTransformer, words: Sequence[Tensor], nothing: Tensor, codes: Tensor, sizes: CodebookSizes
) -> TokenFigures:
    """The figures on pictures with `words`, a row of tokens each, and the `codes` [n, rows, columns]."""
    device = network.pos_emb.device
    told, untold = torch.stack(list(words)), nothing.expand(len(codes), -1)
    flat = codes.flatten(1).to(device)
    return TokenFigures(
        told=_mean(network, told.to(device), flat, sizes),
        untold=_mean(network, untold.to(device), flat, sizes),
        chance=math.log(sizes.codes),
        pictures=len(codes),
    )


def _mean(network: CodeTransformer, words: Tensor, codes: Tensor, sizes: CodebookSizes) -> tuple[float, ...]:
    total = codes.new_zeros(sizes.levels, dtype=torch.float32)
    for at in range(0, len(codes), BATCH):
        some = slice(at, at + BATCH)
        total += stream_losses(network, words[some], codes[some], sizes)[1] * len(codes[some])
    return tuple((total / len(codes)).tolist())
