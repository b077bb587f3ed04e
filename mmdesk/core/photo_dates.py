"""Dates as cameras, programs and people write them, and what of them is certain.

A date is ISO 8601 as far as it is known: "2015", "2015-08", "2015-08-22", "2015-08-22T10:08",
"2015-08-22T10:08:19". In the order of text each comes before all that it may stand for. Times are local:
a zone, where one is written, is left off, and the hour stays the one on the photographer's clock.
"""

import calendar
import re
from datetime import UTC, datetime, timedelta

EARLIEST_YEAR = 1826
"""Year of the oldest photograph there is."""

EMPTY_FIELDS = ("1899-12-30", "1899-12-31")
"""Day 0 of spreadsheets and of OLE dates: what programs write that know no date."""

CLOCKS_DIFFER = timedelta(days=2)
"""Time that a camera's clock may be ahead of this computer's."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_FLAGS = re.DOTALL | re.IGNORECASE | re.ASCII
_GAP = r"[\s:./,_年月日-]{1,3}"
_REST = r"(?!\d)(?P<rest>.*)"

_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?:{_GAP}(?P<month>\d{{1,2}})(?:{_GAP}(?P<day>\d{{1,2}}))?)?{_REST}", _FLAGS
)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<rest>(?:\d{6}|\D|$).*)", _FLAGS)
_DAY_FIRST = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<gap>[./-])(?P<other>\d{{1,2}})(?P=gap)(?P<year>\d{{4}}){_REST}", _FLAGS
)
_MONTH_NAMED = re.compile(
    r"(?:[a-z]{2,9}[.,]?\s+)??(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+)?(?P<month>[a-z]{3,9})[\s.,-]+"
    r"(?:(?P<late_day>\d{1,2})(?:st|nd|rd|th)?[\s,]+)?(?P<clock>\d{1,2}:\d\d(?::\d\d)?\s+(?:[a-z]{3,4}\s+)?)?"
    rf"(?P<year>\d{{4}}){_REST}",
    _FLAGS,
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s{0,2}[:._h時时-]\s{0,2}(?P<minute>\d{1,2})"
    r"(?:\s{0,2}[:._m分-]\s{0,2}(?P<second>\d{1,2}))?(?!\d)",
    _FLAGS,
)
_CLOCK_DIGITS = re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?!\d)", _FLAGS)
_BEFORE_CLOCK = re.compile(r"(?:[\s:,._t日-]|[ap]\.?m\b\.?|오전|오후|上午|下午|午前|午後)*", _FLAGS)
_FORENOON = re.compile(r"(?<![a-z])a\.?m\b|오전|上午|午前", _FLAGS)
_AFTERNOON = re.compile(r"(?<![a-z])p\.?m\b|오후|下午|午後", _FLAGS)

_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_. ]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)"
    r"(?:(?:[-_ T,]{0,3}|\s[a-z]{2}\s)(?P<hour>\d{1,2})(?P<parting>[-_.:h ]?)(?P<minute>\d\d)(?P=parting)"
    r"(?P<second>\d\d)(?:\d{3})?(?P<half>\s[ap]m)?)?(?!\d)",
    re.IGNORECASE | re.ASCII,
)


def parse_loose_date(text: str) -> str | None:
    """The part of a date that is certain; None where not even the year is, or it is not to be believed."""
    words = text.replace("\0", " ").strip().strip("\"'")
    found = _year_first(words) or _digits(words) or _day_first(words) or _month_named(words)
    return found if found and is_believable(found) else None


def date_in_name(name: str) -> str | None:
    """The day, and the time where there is one, that a file is named after: "IMG_20140506_070809.jpg"."""
    for match in _IN_NAME.finditer(name):
        clock = f"{match['hour']}:{match['minute']}:{match['second']}{match['half'] or ''}"
        day = _date(match["year"], match["month"], match["day"])
        found = _with_time(day, clock if match["hour"] else "")
        if found and len(found) >= 10 and is_believable(found):
            return found
    return None


def is_believable(date: str) -> bool:
    """Whether a photo may have been taken then: not before there were photographs, and not tomorrow."""
    latest = datetime.now(UTC).replace(tzinfo=None) + CLOCKS_DIFFER
    return int(date[:4]) >= EARLIEST_YEAR and date < latest.isoformat() and date[:10] not in EMPTY_FIELDS


def has_time(date: str | None) -> bool:
    """Whether a date says the second, so that it may be measured how far it is from another."""
    return date is not None and len(date) >= len("2015-08-22T10:08:19")


def from_bound(day: str) -> str:
    """What a date must not come before, as text, to lie wholly on or after `day` ("2019", "2019-07", ...)."""
    return day.removesuffix("-01").removesuffix("-01") if len(day) == 10 else day.removesuffix("-01")


def until_bound(day: str) -> str:
    """What the beginning of a date, with "~" after it, must not come after, to lie wholly until `day`."""
    if len(day) == 10 and int(day[8:]) == calendar.monthrange(int(day[:4]), int(day[5:7]))[1]:
        day = day[:7]
    return day[:4] if day.endswith("-12") and len(day) == 7 else day


def is_within(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date lies wholly between two days, both included; one that is not known lies nowhere."""
    if since is not None and (not date or date < from_bound(since)):
        return False
    if until is None:
        return True
    last = until_bound(until)
    return bool(date) and f"{date}~"[: len(last)] <= last


def _year_first(words: str) -> str | None:
    """2015:08:22 and the like, its month or day perhaps missing, blank or zero."""
    match = _YEAR_FIRST.match(words)
    return match and _with_time(_date(match["year"], match["month"], match["day"]), match["rest"])


def _digits(words: str) -> str | None:
    """20150822, perhaps with six digits more."""
    match = _DIGITS.match(words)
    return match and _with_time(_date(match["year"], match["month"], match["day"]), match["rest"])


def _day_first(words: str) -> str | None:
    """22/08/2015, 22.08.2015 or 08/22/2015. Of 02/08/2015 the year alone is certain; with dots, the day is
    first wherever dots are used.
    """
    match = _DAY_FIRST.match(words)
    if match is None:
        return None
    day, month = match["one"], match["other"]
    if int(month) > 12:
        day, month = month, day
    elif int(day) <= 12 and int(day) != int(month) and match["gap"] != ".":
        return match["year"]
    return _with_time(_date(match["year"], month, day), match["rest"])


def _month_named(words: str) -> str | None:
    """Sat, 22 Aug 2015 10:08:19 +0200; Sat Aug 22 10:08:19 2015; August 22, 2015."""
    match = _MONTH_NAMED.match(words)
    name = match and match["month"][:3].lower()
    if match is None or name not in MONTHS:
        return None
    day = _date(match["year"], f"{MONTHS.index(name) + 1}", match["day"] or match["late_day"])
    return _with_time(day, match["clock"] or match["rest"])


def _date(year: str, month: str | None, day: str | None) -> str | None:
    """Year, month and day as far as they are in the calendar; None where there is no such month at all."""
    if not month or int(month) == 0:
        return year
    if int(month) > 12:
        return None
    last = calendar.monthrange(max(1, int(year)), int(month))[1]
    if not day or not 1 <= int(day) <= last:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def _with_time(date: str | None, words: str) -> str | None:
    """A day, and the time that `words` begin with; a year or month stays alone."""
    return date and (date + _time(words) if len(date) == 10 else date)


def _time(words: str) -> str:
    """Time of day, "T10:08:19" for "10:08:19", without the seconds where they are not certain; or nothing."""
    clock = _BEFORE_CLOCK.sub("", words, count=1)
    match = _CLOCK.match(clock) or _CLOCK_DIGITS.match(clock)
    if match is None:
        return ""
    hour, minute, second = _hour(int(match["hour"]), words), int(match["minute"]), int(match["second"] or 60)
    if hour > 23 or minute > 59:
        return ""
    return f"T{hour:02}:{minute:02}" + (f":{second:02}" if second < 60 else "")


def _hour(hour: int, words: str) -> int:
    """The hour of the day; 12 AM is midnight."""
    if _AFTERNOON.search(words) and hour < 12:
        return hour + 12
    return 0 if hour == 12 and _FORENOON.search(words) else hour
