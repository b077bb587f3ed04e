"""When a photo was taken: the first of all sources that says a date to be believed."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from PIL import ExifTags

from mmdesk.core.photo import FileStamp
from mmdesk.core.photo_dates import date_in_name, parse_loose_date
from mmdesk.library.reading.embedded import Embedded
from mmdesk.library.reading.exif_values import Ifd, guarded, line, reals

EXIF, GPS = ExifTags.Base, ExifTags.GPS


class Taken(NamedTuple):
    """A date as far as it is known, and its source, as in `PhotoFacts`."""

    at: str | None
    source: str


def taken(shot: Ifd, gps: Ifd, beside: Embedded, path: bytes, stamp: FileStamp) -> Taken:
    """The date of a photo. `shot` are its EXIF tags, those of the top directory among them."""
    found = (Taken(parse_loose_date(words), source) for words, source in _said(shot, gps, beside))
    return next((date for date in found if date.at), None) or taken_by_file(path, stamp)


def taken_by_file(path: bytes, stamp: FileStamp) -> Taken:
    """The date in the file's name, else its modification time: of a picture that says nothing itself."""
    named = date_in_name(os.fsdecode(os.path.basename(path)))
    return Taken(named, "name") if named else Taken(file_time(stamp), "file")


def file_time(stamp: FileStamp) -> str | None:
    """The modification time as local time, or None where it is out of this world."""
    try:
        return datetime.fromtimestamp(stamp.mtime_ns / 1e9).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


def _said(shot: Ifd, gps: Ifd, beside: Embedded) -> Iterator[tuple[str, str]]:
    """Dates as they are written, each with its source, the surest first."""
    for tag in (EXIF.DateTimeOriginal, EXIF.DateTimeDigitized):
        yield _line(shot, tag), "exif"
    for words in beside.xmp_dates:
        yield words, "xmp"
    yield beside.iptc_date or "", "iptc"
    for words in beside.text_dates:
        yield words, "text"
    yield _line(shot, EXIF.DateTime), "modified"
    yield guarded(lambda: _gps_date(gps)) or "", "gps"


def _line(tags: Ifd, tag: int) -> str:
    return guarded(lambda: line(tags.get(tag))) or ""


def _gps_date(gps: Ifd) -> str:
    """Day and time of the satellites' clock, which is UTC."""
    day = _line(gps, GPS.GPSDateStamp).strip("\0 ")
    clock = guarded(lambda: reals(gps.get(GPS.GPSTimeStamp))) or []
    is_whole = len(clock) == 3 and all(0 <= part < 60 for part in clock)
    return day + (" {:02.0f}:{:02.0f}:{:02.0f}".format(*map(int, clock)) if is_whole else "")
