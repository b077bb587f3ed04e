"""Keywords in IPTC, as older programs write them into pictures (IIM 4.2)."""

from collections.abc import Mapping

from PIL import ImageFile, IptcImagePlugin

from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS

Records = Mapping[tuple[int, int], object]
"""What stands in each data set, by record and number: bytes, or a list of them."""

KEYWORDS = (2, 25)


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


def _entries(found: object) -> list[bytes]:
    raw = found if isinstance(found, list) else [found]
    return [entry for entry in raw if isinstance(entry, bytes)]


def _text(entry: bytes) -> str:
    """Most programs write UTF-8; what is none is as Windows has it, in which nearly any byte is a letter."""
    try:
        return entry.decode("utf-8").strip("\0 \t\r\n")
    except UnicodeDecodeError:
        return entry.decode("cp1252", "replace").strip("\0 \t\r\n")
