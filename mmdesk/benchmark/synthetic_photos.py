"""Photographs that nobody took, with as much detail to decode as real ones."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = (4000, 3000)
"""Width and height in pixels of a 12-megapixel camera's photos."""

DISTINCT = 4
"""Number that are drawn; the others are copies that differ in a comment, and so in their hash."""

QUALITY = 90
"""A camera's usual JPEG quality; such a file has about three megabytes."""

DETAIL = ((9, 90), (60, 50), (400, 30), (2000, 32))
"""Cells across the picture and their contrast: light and shade, things, leaves, grain, as in nature,
where detail of every size has its share (Field 1987, on the statistics of natural images). A small picture
has a cell for every two pixels at most."""


def draw_photos(folder: Path, count: int, size: tuple[int, int] = SIZE) -> list[Path]:
    """Make `count` JPEG files of `size` pixels in `folder`, a new one, and name them."""
    folder.mkdir(parents=True)
    originals = [_jpeg(seed, size) for seed in range(min(DISTINCT, count))]
    paths = [folder / f"photo-{number:05}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(_with_comment(originals[number % len(originals)], f"number {number}"))
    return paths


def _jpeg(seed: int, size: tuple[int, int]) -> bytes:
    """A picture drawn by chance, the same for the same `seed`."""
    chance = np.random.default_rng(seed)
    width, height = size
    light = np.full((height, width, 3), 110, np.float32)
    for most, contrast in DETAIL:
        cells = min(most, max(1, width // 2))
        noise = chance.integers(0, 256, (max(1, cells * height // width), cells, 3), dtype=np.uint8)
        light += (np.asarray(Image.fromarray(noise).resize(size), np.float32) / 255 - 0.5) * contrast
    buffer = io.BytesIO()
    Image.fromarray(light.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _with_comment(jpeg: bytes, comment: str) -> bytes:
    """`jpeg` with a comment segment behind its start marker."""
    text = comment.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + jpeg[2:]
