"""Pictures of nothing: what no label may be given to.

A lens cap, a scanner's empty glass, a broken sensor: a model has a direction for those too, and it is near
to some word or other. So pictures without content are drawn and looked at by the model itself, and a photo
that is as near to one of them as they are to each other shows nothing.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.places import Places
from mmdesk.core.vectors import Vectors
from mmdesk.tasks.clip_model import ClipModel

NEAR = 0.88
"""Cosine from which a photo is as good as one of the drawn pictures. Of 3,783 held-out pictures the
starter model sees ten so near to them, and of 120 fresh plain colours, gradients and noise all but two."""

DRAWN = 2
"""Counts up when other pictures are drawn, so that remembered ones are not taken for them."""

LEVELS = (0, 85, 170, 255)
GRADIENTS = 20
RAMPS = 8
CONTRASTS = (20, 45, 90)
GREYS = (70, 128, 190)


class EmptyPictures:
    """Knows pictures without content, for one model. They are looked at once, and remembered in `file`."""

    def __init__(self, clip: ClipModel, file: Path) -> None:
        self._clip = clip
        self._file = file
        self._vectors: Vectors | None = None

    @classmethod
    def of(cls, places: Places, clip: ClipModel) -> "EmptyPictures":
        """Empty pictures as `clip` sees them, kept in a file beside the search matrices."""
        return cls(clip, places.matrices / f"nothing-{DRAWN}-{clip.key}.npy")

    def shows_something(self, vectors: Vectors) -> NDArray[np.bool_]:
        """Mask [n] of the photos with `vectors` [n, dim] that are unlike all empty pictures."""
        if self._vectors is None:
            self._vectors = self._remembered() if self._file.is_file() else self._look()
        return np.asarray((vectors @ self._vectors.T).max(1, initial=-1.0) < NEAR)

    def _remembered(self) -> Vectors:
        try:
            return np.asarray(np.load(self._file, allow_pickle=False), np.float32)
        except (OSError, ValueError, EOFError):
            return self._look()  # a file cut off while it was written is made again

    def _look(self) -> Vectors:
        seen = self._clip.encode_pixels(np.stack(list(empty_pictures(self._clip.recipe.size))))
        seen = seen[np.isfinite(seen).all(1)]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        np.save(self._file, seen, allow_pickle=False)
        return seen


def empty_pictures(side: int) -> Iterator[NDArray[np.uint8]]:
    """Plain colours, gradients and noise, uint8 [side, side, 3] each; the same every time."""
    for shade in product(LEVELS, repeat=3):
        yield np.full((side, side, 3), shade, np.uint8)
    chance = np.random.default_rng(1)
    for _ in range(GRADIENTS):
        begin, end = chance.integers(0, 256, (2, 3))
        yield _gradient(side, begin, end, angle=chance.uniform(0, 2 * np.pi))
    for turn in range(RAMPS):
        for begin, end in ((0, 255), (40, 200)):
            yield _gradient(side, np.full(3, begin), np.full(3, end), angle=2 * np.pi * turn / RAMPS)
    for grey, contrast in product(GREYS, CONTRASTS):
        grain = chance.normal(grey, contrast, (side, side, 1)).clip(0, 255).astype(np.uint8)
        yield np.repeat(grain, 3, axis=2)
    for grey, contrast in product(GREYS, CONTRASTS):
        yield chance.normal(grey, contrast, (side, side, 3)).clip(0, 255).astype(np.uint8)


def _gradient(side: int, begin: NDArray[np.int64], end: NDArray[np.int64], angle: float) -> NDArray[np.uint8]:
    """One colour running into another."""
    down, across = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    way = across * np.cos(angle) + down * np.sin(angle)
    way = ((way - way.min()) / np.ptp(way))[..., None]
    return np.asarray(begin * (1 - way) + end * way, np.uint8)
