"""Thumbnails, and whether there is anything to see in a picture."""

import io

from PIL import Image

from mmdesk.library.reading.facts import UPRIGHT

GAP = 2.0
"""Factor by which a picture stays larger than needed before it is resized (Pillow's `reducing_gap`)."""

THUMBNAIL_SIDE = 512

THUMBNAIL_QUALITY = 82

LEAST_SIDE = 5
"""Pixels. In less there is nothing that could be called by a word."""

ONE_COLOUR = 2
"""Values so near to each other are one; compression and scaling make so much of a difference."""


def fitted(image: Image.Image, side: int) -> Image.Image:
    """`image` with its long side at most `side`."""
    ratio = side / max(image.size)
    if ratio >= 1:
        return image
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=GAP)


def thumbnail_of(image: Image.Image) -> bytes:
    """The picture as a JPEG file, its long side at most THUMBNAIL_SIDE."""
    buffer = io.BytesIO()
    fitted(image, THUMBNAIL_SIDE).save(buffer, "JPEG", quality=THUMBNAIL_QUALITY)
    return buffer.getvalue()


def turned_thumbnail(jpeg: bytes, turn: int) -> bytes:
    """A thumbnail turned, as `core.turns` numbers it. Raises OSError where it is no JPEG file."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        return thumbnail_of(image.transpose(UPRIGHT[turn]))


def is_plain(image: Image.Image, full_size: tuple[int, int]) -> bool:
    """Whether there is nothing to see: too few pixels in the whole picture, or a single colour."""
    spans = [channel.getextrema() for channel in image.split()]
    is_one_colour = all(high - low <= ONE_COLOUR for low, high in spans)  # type: ignore[operator]
    return min(full_size) < LEAST_SIDE or is_one_colour
