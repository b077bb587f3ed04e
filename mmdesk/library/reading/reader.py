"""Reading one photograph, start to end. Runs inside a reading process."""

import hashlib
import io
import os
import stat
from dataclasses import replace

from PIL import Image

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import GAP, Decoded, decode
from mmdesk.library.reading.facts import is_generated, photo_facts
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.looks import look_of
from mmdesk.library.reading.pixels import model_input
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent

THUMBNAIL_SIDE = 512
THUMBNAIL_LEAST = 448
"""A JPEG that can be decoded at an eighth of its size at once may have a thumbnail a little smaller."""

THUMBNAIL_QUALITY = 82

LEAST_SIDE = 5
"""Pixels. In less there is nothing that could be called by a word."""

ONE_COLOUR = 2
"""Values so near to each other are one; compression and scaling make so much of a difference."""


def read_photo(path: bytes, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto:
    """Everything the library wants to know of the photograph in the file `path`, at one reading.

    Raises RefusedError, with the reason, for anything that is not a sound picture within the limits.
    """
    data, stamp = read_file(path, limits)
    return _photo(path, data, stamp, recipe, limits)


def read_request(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto | SameContent:
    """Read a photo as `read_photo` does, but do not decode a file of known content. Raises RefusedError."""
    data, stamp = read_file(request.path, limits)
    if request.known and (content := content_hash(data)) in request.known:
        facts = None
        if request.wants_facts:
            facts = _facts(request.path, data, stamp, decode(request.path, data, LEAST_SIDE, limits, recipe))
        return SameContent(request.path, stamp, content, facts)
    return _photo(request.path, data, stamp, recipe, limits)


def read_file(path: bytes, limits: ReadingLimits) -> tuple[bytes, FileStamp]:
    """The file's bytes, and its stamp from before they were read. Raises RefusedError."""
    try:
        before = os.stat(path)
        if not stat.S_ISREG(before.st_mode):
            raise reasons.RefusedError(reasons.NOT_A_FILE)
        if before.st_size > limits.file_bytes:
            raise reasons.too_large(limits)
        with open(path, "rb", buffering=0) as file:
            data = file.readall()
    except OSError as error:
        raise reasons.refused_by_disk(error) from error
    if not data:
        raise reasons.RefusedError(reasons.EMPTY)
    return data, FileStamp.of(before)


def content_hash(data: bytes) -> bytes:
    """16 bytes that stand for a file's content."""
    return hashlib.blake2b(data, digest_size=16).digest()


def fitted(image: Image.Image, side: int) -> Image.Image:
    """`image` with its long side at most `side`."""
    ratio = side / max(image.size)
    if ratio >= 1:
        return image
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=GAP)


def _photo(
    path: bytes, data: bytes, stamp: FileStamp, recipe: PixelRecipe, limits: ReadingLimits
) -> ReadPhoto:
    decoded = decode(path, data, THUMBNAIL_LEAST, limits, recipe)
    thumbnail = _jpeg(fitted(decoded.image, THUMBNAIL_SIDE))
    return ReadPhoto(
        path=path,
        stamp=stamp,
        content_hash=content_hash(data),
        facts=_facts(path, data, stamp, decoded),
        thumbnail=thumbnail,
        side=recipe.size,
        pixel_bytes=model_input(decoded.image, recipe).tobytes(),
        look=look_of(thumbnail),
    )


def _facts(path: bytes, data: bytes, stamp: FileStamp, decoded: Decoded) -> PhotoFacts:
    facts = photo_facts(decoded.exif, decoded.beside, decoded.full_size, path, stamp)
    return replace(facts, generated=is_generated(data), damaged=decoded.damaged, blank=is_blank(decoded))


def is_blank(decoded: Decoded) -> bool:
    """Whether there is nothing to see: too few pixels, or a single colour."""
    spans = [channel.getextrema() for channel in decoded.image.split()]
    is_one_colour = all(high - low <= ONE_COLOUR for low, high in spans)  # type: ignore[operator]
    return min(decoded.full_size) < LEAST_SIDE or is_one_colour


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=THUMBNAIL_QUALITY)
    return buffer.getvalue()
