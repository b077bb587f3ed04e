"""Crops of the training pictures as codes, made once and kept on disk.

A crop and its mirror image are both encoded: mirrored codes are not the codes of the mirrored picture.
"""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.plan_choice import low_precision
from mmdesk.models.vqgan.network import Vqgan
from mmdesk.training.pack import Example
from mmdesk.training.vqgan.squares import WEIGHTS, as_batch, centre_square, random_square

NATURAL = {
    **WEIGHTS,
    "weather": 4.0, "huts": 4.0, "houses": 2.0, "imagenet1k": 1.5, "caltech101": 0.3, "clothing": 0.2,
    "pacs_cartoon": 0.0, "scene15": 0.0,
}  # fmt: skip
"""Crops per picture of a set, relative to others, 1 where nothing is said.

Scenes often, things on white seldom; drawings, and photographs without colours, never.
"""

AT_ONCE = 16
READING = "Encoding crops"

Coder = Callable[[Tensor], Tensor]
"""Pictures [n, 3, h, w] of -1 to 1 to codes [n, rows, columns], on the processor."""


class CodedCrops:
    """Codes of crops, [crops, 2, rows, columns], mirrored ones second, and the row of the picture of each."""

    def __init__(self, codes: Tensor, rows: Tensor) -> None:
        self.codes, self.rows = codes, rows

    def __len__(self) -> int:
        return len(self.rows)


def encode_crops(
    coder: Coder, examples: Sequence[Example], count: int, side: int, seed: int, keep: Path
) -> Generator[Progress, None, CodedCrops]:
    """`count` random crops of `examples`, at `side` pixels, as codes by `coder`.

    Crop n is the same in every run of the same `seed`. Closing it leaves those that are done in the file
    `keep`, from which it goes on. Raises UserError.
    """
    found = _load(keep)
    order = _order(examples, count, seed)
    try:
        while len(found) < count:
            yield Progress(len(found), count, READING)
            places = range(len(found), min(count, len(found) + AT_ONCE))
            squares = [_square(examples[order[place]], side, seed, place) for place in places]
            found = _joined(found, _encoded(coder, squares), order[places.start : places.stop])
    finally:
        if len(found):
            with replacing(keep) as part:
                save_file({"codes": found.codes, "rows": found.rows}, part)
    return CodedCrops(found.codes[:count], found.rows[:count])


@torch.no_grad()
def latents_of(network: Vqgan, pictures: Tensor) -> Tensor:
    """The latents [n, e, h, w] of `pictures` [n, 3, h, w] of -1 to 1, on the processor."""
    device = network.codebook.device
    with half_precision(device.type):
        latents = network.latent(pictures.to(device, memory_format=torch.channels_last))
    return latents.float().cpu()


def half_precision(device: str) -> torch.autocast:
    """A block in which matrices are multiplied in bfloat16, where there is hardware for it."""
    return torch.autocast(device, torch.bfloat16, enabled="bfloat16" in low_precision(device))


def crop_latents(
    network: Vqgan, examples: Sequence[Example], count: int, side: int, seed: int
) -> Generator[Progress, None, Tensor]:
    """The latents [count, e, h, w] of the first `count` crops that `encode_crops` would encode."""
    order, found = _order(examples, count, seed), []
    for at in range(0, count, AT_ONCE):
        yield Progress(at, count, "Fitting codebooks")
        places = range(at, min(count, at + AT_ONCE))
        squares = [_square(examples[order[place]], side, seed, place) for place in places]
        found.append(latents_of(network, as_batch(squares)))
    return torch.cat(found)


def whole_squares(coder: Coder, examples: Sequence[Example], side: int) -> Tensor:
    """The codes [n, rows, columns] of the largest centred squares."""
    return torch.cat(
        [
            coder(as_batch([centre_square(example.open_large(), side) for example in some]))
            for some in (examples[at : at + AT_ONCE] for at in range(0, len(examples), AT_ONCE))
        ]
    )


def _order(examples: Sequence[Example], count: int, seed: int) -> np.ndarray:
    """The picture of each crop, those of varied sets more often."""
    weights = np.array([NATURAL.get(one.source, 1.0) for one in examples])
    chances = weights / weights.sum() if weights.any() else None
    return np.random.default_rng(seed).choice(len(examples), count, p=chances)


def _square(example: Example, side: int, seed: int, place: int) -> np.ndarray:
    return np.ascontiguousarray(
        random_square(example.open_large(), side, np.random.default_rng((seed, place)))
    )


def _encoded(coder: Coder, squares: Sequence[np.ndarray]) -> Tensor:
    pictures = as_batch(squares)
    return torch.stack((coder(pictures), coder(pictures.flip(-1))), dim=1)


def _joined(found: CodedCrops, codes: Tensor, rows: np.ndarray) -> CodedCrops:
    known = torch.from_numpy(rows.astype(np.int32))
    if not len(found):
        return CodedCrops(codes.int(), known)
    return CodedCrops(torch.cat((found.codes, codes.int())), torch.cat((found.rows, known)))


def _load(path: Path) -> CodedCrops:
    if not path.is_file():
        return CodedCrops(torch.empty(0), torch.empty(0, dtype=torch.int32))
    try:
        stored = load_file(path)
        return CodedCrops(stored["codes"], stored["rows"])
    except (SafetensorError, OSError, KeyError) as error:
        raise UserError(f"The file {path} is broken; delete it to have the crops encoded anew.") from error
