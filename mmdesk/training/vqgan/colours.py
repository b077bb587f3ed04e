"""Colours that photographs seldom have.

Photographs are mostly grey and brown, and a decoder that has seen nothing else cannot paint a red wall: the
first starter gave solid blue back as grey.
"""

import numpy as np
from numpy.typing import NDArray

UNCHANGED, RECOLOURED = 0.6, 0.3
"""Shares of the crops that stay as they are, and that get other colours; the rest become washes."""

STRONGEST = 3.2
"""Times the saturation of the photograph."""


def varied(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The crop uint8 [h, w, 3] as it is, recoloured, or as a wash of colour."""
    kind = rng.random()
    if kind < UNCHANGED:
        return crop
    return recoloured(crop, rng) if kind < UNCHANGED + RECOLOURED else washed(crop, rng)


def recoloured(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """More or less saturated, tinted, its channels perhaps exchanged."""
    pixels = crop.astype(np.float32) / 255
    grey = pixels.mean(2, keepdims=True)
    pixels = grey + (pixels - grey) * rng.uniform(0.6, STRONGEST)
    if rng.random() < 0.7:
        pixels = pixels * np.exp(rng.uniform(-0.7, 0.7, 3))
    if rng.random() < 0.3:
        pixels = pixels[:, :, rng.permutation(3)]
    return _as_bytes(pixels)


def washed(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """One colour, or one going over into another, with more or less of the crop's own structure."""
    pixels = crop.astype(np.float32) / 255
    first, second = rng.random(3) ** rng.choice([0.4, 1.0, 2.5], 3), rng.random(3)
    slope = np.linspace(0, 1, len(pixels))[:, None, None]
    slope = slope if rng.random() < 0.5 else slope.swapaxes(0, 1)
    wash = first * (1 - slope) + second * slope if rng.random() < 0.5 else first
    return _as_bytes(wash + (pixels - pixels.mean((0, 1))) * rng.choice([0.0, 0.15, 0.5]))


def _as_bytes(pixels: NDArray[np.floating]) -> NDArray[np.uint8]:
    values: NDArray[np.uint8] = (pixels.clip(0, 1) * 255).astype(np.uint8)
    return values
