"""IPTC, as older programs write it into pictures: keywords, and the day a photo was taken (IIM 4.2)."""

from collections.abc import Mapping

from PIL import ImageFile, IptcImagePlugin

from mmdesk.core.photo_dates import parse_loose_date
from mmdesk.library.reading.reasons import PILLOW_ERRORS

Records = Mapping[tuple[int, int], object]
"""What stands in each data set, by record and number: bytes, or a list of them."""

KEYWORDS = (2, 25)

DATES = (((2, 55), (2, 60)), ((2, 62), (2, 63)))
"""Day and time: of the picture itself, then of its digital form."""


def iptc_records(image: ImageFile.ImageFile) -> Records:
    """The IPTC within an open picture; nothing where there is none, or it is damaged."""
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except PILLOW_ERRORS:
        return {}


def iptc_keywords(records: Records) -> list[str]:
    """The keywords, each once."""
    words = (_text(entry) for entry in _entries(records.get(KEYWORDS)))
    return list(dict.fromkeys(word for word in words if word))


def iptc_date(records: Records) -> str | None:
    """The day, with the time where there is one, on the photographer's clock."""
    for day, time in DATES:
        said = " ".join(_text(entry) for key in (day, time) for entry in _entries(records.get(key))[:1])
        if date := parse_loose_date(said):
            return date
    return None


def _entries(found: object) -> list[bytes]:
    raw = found if isinstance(found, list) else [found]
    return [entry for entry in raw if isinstance(entry, bytes)]


def _text(entry: bytes) -> str:
    """Most programs write UTF-8; what is none is as Windows has it, in which nearly any byte is a letter."""
    try:
        return entry.decode("utf-8").strip("\0 \t\r\n")
    except UnicodeDecodeError:
        return entry.decode("cp1252", "replace").strip("\0 \t\r\n")
