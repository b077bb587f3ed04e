"""Place where a photo was taken, by EXIF and by XMP, in degrees, north and east positive."""

import math
import re
from collections.abc import Sequence

from PIL import ExifTags

from mmdesk.library.reading.exif_values import Ifd, guarded, reals, text

Position = tuple[float, float]
"""Latitude and longitude."""

FIRST_LETTER, LAST_LETTER = re.compile(r"[A-Za-z]"), re.compile(r"[A-Za-z](?=[^A-Za-z]*$)")


def exif_position(gps: Ifd) -> Position | None:
    """Both, or None."""
    tags = ExifTags.GPS
    return _both(
        guarded(lambda: _of_exif(gps.get(tags.GPSLatitude), gps.get(tags.GPSLatitudeRef), "S", 90)),
        guarded(lambda: _of_exif(gps.get(tags.GPSLongitude), gps.get(tags.GPSLongitudeRef), "W", 180)),
    )


def xmp_position(latitude: str | None, longitude: str | None) -> Position | None:
    """Both of texts like "33,30.5S" (XMP Specification Part 2), "33,30,30S" or "-33.508"; or None."""
    return _both(
        guarded(lambda: _of_text(latitude, "S", 90)),
        guarded(lambda: _of_text(longitude, "W", 180)),
    )


def _both(latitude: float | None, longitude: float | None) -> Position | None:
    """(0, 0), in the sea, is what devices write that know nothing."""
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _of_exif(value: object, reference: object, negative: str, most: float) -> float | None:
    """The degrees; `reference` is a letter, or a word that begins with it."""
    letter = FIRST_LETTER.search(text(reference) or "")
    if letter is None and isinstance(value, str):
        return _of_text(value, negative, most)
    return _degrees(reals(value), most, is_negative=letter is not None and letter[0].upper() == negative)


def _of_text(value: str | None, negative: str, most: float) -> float | None:
    """The degrees, of a text that ends with its letter or begins with its sign."""
    letter = LAST_LETTER.search(value or "")
    return _degrees(reals(value), most, is_negative=letter is not None and letter[0].upper() == negative)


def _degrees(parts: Sequence[float], most: float, *, is_negative: bool) -> float | None:
    """Degrees, minutes and seconds, the last ones perhaps not there, as one number."""
    if not parts or not math.isfinite(parts[0]):
        return None
    angle = _sum([abs(parts[0]), *parts[1:3]])
    if not 0 <= angle <= most:
        return None
    return -angle if angle and (is_negative or parts[0] < 0) else angle


def _sum(parts: Sequence[float]) -> float:
    """The angle; minutes and seconds of 0/0 are not there."""
    return math.fsum(part / 60.0**place for place, part in enumerate(parts) if math.isfinite(part))
