"""Tones of a picture: its histogram, and where it is clipped. Found on the image lane."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

LIGHTEST, DARKEST = 254, 1
"""Values from which highlights, and up to which shadows, count as clipped: JPEG rounds the very ends off."""

BINS = 128
SKIPPED = 2
"""Every other pixel, across and down, tells the histogram as well as all of them."""

STRIPE = 4
"""Width of the stripes over clipped highlights, in pixels; shadows have them the other way."""

HIGHLIGHT, SHADOW = 0xFFE5484D, 0xFF3E8BFF
"""Colours (ARGB) of the stripes."""

Values = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """Histogram [3, BINS] of red, green and blue as shares of the tallest bin, and shares of clipped pixels.

    `stripes` is as large as the picture that was looked at: stripes where it is clipped, nothing elsewhere.
    """

    histogram: NDArray[np.float64]
    highlights: float
    shadows: float
    stripes: QImage


def tones_of(image: QImage) -> Tones:
    """Tones of a picture of 32 bits a pixel."""
    values = _values(image)
    light = np.any(values >= LIGHTEST, axis=2)
    dark = np.all(values <= DARKEST, axis=2)
    return Tones(_histogram(values), float(light.mean()), float(dark.mean()), _stripes(light, dark))


def _values(image: QImage) -> Values:
    """Blue, green and red [height, width, 3] of an image, not copied."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3]


def _histogram(values: Values) -> NDArray[np.float64]:
    some = values[::SKIPPED, ::SKIPPED] // (256 // BINS)
    counts = [np.bincount(some[..., channel].ravel(), minlength=BINS) for channel in (2, 1, 0)]
    shares = np.array(counts, np.float64)
    # What is clipped stands at the ends and would make all the rest flat.
    return np.minimum(shares / max(1.0, float(shares[:, 1:-1].max())), 1.0)


def _stripes(light: NDArray[np.bool_], dark: NDArray[np.bool_]) -> QImage:
    height, width = light.shape
    down, across = np.arange(height)[:, np.newaxis], np.arange(width)
    pixels = np.zeros((height, width), np.uint32)
    pixels[light & ((across + down) // STRIPE % 2 == 0)] = HIGHLIGHT
    pixels[dark & ((across - down) // STRIPE % 2 == 0)] = SHADOW
    packed = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return packed.copy()  # its own pixels: the array goes
