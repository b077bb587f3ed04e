"""A photograph in full, as the loupe shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FullPicture:
    """An upright sRGB picture, 8 bits a channel.

    `rgb` holds `height` rows of `width` pixels of three bytes, without padding.
    """

    width: int
    height: int
    rgb: bytes
