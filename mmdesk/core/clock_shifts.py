"""Changes of the times at which photos were taken: by so much, to a moment, into another time zone."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo_dates import is_believable, parse_loose_date

DAY, MINUTE, SECOND = len("2015-08-22"), len("2015-08-22T10:08"), len("2015-08-22T10:08:19")

_SECONDS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
_PIECE = re.compile(
    r"([+−-]?)\s*(\d+(?:[.,]\d+)?)\s*(weeks?|w|days?|d|hours?|h|min(?:utes?)?|m|sec(?:onds?)?|s)\s*",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"([+−-]?)\s*(\d+):([0-5]\d)(?::([0-5]\d))?")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+−-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)

MOST = timedelta(days=366 * 200)

ONLY_KNOWN = {
    4: tr("Only the year is known in which this was taken."),
    7: tr("Only the month is known in which this was taken."),
}
"""Sentences about dates of so many characters, which cannot be moved."""

ONLY_DAY = tr("Only the day is known in which this was taken.")


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What becomes of dates. `by` is added; `first` is what the first photo's date shall be, where that is
    given, and the others move alike.

    The camera's clock went by `camera_zone`, where that is not None, and photos were taken in `zone`; where
    only that is given, it is noted, and the clock stays.
    """

    by: timedelta = timedelta()
    first: str | None = None
    zone: str | None = None
    camera_zone: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be understood. Raises UserError."""
        for name in filter(None, (self.zone, self.camera_zone)):
            zone_called(name)
        if self.camera_zone and not self.zone:
            raise UserError(tr("Say also in which time zone the photos were taken, not only the camera's."))

    def begun_at(self, date: str | None) -> "ClockChange":
        """The same where `first` is measured from the date of the first photo. Raises UserError."""
        if self.first is None or date is None or len(date) < DAY:
            return self
        here = moment(self.first)
        if len(date) < MINUTE:
            here = here.replace(hour=0, minute=0, second=0)
        return replace(self, by=here - moment(date), first=None)

    def of(self, date: str | None) -> tuple[str | None, str | None]:
        """A date changed, and the distance of its clock from UTC, "+02:00", where it is known from now on.

        Raises UserError where so much of the date is not known.
        """
        if self.first is not None:  # nothing to measure it from
            date = self.first
        elif date is None:
            raise UserError(tr("It is not known when this was taken; give it a date first."))
        moved = shifted(date, self.by)
        if self.zone is None:
            return moved, None
        if len(moved) < MINUTE:
            raise UserError(tr("The time of day is not known, and so the zone tells nothing."))
        if self.camera_zone is None:
            return moved, offset_at(moved, self.zone)
        there = moment(moved).replace(tzinfo=zone_called(self.camera_zone)).astimezone(zone_called(self.zone))
        here = _believed(there.replace(tzinfo=None).isoformat()[: len(moved)])
        return here, offset_at(here, self.zone)


def parse_shift(words: str) -> timedelta:
    """A distance in time: "+1 h 3 min", "-2 days", "1:03:20", "−30s". Raises UserError."""
    text = words.strip()
    if match := _CLOCK.fullmatch(text):
        found = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
        sign = match[1]
    else:
        sign, found = text[:1], _sum_of(text)
    if found > MOST:
        raise UserError(tr("“{words}” is too far.", words=words))
    return -found if sign in ("-", "−") else found


def shift_in_words(by: timedelta) -> str:
    """A distance in time for people: "+1 h 3 min"."""
    left = abs(int(by.total_seconds()))
    pieces = []
    for unit, seconds in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        number, left = divmod(left, seconds)
        pieces += [f"{number} {unit}"] if number else []
    return f"{'−' if by < timedelta() else '+'}{' '.join(pieces) or '0 s'}"


def parse_moment(words: str) -> str:
    """A day, with a time or without, as ISO 8601. Raises UserError where it is not certain."""
    found = parse_loose_date(words)
    if found is None or len(found) < DAY:
        raise UserError(tr("“{words}” is no date; write it as 2019-07-14 18:03.", words=words))
    return found


def shifted(date: str, by: timedelta) -> str:
    """A date, as far as it is known, moved by so much. Raises UserError where it is not known well enough."""
    if not by:
        return date
    if len(date) < DAY or (len(date) < MINUTE and by % timedelta(days=1)):
        raise UserError(ONLY_KNOWN.get(len(date), ONLY_DAY))
    try:
        return _believed((moment(date) + by).isoformat()[: len(date)])
    except OverflowError as error:
        raise UserError(tr("There were no photographs then.")) from error


def moment(date: str) -> datetime:
    """A date of at least a day, without a zone."""
    return datetime.fromisoformat(date)


def zone_called(name: str) -> tzinfo:
    """A time zone: "Europe/Vilnius", "+02:00", "UTC". Raises UserError."""
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if match := _OFFSET.fullmatch(name.strip()):
        away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if away < timedelta(hours=24):
            return timezone(-away if match[1] in "-−" else away)
    try:
        return ZoneInfo(name.strip().replace(" ", "_"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UserError(
            tr("There is no time zone “{name}”; write it as Europe/Vilnius or +03:00.", name=name)
        ) from error


def offset_at(date: str, zone: str) -> str:
    """How far a zone's clock is from UTC at that date: "+02:00". Raises UserError."""
    away = moment(date).replace(tzinfo=zone_called(zone)).utcoffset() or timedelta()
    minutes = round(away.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _believed(date: str) -> str:
    if not is_believable(date):
        raise UserError(tr("It cannot have been taken on {date}.", date=date[:DAY]))
    return date


def _sum_of(text: str) -> timedelta:
    """Pieces such as "1 h 3 min" together, without the sign before them."""
    rest, seconds, place = text.lstrip("+-−").strip(), 0.0, 0
    for match in _PIECE.finditer(rest):
        if match.start() != place or match[1]:
            break
        seconds += float(match[2].replace(",", ".")) * _SECONDS[match[3][0].lower()]
        place = match.end()
    if not place or place != len(rest):
        raise UserError(tr("“{text}” is no distance in time; write it as +1 h 3 min.", text=text))
    return timedelta(seconds=round(seconds))
