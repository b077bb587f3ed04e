"""Values of EXIF tags, as thousands of devices write them and as many programs mangle them.

Every fact is read behind a guard of its own, so that a broken one costs neither the others nor the picture.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from PIL import Image

from mmdesk.library.reading.pillow_errors import PILLOW_ERRORS

Ifd = Mapping[int, Any]
"""An image file directory: values of EXIF by the number of their tag."""

Fact = TypeVar("Fact")

LONGEST_TEXT = 120

UNKNOWN = re.compile(r"(?i)[-._ ?*0]*|n/?a|none|null|unknown|undefined|default|0(\.0+)? ?mm f/0(\.0+)?")
"""What devices write in the place of a name they do not know."""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")


def guarded(read: Callable[[], Fact]) -> Fact | None:
    """The fact, or None where what is written is beyond reading."""
    try:
        return read()
    except PILLOW_ERRORS:
        return None


def directory(exif: Image.Exif, tag: int) -> Ifd:
    """A directory of tags within EXIF; empty where it is not there, or damaged."""
    found = guarded(lambda: exif.get_ifd(tag))
    return found if isinstance(found, Mapping) else {}


def reals(value: object) -> list[float]:
    """The numbers of a tag, in whatever type and count; NaN for fractions of nothing."""
    if isinstance(value, str):
        return [_fraction(number) for number in NUMBER.findall(value)]
    if isinstance(value, bytes):
        text = value.strip(b"\0 ")
        return reals(text.decode("ascii")) if text.isdigit() else [float(byte) for byte in value]
    if isinstance(value, Sequence):
        return [number for part in value for number in reals(part)]
    return [] if value is None else [float(value)]  # type: ignore[arg-type]


def number(value: object) -> float | None:
    """The first positive finite number of a tag."""
    return next((real for real in reals(value) if 0 < real < math.inf), None)


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """A clean line of text, or None where there is none, or a word for none."""
    if isinstance(value, str):
        value = _encoded(value)
    if not isinstance(value, bytes):
        return None
    words = value.split(b"\0")[0].decode("utf-8", "replace")
    clean = " ".join("".join(char if char.isprintable() else " " for char in words).split())[:longest]
    return None if UNKNOWN.fullmatch(clean) else clean


def line(value: object) -> str:
    """All text of a tag, as it stands; nothing where it is no text."""
    return value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""


def _encoded(value: str) -> bytes:
    """The bytes of the file: Pillow takes all text for Latin-1, and most programs write UTF-8."""
    try:
        raw = value.encode("latin-1")
        raw.decode("utf-8")
    except UnicodeError:
        return value.encode("utf-8", "replace")
    return raw


def _fraction(words: str) -> float:
    above, _, below = words.partition("/")
    return float(above) / float(below or 1) if float(below or 1) else math.nan
