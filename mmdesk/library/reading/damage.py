"""JPEGs that are cut off: as much of them as there is, and how much is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageFile

from mmdesk.library.reading import reasons

MOST_MISSING = 0.1
"""Share of the rows. A picture that lacks more is left out."""

SCAN, TABLES = b"\xff\xda", b"\xff\xc4"
LONGEST_HEADS = 1000
"""Bytes between the data of two scans."""

FILL = frozenset((127, 128))
"""Values of pixels that were never there: libjpeg leaves them in the middle of each channel, which is 127
where channels are inverted.
"""


@contextmanager
def allowing_truncated() -> Iterator[None]:
    """Let Pillow return pictures that are cut off, and fill what is missing, within the block."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def without_last_scan(data: bytes) -> bytes:
    """A JPEG up to where its last scan, or the tables for it, begins: cut off within their heads it shows
    nothing at all. Nothing where that is far from the end.
    """
    begin = len(data) - LONGEST_HEADS
    at = max(data.rfind(marker, max(0, begin)) for marker in (SCAN, TABLES))
    return data[:at] if at > 0 else b""


def refuse_unless_nearly_whole(image: Image.Image) -> None:
    """Raises RefusedError where more than a tenth of a JPEG that is cut off is missing."""
    if missing_part(image) > MOST_MISSING:
        raise reasons.RefusedError(reasons.ENDS_EARLY)


def missing_part(image: Image.Image) -> float:
    """Share of the rows, at the bottom, that were never there, not even in a first pass."""
    if image.getbbox(alpha_only=False) is None:  # libjpeg gave up before the first row
        return 1.0
    pixel = image.getpixel((image.width - 1, image.height - 1))
    values = pixel if isinstance(pixel, tuple) else (pixel,)
    if not FILL.issuperset(values):
        return 0.0
    there = ImageChops.difference(image, Image.new(image.mode, image.size, pixel)).getbbox(alpha_only=False)
    return 1.0 if there is None else (image.height - there[3]) / image.height
