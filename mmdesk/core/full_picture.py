"""A photograph in full, as the loupe shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FullPicture:
    """An upright sRGB picture, 8 bits a channel.

    `rgb` holds `height` rows of `width` pixels of three bytes, without padding. Where it was read smaller
    than it is, `whole` is the width and height that it has in its file.
    """

    width: int
    height: int
    rgb: bytes
    whole: tuple[int, int] | None = None
