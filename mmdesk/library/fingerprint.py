"""How a picture looks, small enough to be laid beside another: what tells a picture from one like it.

Averages over nets of squares are what scaling and compressing leave as it is: both throw away what is
finer. Anything moved, cropped, turned or coloured anew changes some of them. So does another word in a
form, another amount on a receipt: such pictures are nearly alike, and not the same.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mmdesk.library.reading.looks import SQUARES, TYPICAL_DIFFERENCE
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS

SIDE = SQUARES
"""Squares along each side of the net."""

FINE_SIDE = 64
"""Squares along each side of the finer net, in which a changed word shows."""

LARGEST_DIFFERENCE = 24.0
"""Difference in any one square up to which they may: less than motion, more than compression at an edge."""

LARGEST_CHANGE = 12.0
"""Difference in any one square of the finer net, beyond what EDGE_SHIFT explains."""

EDGE_SHIFT = 0.35
"""Share of an edge's height by which a square at it may change: scaling moves the net."""

LEAST_VARIETY = 6.0
"""A picture whose squares differ less is blank, and looks like every other blank one."""


@dataclass(frozen=True)
class Fingerprint:
    """`squares` is float32 [SIDE, SIDE, 3], `grey` [FINE_SIDE, FINE_SIDE], 0..255.

    `sharpness` is how much neighbouring pixels differ.
    """

    squares: NDArray[np.float32]
    grey: NDArray[np.float32]
    sharpness: float

    @property
    def is_blank(self) -> bool:
        """Whether there is too little in it to know it again."""
        return float(self.squares.std(axis=(0, 1)).max()) < LEAST_VARIETY

    def is_same_as(self, other: "Fingerprint") -> bool:
        """Whether both are one shot, as far as a coarse look can tell; never of blank pictures."""
        if self.is_blank or other.is_blank:
            return False
        difference = np.abs(self.squares - other.squares)
        if difference.mean() > TYPICAL_DIFFERENCE or difference.max() > LARGEST_DIFFERENCE:
            return False
        change = np.abs(self.grey - other.grey) - EDGE_SHIFT * _relief(self.grey)
        return bool(change.max() <= LARGEST_CHANGE)


def fingerprint_of(jpeg: bytes) -> Fingerprint | None:
    """The look of a thumbnail; None where it cannot be read."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            colours = image.convert("RGB")
    except PILLOW_ERRORS:
        return None
    squares = np.asarray(colours.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)
    fine = np.asarray(colours.resize((FINE_SIDE, FINE_SIDE), Image.Resampling.BOX), np.float32)
    return Fingerprint(squares, fine.mean(axis=2), _sharpness(np.asarray(colours.convert("L"), np.float32)))


def _relief(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far apart the darkest and the brightest of a square and its neighbours are."""
    around = np.lib.stride_tricks.sliding_window_view(np.pad(grey, 1, mode="edge"), (3, 3))
    relief: NDArray[np.float32] = around.max(axis=(2, 3)) - around.min(axis=(2, 3))
    return relief


def _sharpness(grey: NDArray[np.float32]) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy",
    ICPR 2000): of pictures of one thing, the sharper one has more.
    """
    if min(grey.shape) < 3:
        return 0.0
    inside = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inside
    return float(laplacian.var())
