"""Figures of a transformer over codes, on pictures never seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.training.tokens.losses import stream_losses

BATCH = 16


@dataclass(frozen=True)
class TokenFigures:
    """Mean cross entropy of held-out codes in nats: with what is said of the pictures, and without a word.

    `chance` is that of a code drawn blindly.
    """

    told: float
    untold: float
    chance: float
    pictures: int

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "nats_per_code": round(self.told, 4),
            "nats_per_code_without_words": round(self.untold, 4),
            "nats_by_chance": round(self.chance, 4),
            "pictures": self.pictures,
        }


@torch.no_grad()
def measure_tokens(
    network: CodeTransformer, words: Sequence[Tensor], nothing: Tensor, codes: Tensor, count: int
) -> TokenFigures:
    """The figures on pictures with `words`, a row of tokens each, and the `codes` [n, rows, columns]."""
    device = network.pos_emb.device
    told, untold = torch.stack(list(words)), nothing.expand(len(codes), -1)
    flat = codes.flatten(1).to(device)
    return TokenFigures(
        told=_mean(network, told.to(device), flat, count),
        untold=_mean(network, untold.to(device), flat, count),
        chance=math.log(count),
        pictures=len(codes),
    )


def _mean(network: CodeTransformer, words: Tensor, codes: Tensor, count: int) -> float:
    total = 0.0
    for at in range(0, len(codes), BATCH):
        some = slice(at, at + BATCH)
        total += float(stream_losses(network, words[some], codes[some], count)[1]) * len(codes[some])
    return total / len(codes)
