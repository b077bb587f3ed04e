"""Figures of how much of a picture is left after its way through the codes, on pictures never seen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.models.vqgan.network import Vqgan, nearest_codes
from mmdesk.training.pack import Example, split_of
from mmdesk.training.vqgan.squares import as_batch, centre_square

BATCH = 16
SIDE = 128
MOST_PER_SET = 100
"""Held-out pictures of one set that are looked at, at most: every n-th of them."""


@dataclass(frozen=True)
class Reconstruction:
    """Figures of one set: mean PSNR in dB, the share of all codes that were used, the number of pictures."""

    psnr: float
    used: float
    pictures: int

    def document(self) -> dict[str, float]:
        """The figures as JSON."""
        return {"psnr": round(self.psnr, 2), "codes_used": round(self.used, 4), "pictures": self.pictures}


@dataclass(frozen=True)
class VqganFigures:
    """What an evaluation at `side` pixels found: for all pictures together, and per set."""

    side: int
    whole: Reconstruction
    sets: dict[str, Reconstruction]

    def document(self) -> dict[str, Any]:
        """The figures as JSON."""
        sets = {name: found.document() for name, found in self.sets.items()}
        return {"side": self.side, "all": self.whole.document(), "sets": sets}


def held_out_sets(examples: Sequence[Example], most: int = MOST_PER_SET) -> dict[str, list[Example]]:
    """Held-out pictures by set, evenly chosen. Raises UserError where none are held out."""
    sets: defaultdict[str, list[Example]] = defaultdict(list)
    for example in split_of(tuple(examples), "dev"):
        sets[example.source].append(example)
    if not sets:
        raise UserError("No picture is held out of so few, so nothing can be measured: add some more.")
    return {name: found[:: -(-len(found) // most)] for name, found in sorted(sets.items())}


@torch.no_grad()
def measure(
    model: Vqgan, sets: dict[str, list[Example]], side: int = SIDE, device: str = "cpu"
) -> VqganFigures:
    """The figures of `model`, which computes in fp32, on the largest centred squares at `side` pixels."""
    found, psnrs, codes = {}, [], []
    for name, examples in sets.items():
        parts = [
            _passed(model, examples[at : at + BATCH], side, device) for at in range(0, len(examples), BATCH)
        ]
        psnrs.append(torch.cat([psnr for psnr, _ in parts]))
        codes.append(torch.cat([chosen for _, chosen in parts]))
        found[name] = _reconstruction(psnrs[-1], codes[-1], len(model.codebook))
    return VqganFigures(side, _reconstruction(torch.cat(psnrs), torch.cat(codes), len(model.codebook)), found)


def psnr(found: Tensor, wanted: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB of each picture [n, 3, h, w] of -1 to 1; equal ones have 100."""
    error = (found.clamp(-1, 1) - wanted).pow(2).mean((1, 2, 3))
    return 10 * torch.log10(4 / error.clamp(min=4e-10))


def _passed(model: Vqgan, examples: Sequence[Example], side: int, device: str) -> tuple[Tensor, Tensor]:
    """PSNR of each picture, and all codes chosen."""
    pixels = as_batch([centre_square(example.open(), side) for example in examples]).to(device)
    chosen = nearest_codes(model.latent(pixels), model.codebook)
    painted = model.decode(model.codebook[chosen].movedim(-1, 1))
    return psnr(painted, pixels).cpu(), chosen.flatten().cpu()


def _reconstruction(psnrs: Tensor, chosen: Tensor, codes: int) -> Reconstruction:
    return Reconstruction(float(psnrs.mean()), len(torch.unique(chosen)) / codes, len(psnrs))
