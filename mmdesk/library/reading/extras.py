"""Kinds of pictures that need a package of their own: HEIC, JPEG XL, and what cameras call raw.

These packages are not installed with mmdesk, for their size or their licence (see the optional
dependencies in pyproject.toml). The imports below are late on purpose: a reading process loads a parser with
the first file that wants it, and most libraries never do.
"""

import io
from typing import Any, NamedTuple

from PIL import Image

from mmdesk.library.reading import kinds, reasons
from mmdesk.library.reading.formats import (
    BY_NAME,
    FORMATS,
    HEIC,
    JPEG_XL,
    RAW,
    extension,
)
from mmdesk.library.reading.kinds import kind_of
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS, refused_by_pillow

LARGE_ENOUGH = 1000
"""Pixels on the long side of a preview that shows all there is to see at the size of a screen's half."""

FLIPS = {3: Image.Transpose.ROTATE_180, 5: Image.Transpose.ROTATE_90, 6: Image.Transpose.ROTATE_270}
"""What turns a raw picture upright, by LibRaw's number (of dcraw's `-t`)."""


SIDEWAYS = (5, 6)


class Raw(NamedTuple):
    """What a raw file holds: an encoded preview, how large the picture really is, and what turns it upright.

    `turn` is None where the preview is upright, or says itself how it lies.
    """

    preview: bytes
    full_size: tuple[int, int]
    turn: Image.Transpose | None


def parsers_for(path: bytes, head: bytes = b"") -> tuple[str, ...]:
    """Pillow's names of the parsers that a file may reach, by its name and its first bytes."""
    suffix, kind = extension(path), kind_of(head)
    if kind == kinds.HEIF or (suffix in HEIC and kind is None):
        import pillow_heif  # noqa: PLC0415

        pillow_heif.register_heif_opener(thumbnails=False)
        return (*FORMATS, "HEIF")
    if kind == kinds.JPEG_XL or (suffix in JPEG_XL and kind is None):
        import pillow_jxl  # noqa: F401, PLC0415

        return (*FORMATS, "JXL")
    return (
        *FORMATS,
        *(parser for parser, suffixes in BY_NAME.items() if kind is None and suffix in suffixes),
    )


def is_raw(path: bytes) -> bool:
    """Whether a file of this name holds what a camera saw rather than a picture."""
    return extension(path) in RAW


def open_raw(data: bytes, limits: ReadingLimits) -> Raw | None:
    """The preview the camera made, or, where there is none of any size, a development at half the size; None
    where LibRaw knows no such camera.

    Raises RefusedError.
    """
    import rawpy  # noqa: PLC0415

    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            sizes = raw.sizes
            if sizes.raw_width * sizes.raw_height > limits.pixels:
                raise reasons.too_many_pixels(limits, sizes.raw_width, sizes.raw_height)
            full = (sizes.iwidth, sizes.iheight)
            full = full[::-1] if sizes.flip in SIDEWAYS else full
            preview = _preview(raw)
            if preview is not None:
                return Raw(preview, full, _turn(preview, sizes.flip))
            return Raw(_developed(raw), full, None)  # LibRaw has turned it
    except rawpy.LibRawFileUnsupportedError:
        return None
    except rawpy.LibRawError as error:
        raise reasons.RefusedError(reasons.BROKEN) from error
    except (*PILLOW_ERRORS, MemoryError) as error:
        raise refused_by_pillow(error, limits) from error


def _preview(raw: Any) -> bytes | None:
    import rawpy  # noqa: PLC0415

    try:
        thumbnail = raw.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    if thumbnail.format != rawpy.ThumbFormat.JPEG:
        return None
    with Image.open(io.BytesIO(thumbnail.data), formats=("JPEG",)) as image:
        return bytes(thumbnail.data) if max(image.size) >= LARGE_ENOUGH else None


def _developed(raw: Any) -> bytes:
    """The picture as dcraw would make it, in sRGB, as the simplest of files."""
    pixels = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
    height, width, _ = pixels.shape
    return b"".join((b"P6 %d %d 255\n" % (width, height), pixels.tobytes()))


def _turn(preview: bytes, flip: int) -> Image.Transpose | None:
    """Some cameras say in the preview how it lies, others in the raw file alone."""
    with Image.open(io.BytesIO(preview), formats=("JPEG",)) as image:
        says_itself = image.getexif().get(0x0112, 1) != 1
    return None if says_itself else FLIPS.get(flip)
