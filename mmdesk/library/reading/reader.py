"""Reading one photograph, start to end. Runs inside a reading process."""

import hashlib
import io
import os
import stat
from dataclasses import replace
from typing import NamedTuple

from PIL import AvifImagePlugin, Image, TiffImagePlugin, WebPImagePlugin

from mmdesk.core.photo import FileStamp
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.colour import to_srgb
from mmdesk.library.reading.embedded import Embedded, read_embedded
from mmdesk.library.reading.extras import is_raw, open_raw, parsers_for
from mmdesk.library.reading.facts import exif_of_tiff, is_generated, orientation, photo_facts, read_exif
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pixels import model_input, shrinkage
from mmdesk.library.reading.request import ReadPhoto, ReadRequest, SameContent

PARSERS = (AvifImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Pillow loads the parsers of JPEG, PNG, GIF and BMP by itself, these only along with all the others."""

THUMBNAIL_SIDE = 512
THUMBNAIL_LEAST = 448
"""A JPEG that can be decoded at an eighth of its size at once may have a thumbnail a little smaller."""

THUMBNAIL_QUALITY = 82

GAP = 2.0
"""How much larger than needed a picture stays before it is resized carefully (Pillow's `reducing_gap`)."""

REDUCIBLE = ("L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr")
"""Modes whose pixels may be averaged before their colours are converted."""


class Decoded(NamedTuple):
    """An upright sRGB picture, no larger than asked for, with what is said beside it and its full upright
    size.
    """

    image: Image.Image
    exif: Image.Exif
    beside: Embedded
    full_size: tuple[int, int]


def read_photo(path: bytes, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto:
    """Everything the library wants to know of the photograph in the file `path`, at one reading.

    Raises RefusedError, with the reason, for anything that is not a sound picture within the limits.
    """
    data, stamp = read_file(path, limits)
    return _photo(path, data, stamp, recipe, limits)


def read_request(request: ReadRequest, recipe: PixelRecipe, limits: ReadingLimits) -> ReadPhoto | SameContent:
    """As `read_photo`, but a file of known content is not decoded."""
    data, stamp = read_file(request.path, limits)
    if request.known and (content := content_hash(data)) in request.known:
        return SameContent(request.path, stamp, content)
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
    return data, FileStamp(before.st_size, before.st_mtime_ns)


def content_hash(data: bytes) -> bytes:
    """16 bytes that stand for a file's content."""
    return hashlib.blake2b(data, digest_size=16).digest()


def decode(
    path: bytes, data: bytes, least: float, limits: ReadingLimits, recipe: PixelRecipe | None = None
) -> Decoded:
    """The picture in `data`, upright, in sRGB, its long side at least `least` pixels where it has them.

    It also stays large enough for `recipe`. The name of `path` says which parsers `data` may reach, if there
    are others than the usual ones. Raises RefusedError.
    """
    if is_raw(path):
        return _decode_raw(data, least, limits, recipe)
    return _decode(data, parsers_for(path), least, limits, recipe)


def _decode_raw(data: bytes, least: float, limits: ReadingLimits, recipe: PixelRecipe | None) -> Decoded:
    """The preview in a raw file, as a picture of the raw file's size."""
    raw = open_raw(data, limits)
    preview = _decode(raw.preview, ("JPEG", "PPM"), least, limits, recipe)
    image = preview.image if raw.turn is None else preview.image.transpose(raw.turn)
    exif = exif_of_tiff(data)
    if not exif:
        return Decoded(image, preview.exif, preview.beside, raw.full_size)
    return Decoded(image, exif, replace(preview.beside, exif_block=data), raw.full_size)


def _decode(
    data: bytes, parsers: tuple[str, ...], least: float, limits: ReadingLimits, recipe: PixelRecipe | None
) -> Decoded:
    try:
        with Image.open(io.BytesIO(data), formats=parsers) as image:
            full = image.size
            if full[0] * full[1] > limits.pixels:
                raise reasons.too_many_pixels(limits, *full)
            scale = max(min(1.0, least / max(full)), shrinkage(full, recipe) if recipe else 0.0)
            image.draft(None, (max(1, round(full[0] * scale)), max(1, round(full[1] * scale))))
            image.load()
            exif, beside = read_exif(image), read_embedded(image)
            return _upright(to_srgb(_averaged(image, scale * full[0])), exif, beside, full)
    except (*reasons.PILLOW_ERRORS, MemoryError) as error:
        raise reasons.refused_by_pillow(error, limits) from error


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
    return ReadPhoto(
        path=path,
        stamp=stamp,
        content_hash=content_hash(data),
        facts=photo_facts(
            decoded.exif, decoded.beside, decoded.full_size, path, stamp, generated=is_generated(data)
        ),
        thumbnail=_jpeg(fitted(decoded.image, THUMBNAIL_SIDE)),
        side=recipe.size,
        pixel_bytes=model_input(decoded.image, recipe).tobytes(),
    )


def _averaged(image: Image.Image, width: float) -> Image.Image:
    """Where `draft` could not help, the picture brought down cheaply; still `GAP` times as wide as needed."""
    factor = int(image.width / (width * GAP))
    if factor < 2 or image.mode not in REDUCIBLE or "transparency" in image.info:
        return image
    smaller = image.reduce(factor)
    smaller.info = image.info
    return smaller


def _upright(image: Image.Image, exif: Image.Exif, beside: Embedded, full: tuple[int, int]) -> Decoded:
    turn = orientation(exif)
    if turn is None:
        return Decoded(image, exif, beside, full)
    turned = image.transpose(turn)
    sideways = turn in (
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_270,
        Image.Transpose.TRANSPOSE,
        Image.Transpose.TRANSVERSE,
    )
    return Decoded(turned, exif, beside, full[::-1] if sideways else full)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=THUMBNAIL_QUALITY)
    return buffer.getvalue()
