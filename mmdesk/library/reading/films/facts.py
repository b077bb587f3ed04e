"""What a film says of itself: when, with what, where.

Telephones write the local time with its zone, cameras mostly a time in UTC, or what they take for it; zeros
of their clocks are 1904 and 1970. The names are FFmpeg's for what stands in the containers.
"""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.photo_dates import is_believable
from mmdesk.library.reading.caption import caption
from mmdesk.library.reading.facts import camera_name
from mmdesk.library.reading.films.opening import OpenFilm
from mmdesk.library.reading.position import Position
from mmdesk.library.reading.taken import Taken, taken_by_file

LOCAL_TIMES = ("com.apple.quicktime.creationdate", "date")
TIMES = ("creation_time",)
POSITIONS = ("com.apple.quicktime.location.iso6709", "location", "location-eng")
MAKES = ("com.apple.quicktime.make", "com.android.manufacturer", "make")
MODELS = ("com.apple.quicktime.model", "com.android.model", "model")
CAPTIONS = ("com.apple.quicktime.description", "description", "com.apple.quicktime.title", "title", "comment")

FIRST_FILMS = 1980
"""Year before which no clock of a camera that films into files was right."""

LONGEST_WORDS = 200

SPOT = re.compile(r"(?P<latitude>[+-]\d{2,6}(?:\.\d+)?)(?P<longitude>[+-]\d{3,7}(?:\.\d+)?)", re.ASCII)
"""Beginning of a position by ISO 6709: degrees, perhaps with minutes and seconds, without any separator."""


def film_facts(film: OpenFilm, size: tuple[int, int], path: bytes, stamp: FileStamp) -> PhotoFacts:
    """All that is said; without a date, the file has one."""
    words = film.words
    latitude, longitude = _first_position(words) or (None, None)
    date = _taken(words) or taken_by_file(path, stamp)
    return PhotoFacts(
        width=size[0],
        height=size[1],
        taken_at=date.at,
        taken_from=date.source,
        camera=camera_name(_first(words, MAKES), _first(words, MODELS)),
        latitude=latitude,
        longitude=longitude,
        caption=caption(_all(words, CAPTIONS), os.fsdecode(os.path.basename(path))),
        seconds=round(film.seconds, 3),
        frame_rate=round(film.frame_rate, 3) if film.frame_rate else None,
    )


def film_position(words: str) -> Position | None:
    """Latitude and longitude of an ISO 6709 text such as "+48.8584+002.2945+035/"; None where it is none."""
    found = SPOT.match(words.strip())
    if found is None:
        return None
    latitude, longitude = _degrees(found["latitude"], 2), _degrees(found["longitude"], 3)
    is_somewhere = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (latitude, longitude) if is_somewhere else None


def _taken(words: Mapping[str, str]) -> Taken | None:
    """The time on the spot where a zone is said with it; else UTC, told in the zone of this computer."""
    local = (_date(text, is_local=True) for text in _all(words, LOCAL_TIMES))
    universal = (_date(text, is_local=False) for text in _all(words, TIMES))
    return next(filter(None, chain(local, universal)), None)


def _date(text: str, *, is_local: bool) -> Taken | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        at = moment if is_local or moment.tzinfo is None else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    date = at.replace(tzinfo=None).isoformat(timespec="seconds")
    if at.year < FIRST_FILMS or not is_believable(date):
        return None
    return Taken(date, "film" if is_local else "film-utc")


def _first_position(words: Mapping[str, str]) -> Position | None:
    return next((spot for text in _all(words, POSITIONS) if (spot := film_position(text))), None)


def _degrees(digits: str, whole: int) -> float:
    """A number of `whole` digits of degrees, with the minutes and seconds that may follow them at once."""
    sign, number = digits[0], digits[1:]
    before, _, after = number.partition(".")
    parts = [before[:whole], *(before[at : at + 2] for at in range(whole, len(before), 2))]
    if after:
        parts[-1] += f".{after}"
    angle = sum(float(part) / 60.0**place for place, part in enumerate(parts))
    return -angle if sign == "-" else angle


def _first(words: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next(_all(words, names), None)


def _all(words: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if said := words.get(name, "").strip()[:LONGEST_WORDS]:
            yield said
