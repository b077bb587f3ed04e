"""Crops of the training pictures, in an order that depends on the seed alone."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.training.pack import Example

CROPS_PER_PICTURE = {
    "flickr": 8.0, "coco": 8.0, "taming_coco_train": 4.0, "openimages": 3.0, "pacs_sketch": 2.5,
    "weather": 2.0, "imagenet1k": 2.0, "pacs_cartoon": 1.5, "clothing": 1.2, "caltech101": 0.8,
    "grocery": 0.8, "houses": 0.6, "scene15": 0.6, "receipts": 0.5, "catsdogs": 0.4, "fashion": 0.25,
    "emoji": 0.25, "tinyimagenet": 0.1, "cifar10": 0.03,
}  # fmt: skip
"""Crops per picture of a set in one round through all pictures, 1 where nothing is said.

Photographs with captions, and sets of few pictures, often; large sets of tiny pictures seldom.
"""

WHOLE_SETS = frozenset({"emoji", "receipts"})
"""Sets of which a small part shows nothing."""

SQUARE_SHARE = 0.4
"""Share of the crops that are the largest square, as a photo is seen in use."""


def crop_order(examples: Sequence[Example], count: int, seed: int) -> NDArray[np.int32]:
    """Rows of the examples to be cropped, one after the other, [count]; training pictures alone.

    Each round goes through all pictures in an order of its own. A longer order begins as a shorter one.
    """
    rounds = _rounds(examples, np.random.default_rng(seed))
    rows = list(islice((row for one in rounds for row in one), count))
    return np.array(rows, np.int32)


def _rounds(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    rows = np.array([row for row, example in enumerate(examples) if example.split == "train"], np.int64)
    wanted = np.array([CROPS_PER_PICTURE.get(examples[row].source, 1.0) for row in rows])
    while True:
        # A wish for 2.5 crops is two in half of the rounds and three in the others.
        times = np.floor(wanted + rng.random(len(rows))).astype(np.int64)
        yield rng.permutation(np.repeat(rows, times))


def random_crop(example: Example, side: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A crop of the picture squashed to uint8 [side, side, 3], mirrored half of the time.

    Where there is a larger version it is taken half of the time: photos come sharp and soft.
    """
    picture = example.open_large() if rng.random() < 0.5 else example.open()
    least = 0.6 if example.source in WHOLE_SETS else 0.35
    pixels = as_pixels(picture, side, random_box(picture.size, least, rng))
    return pixels[:, ::-1] if rng.random() < 0.5 else pixels


def random_box(size: tuple[int, int], least: float, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """A crop of a picture of `size`: left, top, right, bottom.

    Some are the largest square, as in use; the others cover `least` to all of the area at an aspect
    of 3:4 to 4:3 (Szegedy et al. 2015, https://arxiv.org/abs/1409.4842).
    """
    width, height = size
    if rng.random() < SQUARE_SHARE:
        wide = high = min(size)
    else:
        area, aspect = width * height * rng.uniform(least, 1.0), np.exp(rng.uniform(-0.28, 0.28))
        wide = max(1, min(width, round(float(np.sqrt(area * aspect)))))
        high = max(1, min(height, round(float(np.sqrt(area / aspect)))))
    left, top = int(rng.integers(0, width - wide + 1)), int(rng.integers(0, height - high + 1))
    return left, top, left + wide, top + high


def as_pixels(
    picture: Image.Image, side: int, box: tuple[float, float, float, float] | None = None
) -> NDArray[np.uint8]:
    """The picture, or the part `box` of it, squashed to uint8 [side, side, 3]."""
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC, box=box))
