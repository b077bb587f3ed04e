"""Raw files made by code: the smallest DNG there can be (Adobe's DNG Specification 1.4), with or without a
preview. What the sensor saw are four quarters: red, green, blue, yellow.
"""

import io
import struct
from collections.abc import Sequence

import numpy as np
from PIL import Image

from tests.library.drawing import quarters

BYTE, ASCII, SHORT, LONG, RATIONAL, SRATIONAL = 1, 2, 3, 4, 5, 10
SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, SRATIONAL: 8}

WHITE = 40_000

XYZ_TO_SRGB = (3.24, -1.54, -0.5, -0.97, 1.88, 0.04, 0.06, -0.2, 1.06)

Tag = tuple[int, int, bytes]


def dng(width: int, height: int, flip: int = 1, preview: bytes = b"") -> bytes:
    """A DNG of `width` x `height` sensels, that lies as EXIF's orientation `flip` says."""
    sensels = _sensels(width, height)
    raw_at = 8 + len(preview)
    main = _raw_tags(width, height, flip, raw_at, len(sensels))
    body = preview + sensels
    if not preview:
        return _file(body, [main])
    return _file(body, [_preview_tags(preview, flip), main])


def jpeg_preview(width: int, height: int) -> bytes:
    file = io.BytesIO()
    quarters(width, height).save(file, "JPEG")
    return file.getvalue()


def _sensels(width: int, height: int) -> bytes:
    """Quarters behind a Bayer filter: red, green / green, blue."""
    seen = np.asarray(quarters(width, height), np.float64) / 255
    mosaic = np.empty((height, width))
    for row, column, colour in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[row::2, column::2] = seen[row::2, column::2, colour]
    return (mosaic * WHITE).astype("<u2").tobytes()


def _raw_tags(width: int, height: int, flip: int, at: int, length: int) -> list[Tag]:
    return [
        (254, LONG, _longs(0)),
        (256, LONG, _longs(width)),
        (257, LONG, _longs(height)),
        (258, SHORT, _shorts(16)),
        (259, SHORT, _shorts(1)),
        (262, SHORT, _shorts(32803)),  # a colour filter array
        (271, ASCII, b"Made Up\0"),
        (272, ASCII, b"Raw 1\0"),
        (273, LONG, _longs(at)),
        (274, SHORT, _shorts(flip)),
        (277, SHORT, _shorts(1)),
        (278, LONG, _longs(height)),
        (279, LONG, _longs(length)),
        (306, ASCII, b"2019:07:14 18:03:22\0"),
        (33421, SHORT, _shorts(2, 2)),
        (33422, BYTE, bytes((0, 1, 1, 2))),
        (50706, BYTE, bytes((1, 4, 0, 0))),
        (50708, ASCII, b"Made Up Raw 1\0"),
        (50717, LONG, _longs(WHITE)),
        (50721, SRATIONAL, _rationals(XYZ_TO_SRGB)),
        (50728, RATIONAL, _rationals((1, 1, 1))),
    ]


def _preview_tags(preview: bytes, flip: int) -> list[Tag]:
    with Image.open(io.BytesIO(preview)) as image:
        width, height = image.size
    return [
        (254, LONG, _longs(1)),
        (256, LONG, _longs(width)),
        (257, LONG, _longs(height)),
        (258, SHORT, _shorts(8, 8, 8)),
        (259, SHORT, _shorts(7)),  # JPEG
        (262, SHORT, _shorts(6)),
        (271, ASCII, b"Made Up\0"),
        (272, ASCII, b"Raw 1\0"),
        (273, LONG, _longs(8)),
        (274, SHORT, _shorts(flip)),
        (277, SHORT, _shorts(3)),
        (278, LONG, _longs(height)),
        (279, LONG, _longs(len(preview))),
        (306, ASCII, b"2019:07:14 18:03:22\0"),
        (50706, BYTE, bytes((1, 4, 0, 0))),
        (50708, ASCII, b"Made Up Raw 1\0"),
    ]


def _file(body: bytes, directories: Sequence[Sequence[Tag]]) -> bytes:
    """A TIFF file: header, `body` from the eighth byte on, the directories, all but the first below it."""
    body += b"\0" * (len(body) % 2)
    written, children = b"", []
    for tags in reversed(directories[1:]):
        children.append(8 + len(body) + len(written))
        written += _directory(tags, children[-1])
    first = list(directories[0])
    if children:
        first.append((330, LONG, _longs(*children)))
    start = 8 + len(body) + len(written)
    written += _directory(sorted(first), start)
    return struct.pack("<2sHI", b"II", 42, start) + body + written


def _directory(tags: Sequence[Tag], start: int) -> bytes:
    entries, values = b"", b""
    values_at = start + 2 + 12 * len(tags) + 4
    for tag, kind, value in tags:
        count = len(value) // SIZES[kind]
        if len(value) <= 4:
            entries += struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")
            continue
        entries += struct.pack("<HHII", tag, kind, count, values_at + len(values))
        values += value + b"\0" * (len(value) % 2)
    return struct.pack("<H", len(tags)) + entries + b"\0\0\0\0" + values


def _shorts(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}H", *numbers)


def _longs(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _rationals(numbers: Sequence[float]) -> bytes:
    return b"".join(struct.pack("<ii", round(number * 10_000), 10_000) for number in numbers)
