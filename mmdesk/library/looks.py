"""How a picture looks, small enough to be laid beside another: what tells a picture from one like it.

Averages over a coarse net of squares are what scaling and compressing leave as it is: both throw away
what is finer. Anything moved, cropped, turned or coloured anew changes some of them.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.library.reading.reasons import PILLOW_ERRORS

SIDE = 32
"""Squares along each side of the net."""

TYPICAL_DIFFERENCE = 3.0
"""So much (of 255) two savings of one shot may differ on average: what strong compression does."""

LARGEST_DIFFERENCE = 24.0
"""So much in any one square: less than anything that moved, more than what compression does to an edge."""

LEAST_VARIETY = 6.0
"""A picture whose squares differ less is blank, and looks like every other blank one."""


@dataclass(frozen=True)
class Look:
    """`squares` is float32 [SIDE, SIDE, 3], 0..255. `sharpness` is how much neighbouring pixels differ."""

    squares: NDArray[np.float32]
    sharpness: float

    @property
    def is_blank(self) -> bool:
        """Whether there is too little in it to know it again."""
        return float(self.squares.std(axis=(0, 1)).max()) < LEAST_VARIETY

    def is_same_as(self, other: "Look") -> bool:
        """Whether both are one shot, as far as a coarse look can tell; never of blank pictures."""
        if self.is_blank or other.is_blank:
            return False
        difference = np.abs(self.squares - other.squares)
        return bool(difference.mean() <= TYPICAL_DIFFERENCE and difference.max() <= LARGEST_DIFFERENCE)


def look_of(jpeg: bytes) -> Look | None:
    """The look of a thumbnail; None where it cannot be read."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            colours = image.convert("RGB")
    except PILLOW_ERRORS:
        return None
    squares = np.asarray(colours.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)
    return Look(squares, _sharpness(np.asarray(colours.convert("L"), np.float32)))


def _sharpness(grey: NDArray[np.float32]) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy",
    ICPR 2000): of pictures of one thing, the sharper one has more.
    """
    if min(grey.shape) < 3:
        return 0.0
    inside = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inside
    return float(laplacian.var())
