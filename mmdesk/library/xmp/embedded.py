"""What a picture itself says: its XMP packet, IPTC of older programs, and what Windows writes.

Pictures are only read, and no pixel of them is decoded.
"""

import warnings
from dataclasses import replace
from typing import BinaryIO

from PIL import Image, ImageFile

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading.embedded import TIFF_PACKET, packet_within
from mmdesk.library.reading.extras import is_raw, parsers_for
from mmdesk.library.reading.facts import orientation_number
from mmdesk.library.reading.films.content import is_film
from mmdesk.library.reading.kinds import HEAD_BYTES, RAW, TIFF, kind_of
from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS
from mmdesk.library.xmp.iptc import iptc_keywords, iptc_records
from mmdesk.library.xmp.keywords import IPTC, WINDOWS, Keywords, keywords_in, together
from mmdesk.library.xmp.packet import XmpPacket, tidy
from mmdesk.library.xmp.scanning import scanned_packet
from mmdesk.library.xmp.stars import stars, stars_of_percent

EXIF_RATING, EXIF_RATING_PERCENT, EXIF_KEYWORDS = 0x4746, 0x4749, 0x9C9E

TELLING = ("AVIF", "HEIF", "JPEG", "MPO", "TIFF", "WEBP")
"""Formats of which a parser tells the packet before it reads the pixels; in others it is looked for."""


def embedded_keywords(picture: bytes) -> Keywords:
    """Keywords, stars and date within a picture; nothing where there are none, and in films, whose sidecars
    alone are read.

    Raises UserError where the picture cannot be opened and holds no packet, or its packet is refused.
    """
    name = display_path(picture)
    if is_film(picture):
        return Keywords()
    try:
        # The warnings are about pixels, which nobody asks for here.
        with open(picture, "rb") as file, warnings.catch_warnings(action="ignore"):
            head = file.read(HEAD_BYTES)
            file.seek(0)
            if _is_raw(picture, head):
                return _raw_keywords(file, name)
            return _picture_keywords(file, picture, head)
    except OSError as error:
        raise UserError(tr("The picture {name} cannot be read.", name=name)) from error


def _turned(exif: Image.Exif) -> int | None:
    """The orientation, where the picture is not upright as it is stored."""
    number = orientation_number(exif)
    return None if number == AS_IT_IS else number


def _is_raw(picture: bytes, head: bytes) -> bool:
    """Whether a file is one of a camera: by its first bytes or, where they leave it open, by its name."""
    kind = kind_of(head)
    return kind == RAW or (kind in (TIFF, None) and is_raw(picture))


def _picture_keywords(file: BinaryIO, picture: bytes, head: bytes) -> Keywords:
    name = display_path(picture)
    try:
        with Image.open(file, formats=parsers_for(picture, head)) as image:
            packet = packet_within(image)
            exif = _exif(image)
            older = together((_exif_keywords(exif), _iptc_keywords(image)))
            is_hidden = not packet and image.format not in TELLING
    except (*PILLOW_ERRORS, ImportError) as error:  # it is damaged, or wants a package that is not there
        packet = _scanned(picture)
        if not packet:
            raise UserError(tr("The picture {name} cannot be read.", name=name)) from error
        return _packet_keywords(packet, name)
    said = together((_packet_keywords(_scanned(picture) if is_hidden else packet, name), older))
    return replace(said, orientation=_turned(exif))


def _raw_keywords(file: BinaryIO, name: str) -> Keywords:
    """Most raw files are built like a TIFF; in the others a packet is looked for."""
    exif = Image.Exif()
    try:
        exif.load_from_fp(file)
        packet = _plain(exif.get(TIFF_PACKET))
    except PILLOW_ERRORS:
        packet = b""
    said = together((_packet_keywords(packet or scanned_packet(file), name), _exif_keywords(exif)))
    return replace(said, orientation=_turned(exif))


def _packet_keywords(packet: bytes, name: str) -> Keywords:
    return keywords_in(XmpPacket.parse(packet, name)) if packet else Keywords()


def _iptc_keywords(image: ImageFile.ImageFile) -> Keywords:
    words = [tidy(word) for word in iptc_keywords(iptc_records(image))]
    return Keywords({IPTC: words} if words else {})


def _exif_keywords(exif: Image.Exif) -> Keywords:
    """Stars, and the keywords Windows writes, parted by semicolons."""
    try:
        found = [stars(exif.get(EXIF_RATING)), stars_of_percent(exif.get(EXIF_RATING_PERCENT))]
        text = _utf16(exif.get(EXIF_KEYWORDS))
    except PILLOW_ERRORS:
        return Keywords()
    words = [word for part in text.split(";") if (word := tidy(part))]
    rating = next((one for one in found if one is not None), None)
    return Keywords({WINDOWS: words} if words else {}, rating)


def _exif(image: Image.Image) -> Image.Exif:
    """The EXIF, where it can be had without reading the pixels."""
    if image.format == "PNG" and "exif" not in image.info:
        return Image.Exif()
    try:
        return image.getexif()
    except PILLOW_ERRORS:
        return Image.Exif()


def _utf16(value: object) -> str:
    if isinstance(value, tuple | list):
        value = bytes(value)
    return value.decode("utf-16-le", "ignore").rstrip("\0") if isinstance(value, bytes) else ""


def _scanned(picture: bytes) -> bytes:
    with open(picture, "rb") as file:
        return scanned_packet(file)


def _plain(found: object) -> bytes:
    if isinstance(found, tuple | list):
        found = bytes(found)
    data = found.encode() if isinstance(found, str) else found
    return data.strip(b"\0 \r\n\t") if isinstance(data, bytes) else b""
