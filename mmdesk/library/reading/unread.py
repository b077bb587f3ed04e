"""Pictures that are sound, and yet of a kind that no parser here takes.

A reader of reasons wants to know whether to look for a better copy of the file, or for another program.
"""

import io
import re
import struct

from PIL import TiffImagePlugin, UnidentifiedImageError

from mmdesk.library.reading.exif_values import guarded, reals
from mmdesk.library.reading.kinds import BMP, HEAD_BYTES, JPEG, PSD, TIFF, kind_of

BMP_HEADERS = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
BMP_DEPTHS = frozenset((0, 1, 2, 4, 8, 16, 24, 32, 48, 64))
BMP_COMPRESSIONS = frozenset((*range(7), 11, 12, 13))

PSD_DEPTHS, PSD_MODES = frozenset((1, 8, 16, 32)), frozenset((0, 1, 2, 3, 4, 7, 8, 9))

SIZES = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
"""Markers of a JPEG that tell its size, and in which of the ways of ITU-T T.81 it is compressed."""

USUAL = frozenset((0xC0, 0xC1, 0xC2))
"""The ones among them of nearly all JPEGs: lossless and arithmetic ones are read by few programs."""


NOT_BUILT_IN = frozenset((34712, 34887, 50001, 50002))
"""Compressions of TIFF that the library may be built without: JPEG 2000, LERC, WebP, JPEG XL."""

UNREAD_PNM = re.compile(rb"P(?:F\s+\d+\s+\d+\s|7\nWIDTH )")
"""Colours as decimal fractions, and arbitrary maps."""

NEW_SUBFILE_TYPE, REDUCED = 254, 1

UNSUPPORTED = ("unsupported", "not supported", "cannot handle", "not available", "unknown")
"""Words by which Pillow says that it has no way to read something."""


def unread_kind(data: bytes, error: BaseException) -> str | None:
    """The kind of a sound picture that Pillow refused with `error`; None where the data is damaged, or no
    picture at all.
    """
    kind = kind_of(data[:HEAD_BYTES]) or (BMP if _is_bmp_header(data) else None)
    if UNREAD_PNM.match(data):
        return "PNM"
    if kind == JPEG:
        return JPEG if guarded(lambda: _is_odd_jpeg(data)) else None
    is_sound = SOUND.get(kind or "")
    says_so = isinstance(error, UnidentifiedImageError) or any(
        word in str(error).lower() for word in UNSUPPORTED
    )
    if is_sound is None or not (
        says_so or (kind == TIFF and guarded(lambda: _compression(data)) in NOT_BUILT_IN)
    ):
        return None
    return NAMES[kind or ""] if guarded(lambda: is_sound(data)) else None


def is_camera_tiff(data: bytes) -> bool:
    """Whether a TIFF begins with a small version of its picture, as those of cameras do."""
    return bool(guarded(lambda: _first_directory(data).get(NEW_SUBFILE_TYPE, 0) & REDUCED))


def _is_sound_bmp(data: bytes) -> bool:
    if not data.startswith(b"BM"):
        return True
    return len(data) >= int.from_bytes(data[2:6], "little") and _is_bmp_header(data[14:])


def _is_bmp_header(header: bytes) -> bool:
    """Whether all numbers in the header are ones that there are."""
    if len(header) < 40:
        return False
    size, width, height, planes, depth, compression = struct.unpack_from("<IiiHHI", header)
    if size in (12, 16):
        width, height, planes, depth = struct.unpack_from("<HHHH" if size == 12 else "<IIHH", header, 4)
        compression = 0
    return (
        size in BMP_HEADERS
        and width > 0
        and height != 0
        and planes == 1
        and depth in BMP_DEPTHS
        and compression in BMP_COMPRESSIONS
    )


def _is_sound_tiff(data: bytes) -> bool:
    """Whether the first directory can be read, and all pixels it names lie within the file."""
    tags = _first_directory(data)
    offsets = reals(tags.get(TiffImagePlugin.STRIPOFFSETS, tags.get(TiffImagePlugin.TILEOFFSETS)))
    counts = reals(tags.get(TiffImagePlugin.STRIPBYTECOUNTS, tags.get(TiffImagePlugin.TILEBYTECOUNTS)))
    has_size = tags.get(TiffImagePlugin.IMAGEWIDTH, 0) > 0 and tags.get(TiffImagePlugin.IMAGELENGTH, 0) > 0
    ends = [offset + count for offset, count in zip(offsets, counts, strict=False)]
    return bool(has_size and ends) and max(ends) <= len(data)


def _first_directory(data: bytes) -> TiffImagePlugin.ImageFileDirectory_v2:
    file = io.BytesIO(data)
    is_big = b"+" in data[:4]
    tags = TiffImagePlugin.ImageFileDirectory_v2(file.read(16 if is_big else 8))
    file.seek(tags.next)
    tags.load(file)
    return tags


def _compression(data: bytes) -> int:
    return int(_first_directory(data).get(TiffImagePlugin.COMPRESSION, 1))


def _is_odd_jpeg(data: bytes) -> bool:
    """Whether it is whole, and of a compression or depth that few read."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in SIZES:
            depth, channels = data[at + 4], data[at + 9]
            return (marker not in USUAL or depth != 8 or channels not in (1, 3, 4)) and b"\xff\xd9" in data[
                -64:
            ]
        at += 1 if marker == 0xFF else 2 + length
    return False


def _is_sound_psd(data: bytes) -> bool:
    channels, height, width, depth, mode = struct.unpack_from(">HIIHH", data, 12)
    return 1 <= channels <= 56 and min(height, width) > 0 and depth in PSD_DEPTHS and mode in PSD_MODES


SOUND = {BMP: _is_sound_bmp, TIFF: _is_sound_tiff, PSD: _is_sound_psd}

NAMES = {BMP: "BMP", TIFF: "TIFF", PSD: "Photoshop"}
