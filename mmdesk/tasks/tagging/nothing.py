"""Pictures of nothing: what no label may be given to.

A lens cap, a scanner's empty glass, a broken sensor: a model has a direction for those too, and it is near
to some word or other. So pictures without content are drawn and looked at by the model itself, and a photo
that is as near to one of them as they are to each other shows nothing.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.tasks.eyes import Eyes

NEAR = 0.93
"""Cosine from which a photo is as good as one of the drawn pictures."""

SHADES = (
    (0, 0, 0),
    (128, 128, 128),
    (255, 255, 255),
    (200, 40, 40),
    (40, 160, 60),
    (40, 60, 190),
    (225, 200, 60),
)


class Nothing:
    """Knows pictures without content, for one model. They are looked at when first needed."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._vectors: Vectors | None = None

    def shows_something(self, vectors: Vectors) -> NDArray[np.bool_]:
        """Of photos with `vectors` [n, dim], whether they are unlike all pictures of nothing: [n]."""
        if self._vectors is None:
            seen = self._eyes.encode_pixels(np.stack(list(nothing_pictures(self._eyes.recipe.size))))
            self._vectors = seen[np.isfinite(seen).all(1)]
        return np.asarray((vectors @ self._vectors.T).max(1, initial=-1.0) < NEAR)


def nothing_pictures(side: int) -> Iterator[NDArray[np.uint8]]:
    """Plain colours, gradients and noise, uint8 [side, side, 3] each; the same every time."""
    for shade in SHADES:
        yield np.full((side, side, 3), shade, np.uint8)
    ramp = np.linspace(0, 255, side)
    across, down = np.broadcast_to(ramp, (side, side)), np.broadcast_to(ramp[:, None], (side, side))
    for red, green, blue in (
        (across, across, across),
        (down, down, down),
        (across, down, ramp[::-1] + 0 * down),
    ):
        yield np.stack([red, green, blue], axis=2).astype(np.uint8)
    chance = np.random.default_rng(1)
    for contrast in (20, 60, 128):
        grain = chance.normal(128, contrast, (side, side, 3)).clip(0, 255)
        yield grain.astype(np.uint8)
        yield np.repeat(grain[..., :1], 3, axis=2).astype(np.uint8)
    yield chance.integers(0, 256, (side, side, 3)).astype(np.uint8)
