"""A photograph in full, as the loupe shows it."""

import mmap
from dataclasses import dataclass

Buffer = bytes | mmap.mmap
"""Bytes in memory, or a file that is mapped into it."""


@dataclass(frozen=True, slots=True)
class FullPicture:
    """An upright sRGB picture, 8 bits a channel.

    `rgb` holds `height` rows of `width` pixels of three bytes, without padding.
    """

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class PictureLevels:
    """An upright sRGB picture at halving sizes, to be painted at any scale.

    `sizes` are width and height of each level, the largest first; `pixels` holds one level after the other,
    rows of four bytes a pixel (blue, green, red, 255) without padding. `whole` is the picture's size: its
    largest level is smaller where it was asked for so.
    """

    sizes: tuple[tuple[int, int], ...]
    pixels: Buffer
    whole: tuple[int, int]

    def level(self, number: int) -> memoryview:
        """The pixels of a level, not copied."""
        lengths = [4 * width * height for width, height in self.sizes]
        start = sum(lengths[:number])
        return memoryview(self.pixels)[start : start + lengths[number]]
