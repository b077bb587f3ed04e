"""A file's bytes as a picture: upright, in sRGB, no larger than needed."""

import io
from contextlib import nullcontext
from dataclasses import dataclass, replace

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    PcxImagePlugin,
    PsdImagePlugin,
    TgaImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from mmdesk.core.language import trc
from mmdesk.core.pixels import PixelRecipe
from mmdesk.library.reading import reasons
from mmdesk.library.reading.colour import stretched, to_srgb
from mmdesk.library.reading.damage import allowing_truncated, refuse_unless_nearly_whole, without_last_scan
from mmdesk.library.reading.embedded import Embedded, read_embedded
from mmdesk.library.reading.extras import Raw, is_raw, open_raw, parsers_for
from mmdesk.library.reading.facts import UPRIGHT, exif_of_tiff, orientation, read_exif
from mmdesk.library.reading.formats import reason_kind_not_read
from mmdesk.library.reading.kinds import HEAD_BYTES, JPEG, RAW, TIFF, kind_of
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS, refused_by_pillow, says_cut_off
from mmdesk.library.reading.pixels import shrinkage
from mmdesk.library.reading.thumbnail import GAP
from mmdesk.library.reading.unread import is_camera_tiff, unread_kind

PARSERS = (
    AvifImagePlugin,
    BmpImagePlugin,
    Jpeg2KImagePlugin,
    PcxImagePlugin,
    PsdImagePlugin,
    TgaImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""Pillow loads the parsers of JPEG, PNG, GIF and PNM by itself, these only along with all the others."""

REDUCIBLE = ("L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr")
"""Modes whose pixels may be averaged before their colours are converted."""

SIDEWAYS = (
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright sRGB picture, no larger than asked for, with what is said beside it and its full upright
    size. Of a `damaged` one the end is missing.
    """

    image: Image.Image
    exif: Image.Exif
    beside: Embedded
    full_size: tuple[int, int]
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How large the picture must stay, and what it may cost."""

    least: float
    recipe: PixelRecipe | None
    limits: ReadingLimits

    def scale(self, size: tuple[int, int]) -> float:
        """Factor by which a picture of `size` may be shrunk, 0..1."""
        for_model = shrinkage(size, self.recipe) if self.recipe else 0.0
        return max(min(1.0, self.least / max(size)), for_model)


def decode(
    path: bytes, data: bytes, least: float, limits: ReadingLimits, recipe: PixelRecipe | None = None
) -> Decoded:
    """The picture in `data`, its long side at least `least` pixels where it has them; it also stays large
    enough for `recipe`. What it is, its first bytes say; where they do not, the name of `path`.

    Raises RefusedError.
    """
    wanted = _Wanted(least, recipe, limits)
    head = data[:HEAD_BYTES]
    kind = kind_of(head)
    if kind == TIFF and is_camera_tiff(data):
        kind = RAW
    if reason := reason_kind_not_read(kind):
        raise reasons.RefusedError(reason)
    if (kind == RAW or (kind in (TIFF, None) and is_raw(path))) and (raw := open_raw(data, limits)):
        return _decode_raw(raw, data, wanted)
    if kind == RAW:
        raise reasons.RefusedError(reasons.KIND_NOT_READ.format(kind=trc("kind of picture", "raw camera")))
    return _decode(data, parsers_for(path, head), wanted)


def _decode_raw(raw: Raw, data: bytes, wanted: _Wanted) -> Decoded:
    """The preview in a raw file, as a picture of the raw file's size."""
    preview = _decode(raw.preview, ("JPEG", "PPM"), wanted)
    image = preview.image if raw.turn is None else preview.image.transpose(raw.turn)
    preview = replace(preview, image=image, full_size=raw.full_size)
    exif = exif_of_tiff(data)
    return replace(preview, exif=exif, beside=replace(preview.beside, exif_block=data)) if exif else preview


def _decode(data: bytes, parsers: tuple[str, ...], wanted: _Wanted) -> Decoded:
    try:
        return _opened(data, parsers, wanted)
    except (*PILLOW_ERRORS, MemoryError) as error:
        if says_cut_off(error) and kind_of(data[:HEAD_BYTES]) == JPEG:
            return _decode_as_far_as_there(data, parsers, wanted)
        raise refused_by_pillow(error, wanted.limits, unread_kind(data, error)) from error


def _decode_as_far_as_there(data: bytes, parsers: tuple[str, ...], wanted: _Wanted) -> Decoded:
    """A JPEG that is cut off, if not much of it is missing."""
    try:
        try:
            return _opened(data, parsers, wanted, damaged=True)
        except reasons.RefusedError:
            return _opened(without_last_scan(data), parsers, wanted, damaged=True)
    except (*PILLOW_ERRORS, MemoryError) as error:
        raise reasons.RefusedError(reasons.ENDS_EARLY) from error


def _opened(data: bytes, parsers: tuple[str, ...], wanted: _Wanted, *, damaged: bool = False) -> Decoded:
    with (
        allowing_truncated() if damaged else nullcontext(),
        Image.open(io.BytesIO(data), formats=parsers) as image,
    ):
        full = image.size
        if full[0] * full[1] > wanted.limits.pixels:
            raise reasons.too_many_pixels(wanted.limits, *full)
        scale = wanted.scale(full)
        image.draft(None, (max(1, round(full[0] * scale)), max(1, round(full[1] * scale))))
        image.load()
        if damaged:
            refuse_unless_nearly_whole(image)
        exif, beside = read_exif(image), read_embedded(image)
        plain = to_srgb(_averaged(stretched(image), scale * full[0]))
    return _upright(Decoded(plain, exif, beside, full, damaged))


def _averaged(image: Image.Image, width: float) -> Image.Image:
    """Where `draft` could not help, the picture brought down cheaply; still `GAP` times as wide as needed."""
    factor = int(image.width / (width * GAP))
    if factor < 2 or image.mode not in REDUCIBLE or "transparency" in image.info:
        return image
    smaller = image.reduce(factor)
    smaller.info = image.info
    return smaller


def turned(decoded: Decoded, turn: int) -> Decoded:
    """A picture turned once more, as `core.turns` numbers it."""
    return _transposed(decoded, UPRIGHT.get(turn))


def _upright(decoded: Decoded) -> Decoded:
    return _transposed(decoded, orientation(decoded.exif))


def _transposed(decoded: Decoded, turn: Image.Transpose | None) -> Decoded:
    if turn is None:
        return decoded
    full = decoded.full_size[::-1] if turn in SIDEWAYS else decoded.full_size
    return replace(decoded, image=decoded.image.transpose(turn), full_size=full)
