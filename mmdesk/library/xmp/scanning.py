"""A packet found among the bytes of any file, whatever is around it.

Packets are made to be found so: their text is never compressed where a format does not know of XMP (XMP
Specification Part 3, "Scanning files for XMP packets").
"""

import mmap
from typing import BinaryIO

from mmdesk.library.xmp.packet import MOST_BYTES

ROOTS = (b":xmpmeta", b":xapmeta")
"""The outermost element, whatever its prefix; the second is that of the first programs."""

LONGEST_PREFIX = 32
"""Characters of a prefix, and the sign before it."""


def scanned_packet(file: BinaryIO) -> bytes:
    """The first packet in an open file, or nothing. Raises OSError."""
    try:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _first(data)
    except ValueError:  # there is nothing in the file
        return b""


def _first(data: mmap.mmap) -> bytes:
    for root in ROOTS:
        named = data.find(root)
        begin = data.rfind(b"<", max(0, named - LONGEST_PREFIX), max(0, named))
        end = data.find(root + b">", named + len(root), named + MOST_BYTES)
        if named >= 0 and begin >= 0 and end >= 0:
            return data[begin : end + len(root) + 1]
    return b""
