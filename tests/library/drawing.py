"""Pictures drawn by code, in every way the tests need them."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def blots(width: int, height: int, seed: int = 0, cells: int = 5) -> Image.Image:
    """Soft random colours, different for every seed."""
    few = np.random.default_rng(seed).integers(0, 256, (cells, cells, 3), dtype=np.uint8)
    return Image.fromarray(few).resize((width, height), Image.Resampling.BICUBIC)


def quarters(width: int = 400, height: int = 300) -> Image.Image:
    """Red, green, blue and yellow quarters: upper left, upper right, lower left, lower right."""
    image = Image.new("RGB", (width, height), (220, 30, 30))
    image.paste((30, 200, 30), (width // 2, 0, width, height // 2))
    image.paste((30, 30, 220), (0, height // 2, width // 2, height))
    image.paste((220, 220, 30), (width // 2, height // 2, width, height))
    return image


def saved(image: Image.Image, path: Path, **options: Any) -> bytes:
    """Save `image` and return its path as bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)
    return bytes(path)


def pixels(jpeg: bytes) -> np.ndarray[Any, np.dtype[np.int16]]:
    """A JPEG file decoded, shape [height, width, 3]."""
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"), dtype=np.int16)
