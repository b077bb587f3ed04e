"""Copies of photos made anew: upright, in sRGB, with as much said inside as is wanted."""

import io
import math
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms

from mmdesk.core.copy_shape import CopyFacts, CopyFormat, CopyShape
from mmdesk.core.language import tr
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading import reasons
from mmdesk.library.reading.decoding import decode, turned
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_file
from mmdesk.library.reading.thumbnail import fitted
from mmdesk.library.reading.worker import set_alarm

MOST_SIDE = {CopyFormat.WEBP: 16_383, CopyFormat.JPEG: 65_500}
"""Pixels of a side that a format has room for."""

KEPT = frozenset({0x010E, 0x010F, 0x0110, 0x0132, 0x013B, 0x8298})
"""EXIF tags of the picture itself: description, make, model, time of change, artist, copyright."""

EXIF_BLOCK, GPS_BLOCK = 0x8769, 0x8825

KEPT_INSIDE = frozenset({
    *(0x829A, 0x829D, 0x8822, 0x8827, 0x8830),  # exposure, aperture, program, sensitivity
    *(0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292),  # times and zones
    *(0x9201, 0x9202, 0x9204, 0x9207, 0x9209, 0x920A),  # shutter, bias, metering, flash, focal length
    *(0xA402, 0xA403, 0xA405, 0xA432, 0xA433, 0xA434),  # mode, white balance, lens
})  # fmt: skip
"""EXIF tags of the shot. Numbers of cameras and lenses, notes of makers and small pictures stay behind."""

TAKEN_TAG, OFFSETS, CAPTION_TAG = 0x9003, (0x9010, 0x9011, 0x9012), 0x010E


@dataclass(frozen=True, slots=True)
class Corrections:
    """Facts of a photo that differ from what its file says. `turn` is that of `core.turns`; `taken_at` is
    None where its file is believed.
    """

    turn: int = AS_IT_IS
    taken_at: str | None = None
    zone: str | None = None
    has_caption: bool = False


UNCORRECTED = Corrections()

WITH_XMP = (CopyFormat.JPEG, CopyFormat.WEBP, CopyFormat.AVIF)
"""Formats that take keywords inside."""


def make_copy(
    path: bytes,
    out: bytes,
    shape: CopyShape,
    xmp: bytes | None,
    limits: ReadingLimits,
    corrected: Corrections = UNCORRECTED,
) -> str | None:
    """Make a copy of a photo in the file `out`; returns why it could not be made, if so.

    `xmp` is a packet of keywords for formats that take one. Runs in a reading process.
    """
    set_alarm(2 * limits.seconds)
    try:
        _make(path, out, shape, xmp, limits, corrected)
    except reasons.RefusedError as refusal:
        return str(refusal)
    except OSError as error:
        return tr("The copy could not be written ({reason}).", reason=error.strerror or error)
    finally:
        set_alarm(0)
    return None


def can_make(wanted: CopyFormat) -> bool:
    """Whether pictures of a format can be made here; that of files as they are always can."""
    if wanted is CopyFormat.AS_IS or not _plugged_in(wanted):
        return wanted is CopyFormat.AS_IS
    Image.init()
    return wanted.name in Image.SAVE


def kept_exif(exif: Image.Exif, facts: CopyFacts) -> Image.Exif:
    """What of a photo's EXIF its copies say. They are upright, whatever it says of that."""
    kept = Image.Exif()
    if facts is CopyFacts.NONE:
        return kept
    for tag in KEPT & exif.keys():
        kept[tag] = exif[tag]
    inside = {tag: value for tag, value in exif.get_ifd(EXIF_BLOCK).items() if tag in KEPT_INSIDE}
    if inside:
        kept.get_ifd(EXIF_BLOCK).update(inside)
    if facts is CopyFacts.ALL and (position := exif.get_ifd(GPS_BLOCK)):
        kept.get_ifd(GPS_BLOCK).update(position)
    return kept


def _make(
    path: bytes,
    out: bytes,
    shape: CopyShape,
    xmp: bytes | None,
    limits: ReadingLimits,
    corrected: Corrections,
) -> None:
    data, _ = read_file(path, limits)
    decoded = turned(decode(path, data, shape.longest or math.inf, limits), corrected.turn)
    image = fitted(decoded.image, shape.longest) if shape.longest else decoded.image
    most = MOST_SIDE.get(shape.format, max(image.size))
    if max(image.size) > most:
        raise reasons.RefusedError(
            tr("It is larger than {name} has room for: {most:,} pixels.", name=shape.format.name, most=most)
        )
    options: dict[str, object] = {"icc_profile": _srgb()}
    options |= {"exif": exif.tobytes()} if len(exif := _exif(decoded.exif, shape.facts, corrected)) else {}
    options |= {"xmp": xmp} if xmp is not None and shape.format in WITH_XMP else {}
    options |= _compression(shape, has_exif="exif" in options)
    image.info.clear()  # writers take comments and packets from there that nobody has looked through
    encoded = io.BytesIO()
    image.save(encoded, shape.format.name, **options)
    with open(out, "wb") as file:
        file.write(encoded.getbuffer())


def _exif(exif: Image.Exif, facts: CopyFacts, corrected: Corrections) -> Image.Exif:
    """What a copy says, with what was decided of the photo in the place of what its file says."""
    kept = kept_exif(exif, facts)
    if facts is CopyFacts.NONE:
        return kept
    if corrected.taken_at is not None:
        inside = kept.get_ifd(EXIF_BLOCK)
        for tag in OFFSETS:
            inside.pop(tag, None)
        inside[TAKEN_TAG] = corrected.taken_at.replace("-", ":").replace("T", " ")
        if corrected.zone is not None:
            inside[OFFSETS[1]] = corrected.zone
    if corrected.has_caption:
        kept.pop(CAPTION_TAG, None)  # there, only letters of ASCII are sure; the packet has it
    return kept


def _compression(shape: CopyShape, *, has_exif: bool) -> dict[str, object]:
    if shape.format is CopyFormat.TIFF:  # the library that compresses cannot write EXIF
        return {} if has_exif else {"compression": "tiff_deflate"}
    if shape.format is CopyFormat.PNG:
        return {}
    finest = {"subsampling": 0} if shape.format is CopyFormat.JPEG and shape.quality >= 90 else {}
    return {"quality": shape.quality, **finest}


def _plugged_in(wanted: CopyFormat) -> bool:
    if wanted is not CopyFormat.JXL:
        return True
    try:
        import pillow_jxl  # noqa: F401, PLC0415  (an extra)
    except ImportError:
        return False
    return True


@cache
def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
