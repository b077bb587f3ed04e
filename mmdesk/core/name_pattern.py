"""Names of copies by a pattern: "{date}-{place}-{nr}". Whatever is filled in, the name is one of a file."""

import os
import re
from collections.abc import Mapping

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo

SAME_NAME = "{name}"
"""The pattern of copies that keep their names."""

FIELDS = {
    "name": tr("the name of the file, without its ending"),
    "date": tr("the day it was taken: 2019-07-14"),
    "time": tr("the time of day: 18-03-22"),
    "year": "2019",
    "month": "07",
    "day": "14",
    "place": tr("the town or the country where it was taken"),
    "camera": tr("the camera"),
    "folder": tr("the folder it lies in"),
    "stars": tr("the stars, 0 to 5"),
    "nr": tr("a number: 001, 002 ..."),
}
"""What can be filled in, with what it is."""

LONGEST = 180
"""Bytes of a name, in UTF-8: with an ending and a number it stays below what every disk takes."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029]+')
"""Signs that some system has no room for in a name, or that would lead out of the folder."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names that Windows has for devices."""

_TIED = re.compile(r"([-_ ])[-_ ]*\1")
"""What is left of signs between values where one of those is not known."""


def check_pattern(pattern: str) -> None:
    """Raises UserError for a pattern that has none of the fields, or one that there is not."""
    for field in _FIELD.findall(pattern):
        if field not in FIELDS:
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise UserError(
                tr("{{{field}}} cannot be filled in. There are {known}.", field=field, known=known)
            )
    if set("{}") & set(_FIELD.sub("", pattern)):
        raise UserError(tr("A bracket of {pattern} is left open.", pattern=pattern))
    if not pattern.strip():
        raise UserError(tr("The copies need names; {name} keeps theirs."))


def name_of(pattern: str, values: Mapping[str, str]) -> str:
    """The name, without an ending, that a pattern gives; values that are not known are left out."""
    filled = _FIELD.sub(lambda found: values.get(found[1], ""), pattern)
    return safe_name(_TIED.sub(r"\1", filled))


def safe_name(words: str) -> str:
    """The words as a name that every system takes: of one file, in whatever folder it is put."""
    name = _UNFIT.sub("-", words).strip(" .-_")
    while len(os.fsencode(name)) > LONGEST:
        name = name[: len(name) - 1 - (len(os.fsencode(name)) - LONGEST) // 4].rstrip(" .-_")
    if not name:
        return "photo"
    return f"photo-{name}" if _RESERVED.match(name) else name


def values_of(photo: Photo, number: int, of: int) -> dict[str, str]:
    """What is filled in for a photo that is copied as number `number`, from 1, of so many."""
    taken = photo.facts.taken_at or ""
    location = photo.location
    return {
        "name": os.path.splitext(os.fsdecode(os.path.basename(photo.path)))[0],
        "date": taken[:10],
        "time": taken[11:19].replace(":", "-"),
        "year": taken[:4],
        "month": taken[5:7],
        "day": taken[8:10],
        "place": (location.town or location.country) if location is not None else "",
        "camera": photo.facts.camera or "",
        "folder": os.fsdecode(os.path.basename(os.path.dirname(photo.path))),
        "stars": str(max(photo.rating, 0)),
        "nr": str(number).zfill(max(3, len(str(of)))),
    }
