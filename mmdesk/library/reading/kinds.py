"""What a file is, by its first bytes. Names lie: telephones and programs put HEIC into files named .jpg."""

import re

HEAD_BYTES = 64
"""Number of first bytes that tell the kind of any file."""

AVIF, BMP, GIF, HEIF, JPEG, JPEG_2000 = "AVIF", "BMP", "GIF", "HEIF", "JPEG", "JPEG2000"
JPEG_XL, PNG, PNM, PSD, RAW, TIFF, WEBP = "JXL", "PNG", "PPM", "PSD", "raw", "TIFF", "WEBP"
"""Kinds, by Pillow's names of their parsers; what only cameras write has none."""

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\0\0\0\x0cJXL \r\n\x87\n", JPEG_XL),
    (b"\xff\x0a", JPEG_XL),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51\0", JPEG_2000),
    (b"8BPS\0\1", PSD),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"II\x1a\0\0\0HEAPCCDR", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\0", RAW),
    (b"FOVb", RAW),
    (b"\0MRM", RAW),
)
"""The first bytes of files that say clearly what they are."""

WEBP_BEGINS = re.compile(rb"RIFF....WEBP", re.DOTALL)

BMP_BEGINS = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
"""Two letters say little: the reserved fields are zero, and the header has one of the lengths there are."""

PNM_BEGINS = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s", re.DOTALL)

BRANDS = (
    (frozenset((b"crx ",)), RAW),
    (frozenset((b"avif", b"avis")), AVIF),
    (frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")), HEIF),
)
"""Kinds of files made of boxes (ISO/IEC 14496-12) by their brands; the first that fits counts."""


def kind_of(head: bytes) -> str | None:
    """The kind of a file that begins so; None for what is no picture, or does not say so."""
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[4:8] == b"ftyp":
        return _kind_of_boxes(head)
    patterns = ((WEBP_BEGINS, WEBP), (BMP_BEGINS, BMP), (PNM_BEGINS, PNM))
    return next((kind for pattern, kind in patterns if pattern.match(head)), None)


def _kind_of_boxes(head: bytes) -> str | None:
    """Kind by the main brand and those that the file is compatible with."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    return next((kind for names, kind in BRANDS if names & brands), None)
