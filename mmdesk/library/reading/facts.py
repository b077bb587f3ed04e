"""What a file says about its picture: when, with what, where.

EXIF is written by thousands of devices and mangled by as many programs. Every fact
is read behind a guard of its own, so that a broken one costs neither the others nor
the picture. Tags are those of Exif 3.0 (CIPA DC-008-2023).
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from PIL import ExifTags, Image

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.library.reading.reasons import PILLOW_ERRORS

GENERATED = tuple(
    b"cv.iptc.org/newscodes/digitalsourcetype/" + kind
    for kind in (b"trainedAlgorithmicMedia", b"compositeWithTrainedAlgorithmicMedia")
)
"""What XMP calls pictures that a model made, wholly or in part (IPTC's vocabulary of digital sources)."""

Tags = Mapping[int, Any]
Fact = TypeVar("Fact")

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation; 1 is upright already."""

EARLIEST_YEAR = 1826
"""Of the oldest photograph there is."""

LONGEST_TEXT = 120


def read_exif(image: Image.Image) -> Image.Exif:
    """The EXIF of a loaded picture (PNG may keep it behind the pixels); empty when it cannot be read."""
    return _guarded(image.getexif) or Image.Exif()


def exif_of_tiff(data: bytes) -> Image.Exif:
    """The EXIF of a raw file, most of which are built like a TIFF; empty where it cannot be read."""
    exif = Image.Exif()
    _guarded(lambda: exif.load(data))
    return exif


def orientation(exif: Image.Exif) -> Image.Transpose | None:
    """What turns the picture upright, or None."""
    value = _guarded(lambda: exif.get(ExifTags.Base.Orientation))
    return UPRIGHT.get(value) if isinstance(value, int) else None


def photo_facts(
    exif: Image.Exif, size: tuple[int, int], stamp: FileStamp, *, generated: bool = False
) -> PhotoFacts:
    """All facts; `size` is that of the upright picture. Times fall back on the file's own."""
    shot = _ifd(exif, ExifTags.IFD.Exif)
    place = _place(_ifd(exif, ExifTags.IFD.GPSInfo))
    taken = _guarded(lambda: _taken_at(exif, shot))
    return PhotoFacts(
        width=size[0],
        height=size[1],
        taken_at=taken or file_time(stamp),
        taken_from="exif" if taken else "file",
        camera=_guarded(lambda: _camera(exif)),
        lens=_guarded(lambda: _text(shot.get(ExifTags.Base.LensModel))),
        exposure=_guarded(lambda: _exposure(shot)),
        latitude=place[0],
        longitude=place[1],
        generated=generated,
    )


def is_generated(data: bytes) -> bool:
    """Whether the file says that a model made its picture.

    XMP packets are made to be found without knowing the format around them (XMP Specification Part 3,
    "Scanning files for XMP packets"), so this is a search among the bytes.
    """
    return any(kind in data for kind in GENERATED)


def file_time(stamp: FileStamp) -> str | None:
    """The modification time as local time, or None where it is out of this world."""
    try:
        return datetime.fromtimestamp(stamp.mtime_ns / 1e9).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


def _guarded(read: Callable[[], Fact]) -> Fact | None:
    try:
        return read()
    except PILLOW_ERRORS:
        return None


def _ifd(exif: Image.Exif, tag: int) -> Tags:
    return _guarded(lambda: exif.get_ifd(tag)) or {}


def _taken_at(exif: Image.Exif, shot: Tags) -> str | None:
    """The first sound one of: when taken, when digitised, when last changed by a program."""
    values = (
        shot.get(ExifTags.Base.DateTimeOriginal),
        shot.get(ExifTags.Base.DateTimeDigitized),
        exif.get(ExifTags.Base.DateTime),
    )
    return next((time for value in values if (time := _time(value))), None)


def _time(value: object) -> str | None:
    """EXIF's "2019:07:14 18:03:22" as ISO 8601; None for zeros, blanks and dates not to be believed."""
    try:
        time = datetime.strptime((_text(value) or "")[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=2)
    return time.isoformat() if time.year >= EARLIEST_YEAR and time < latest else None


def _camera(exif: Image.Exif) -> str | None:
    """Make and model, the make only once: many models begin with it."""
    make, model = _text(exif.get(ExifTags.Base.Make)), _text(exif.get(ExifTags.Base.Model))
    if not make or not model:
        return make or model
    brand = make.split()[0].lower()
    return model if model.lower().startswith(brand) else f"{make} {model}"


def _exposure(shot: Tags) -> str | None:
    """For people: "1/250 s  f/2.8  ISO 200  35 mm"."""
    parts = (
        _shutter(_number(shot.get(ExifTags.Base.ExposureTime))),
        _written("f/{:.3g}", _number(shot.get(ExifTags.Base.FNumber))),
        _written("ISO {:.0f}", _number(shot.get(ExifTags.Base.ISOSpeedRatings))),
        _written("{:.3g} mm", _number(shot.get(ExifTags.Base.FocalLength))),
    )
    return "  ".join(part for part in parts if part) or None


def _shutter(seconds: float | None) -> str | None:
    if seconds is None or seconds >= 0.3:
        return _written("{:.3g} s", seconds)
    return f"1/{1 / seconds:.0f} s"


def _written(pattern: str, number: float | None) -> str | None:
    return None if number is None else pattern.format(number)


def _number(value: object) -> float | None:
    """A positive finite number, the first where there are several (rationals may have a zero below)."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    number = float(value) if value is not None else math.nan  # type: ignore[arg-type]
    return number if 0 < number < math.inf else None


def _text(value: object) -> str | None:
    """A clean line of text, or None where there is none."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = "".join(char if char.isprintable() else " " for char in value.split("\0")[0])
    return " ".join(line.split())[:LONGEST_TEXT] or None


def _place(gps: Tags) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, both or none. (0, 0) is what devices write that know nothing."""
    latitude = _guarded(lambda: _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, 90))
    longitude = _guarded(lambda: _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, 180))
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _degrees(gps: Tags, tag: int, reference: int, most: float) -> float | None:
    """Degrees, minutes and seconds as one number, negative in the south and west."""
    degrees, minutes, seconds = (float(part) for part in gps[tag])
    angle = degrees + minutes / 60 + seconds / 3600
    if not 0 <= angle <= most:
        return None
    return -angle if (_text(gps.get(reference)) or "")[:1].upper() in ("S", "W") else angle
