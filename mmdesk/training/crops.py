"""Random crops of the training pictures, each with the teacher's view of that very crop.

A teacher who looks at the same crop as its pupil and many different crops make distillation work
(Beyer et al. 2022, "a good teacher is patient and consistent", https://arxiv.org/abs/2106.05237).
Crops lie in memory-mapped rings on disk: producers write, the training reads what there is.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.core.atomic_file import replacing
from mmdesk.training.pack import Example
from mmdesk.training.teacher import FEATURES

SIDE = 128
"""Side of a stored crop in pixels."""

WEIGHTS = {
    "flickr": 4.0, "coco": 4.0, "taming_coco_train": 4.0, "openimages": 4.0, "imagenet1k": 4.0,
    "osie": 3.0, "bsds": 3.0, "weather": 1.5, "catsdogs": 1.2, "pacs_cartoon": 0.8, "pacs_sketch": 0.7,
    "grocery": 0.7, "fashion": 0.7, "clothing": 0.6, "receipts": 0.5, "tinyimagenet": 0.35, "emoji": 0.12,
    "cifar10": 0.04,
}  # fmt: skip
"""How often a picture of a set is cropped, 1 where nothing is said.

Varied photographs often, tiny ones seldom.
"""

WHOLE_SETS = frozenset({"emoji", "receipts"})
"""Sets of which a small part shows nothing."""


def random_box(size: tuple[int, int], least: float, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """A crop of a picture of `size`: left, top, right, bottom.

    A quarter are the largest square, as in use; the others cover `least` to all of the area at an aspect
    of 3:4 to 4:3 (Szegedy et al. 2015, https://arxiv.org/abs/1409.4842).
    """
    width, height = size
    if rng.random() < 0.25:
        wide = high = min(size)
    else:
        area, aspect = width * height * rng.uniform(least, 1.0), np.exp(rng.uniform(-0.28, 0.28))
        wide = max(1, min(width, round(float(np.sqrt(area * aspect)))))
        high = max(1, min(height, round(float(np.sqrt(area / aspect)))))
    left, top = int(rng.integers(0, width - wide + 1)), int(rng.integers(0, height - high + 1))
    return left, top, left + wide, top + high


def random_crop(example: Example, picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A crop of `picture`, mirrored half of the time."""
    least = 0.6 if example.source in WHOLE_SETS else 0.3
    crop = picture.crop(random_box(picture.size, least, rng))
    return crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else crop


def as_pixels(picture: Image.Image, side: int) -> NDArray[np.uint8]:
    """The picture squashed to uint8 [side, side, 3]."""
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC))


def chances(examples: tuple[Example, ...]) -> NDArray[np.float64]:
    """How likely each picture is the next to be cropped."""
    weights = np.array([WEIGHTS.get(example.source, 1.0) for example in examples])
    likely: NDArray[np.float64] = weights / weights.sum()
    return likely


@dataclass(frozen=True)
class Ring:
    """Crops written by one producer.

    `pixels` uint8 [capacity, side, side, 3], `features` uint8 [capacity, 1280] (zero without a teacher),
    `rows` int32 [capacity]: which example. Rows below `filled` hold something.
    """

    stem: Path
    pixels: NDArray[np.uint8]
    features: NDArray[np.uint8]
    rows: NDArray[np.int32]

    @classmethod
    def create(cls, stem: Path, capacity: int) -> "Ring":
        """An empty ring; an older one of the same name and size is taken over with what it holds."""
        stem.parent.mkdir(parents=True, exist_ok=True)
        parts: tuple[tuple[str, type[np.generic], tuple[int, ...]], ...] = (
            ("x", np.uint8, (capacity, SIDE, SIDE, 3)),
            ("f", np.uint8, (capacity, FEATURES)),
            ("row", np.int32, (capacity,)),
        )
        for name, dtype, shape in parts:
            path = stem.with_name(f"{stem.name}.{name}.npy")
            if not path.exists() or np.load(path, mmap_mode="r").shape != shape:
                np.lib.format.open_memmap(path, "w+", dtype, shape).flush()
                stem.with_name(f"{stem.name}.n").write_text("0")
        return cls.open(stem, "r+")

    @classmethod
    def open(cls, stem: Path, mode: Literal["r", "r+"] = "r") -> "Ring":
        """The ring whose files begin with `stem`."""
        pixels, features, rows = (
            np.load(stem.with_name(f"{stem.name}.{name}.npy"), mmap_mode=mode) for name in ("x", "f", "row")
        )
        return cls(stem, pixels, features, rows)

    @property
    def filled(self) -> int:
        """How many rows hold a crop."""
        return int(self.stem.with_name(f"{self.stem.name}.n").read_text() or 0)

    def tell(self, filled: int) -> None:
        """Let readers see the first `filled` rows."""
        with replacing(self.stem.with_name(f"{self.stem.name}.n")) as part:
            part.write_text(str(filled))


@dataclass(frozen=True)
class Crops:
    """A batch: pixels uint8 [n, side, side, 3], features uint8 [n, 1280], example rows [n]."""

    pixels: NDArray[np.uint8]
    features: NDArray[np.uint8]
    rows: NDArray[np.int32]


class CropStore:
    """All rings of a folder, read as one."""

    def __init__(self, folder: Path) -> None:
        self._rings = [Ring.open(path.with_name(path.name[:-2])) for path in sorted(folder.glob("*.n"))]

    def __len__(self) -> int:
        return sum(ring.filled for ring in self._rings)

    def draw(self, count: int, rng: np.random.Generator) -> Crops:
        """`count` crops at random, the same one perhaps twice."""
        sizes = np.array([ring.filled for ring in self._rings])
        places = np.sort(rng.integers(0, sizes.sum(), count))
        return self._at(places, np.concatenate([[0], np.cumsum(sizes)]))

    def everything(self) -> Crops:
        """Features and examples of all crops, the pixels left out."""
        parts = [(ring.features[: ring.filled], ring.rows[: ring.filled]) for ring in self._rings]
        features, rows = (np.concatenate(part) for part in zip(*parts, strict=True))
        return Crops(np.zeros((0, SIDE, SIDE, 3), np.uint8), features, rows)

    def _at(self, places: NDArray[np.int64], starts: NDArray[np.int64]) -> Crops:
        chosen = np.searchsorted(starts, places, side="right") - 1
        found = [
            Crops(ring.pixels[inside], ring.features[inside], ring.rows[inside])
            for number, ring in enumerate(self._rings)
            if len(inside := places[chosen == number] - starts[number])
        ]
        return Crops(
            np.concatenate([part.pixels for part in found]),
            np.concatenate([part.features for part in found]),
            np.concatenate([part.rows for part in found]),
        )
