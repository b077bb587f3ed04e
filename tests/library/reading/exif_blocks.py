"""EXIF as no sound program writes it: any tag in any type, byte for byte."""

import struct
from collections.abc import Mapping

BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL, FLOAT, DOUBLE = range(1, 13)

FORMATS = {BYTE: "B", SHORT: "H", LONG: "I", SBYTE: "b", SSHORT: "h", SLONG: "i", FLOAT: "f", DOUBLE: "d"}

EXIF, GPS = 0x8769, 0x8825

Value = tuple[int, object]
"""The type and what is written: text, bytes, numbers, or pairs of numbers for rationals."""

Directory = Mapping[int, Value]

NOTHING: Directory = {}


def exif_block(top: Directory, shot: Directory = NOTHING, gps: Directory = NOTHING) -> bytes:
    """The block as it stands in a picture, little-endian."""
    pointers = {tag for tag, below in ((EXIF, shot), (GPS, gps)) if below}
    at = 8 + _length(top, len(pointers))
    block = b"II*\0" + struct.pack("<I", 8)
    below = b""
    links: dict[int, Value] = {}
    for tag, directory in ((EXIF, shot), (GPS, gps)):
        if directory:
            links[tag] = (LONG, at + len(below))
            below += _written(directory, at + len(below))
    return b"Exif\0\0" + block + _written({**top, **links}, 8) + below


def _length(directory: Directory, more: int) -> int:
    entries = 2 + 12 * (len(directory) + more) + 4
    return entries + sum(len(data) for _, data in map(_packed, directory.values()) if len(data) > 4)


def _written(directory: Directory, at: int) -> bytes:
    entries, far = b"", b""
    end = at + 2 + 12 * len(directory) + 4
    for tag in sorted(directory):
        kind = directory[tag][0]
        count, data = _packed(directory[tag])
        entries += struct.pack("<HHI", tag, kind, count)
        if len(data) > 4:
            entries += struct.pack("<I", end + len(far))
            far += data
        else:
            entries += data.ljust(4, b"\0")
    return struct.pack("<H", len(directory)) + entries + bytes(4) + far


def _packed(value: Value) -> tuple[int, bytes]:
    """Count and bytes, an even number of them."""
    kind, what = value
    if kind in (ASCII, UNDEFINED):
        data = what.encode() + b"\0" if isinstance(what, str) else bytes(what)  # type: ignore[call-overload]
        return len(data), data + b"\0" * (len(data) > 4 and len(data) % 2)
    if kind in (RATIONAL, SRATIONAL):
        pairs = [what] if isinstance(what[0], int) else what  # type: ignore[index]
        form = "<II" if kind == RATIONAL else "<ii"
        return len(pairs), b"".join(struct.pack(form, *pair) for pair in pairs)  # type: ignore[arg-type]
    numbers = what if isinstance(what, tuple) else (what,)
    data = b"".join(struct.pack("<" + FORMATS[kind], number) for number in numbers)
    return len(numbers), data + b"\0" * (len(data) > 4 and len(data) % 2)
