"""Square pictures to learn from, and to measure on."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from mmdesk.training.pack import Example
from mmdesk.training.vqgan.colours import varied

WEIGHTS = {
    "flickr": 4.0, "coco": 4.0, "taming_coco_train": 4.0, "openimages": 4.0, "imagenet1k": 4.0, "osie": 4.0,
    "bsds": 4.0, "huts": 3.0, "weather": 2.0, "caltech101": 0.7, "grocery": 0.7, "scene15": 0.6,
    "pacs_cartoon": 0.5, "clothing": 0.4, "emoji": 0.0, "receipts": 0.0, "pacs_sketch": 0.0,
    "cifar10": 0.0, "tinyimagenet": 0.0,
}  # fmt: skip
"""Crops per picture of a set, relative to others, 1 where nothing is said.

Varied photographs often; lines on white, and photographs smaller than a crop or hardly larger, never.
"""


class SquareReader:
    """Random crops in batches, the next of which is always being prepared in a thread.

    Batch `number` is the same in every run of the same `seed`: a run taken up again goes on in the order
    of one that was never stopped. Floats of -1 to 1, [batch, 3, side, side].
    """

    def __init__(
        self, examples: Sequence[Example], batch: int, side: int, seed: int, device: str = "cpu"
    ) -> None:
        self._examples, self._batch, self._side = examples, batch, side
        self._seed, self._device = seed, device
        weights = np.array([WEIGHTS.get(example.source, 1.0) for example in examples])
        self._chances = weights / weights.sum() if weights.any() else None
        self._thread = ThreadPoolExecutor(1, "squares")
        self._ahead: tuple[int, Future[Tensor]] | None = None

    def batch(self, number: int) -> Tensor:
        """Batch `number`; quick where it is the one after the last."""
        ready = self._ahead[1] if self._ahead and self._ahead[0] == number else self._ordered(number)
        self._ahead = (number + 1, self._ordered(number + 1))
        return ready.result()

    def close(self) -> None:
        """Wait for the thread to end."""
        self._thread.shutdown()

    def _ordered(self, number: int) -> Future[Tensor]:
        return self._thread.submit(self._prepare, number)

    def _prepare(self, number: int) -> Tensor:
        rng = np.random.default_rng((self._seed, number))
        rows = rng.choice(len(self._examples), self._batch, p=self._chances)
        crops = [varied(random_square(self._examples[row].open(), self._side, rng), rng) for row in rows]
        return as_batch(crops).to(self._device)


def random_square(picture: Image.Image, side: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A square of the picture, as large as `side` at least where possible, half of the time mirrored.

    uint8 [side, side, 3].
    """
    width, height = picture.size
    shortest = min(width, height)
    size = rng.uniform(min(side, shortest), shortest)
    left, top = rng.uniform(0, width - size), rng.uniform(0, height - size)
    crop = _resized(picture, side, (left, top, left + size, top + size))
    return crop[:, ::-1] if rng.random() < 0.5 else crop


def centre_square(picture: Image.Image, side: int) -> NDArray[np.uint8]:
    """The largest centred square of the picture, uint8 [side, side, 3]."""
    width, height = picture.size
    shortest = min(width, height)
    left, top = (width - shortest) / 2, (height - shortest) / 2
    return _resized(picture, side, (left, top, left + shortest, top + shortest))


def as_batch(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    """Pictures uint8 [h, w, 3] as a network wants them: floats of -1 to 1, [n, 3, h, w]."""
    return torch.from_numpy(np.stack(pictures)).movedim(-1, 1).contiguous().float() / 127.5 - 1


def _resized(picture: Image.Image, side: int, box: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    # Lanczos keeps edges: a network that learns from soft pictures paints soft ones.
    return np.asarray(picture.resize((side, side), Image.Resampling.LANCZOS, box=box))
