"""Periods of time as people name them: "2019-07", "2017..2019", "summer 2017", "last christmas", "yesterday".

Seasons are those of the north: a winter is named after the year it ends in. Bounds are days as far as they
are known, as in `photo_dates`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from mmdesk.core.photo_dates import EARLIEST_YEAR, MONTHS, is_within

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month each begins with."""

FEASTS = {"christmas": ((12, 24), (12, 26)), "halloween": ((10, 31), (10, 31))}
"""First and last day of feasts that have the same date every year."""

ONE_DAY = timedelta(days=1)

_DAY = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_RANGE = re.compile(rf"({_DAY})?\.\.({_DAY})?", re.ASCII)
_COMPARED = re.compile(rf"(>=|<=|>|<|=|)({_DAY})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)? )?(?:of )?([a-z]+)(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})"
)
_RELATIVE = re.compile(r"(last|this|past) ([a-z]+)")
_AGO = re.compile(r"(\d{1,3}|a|an|one|two|three) (day|week|month|year)s? ago", re.ASCII)
_FULL_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True, slots=True)
class Period:
    """Time from one day until another, both included; None is open."""

    since: str | None = None
    until: str | None = None

    def contains(self, taken: str | None) -> bool:
        """Whether a date, as far as it is known, lies wholly in it."""
        return taken is not None and is_within(taken, self.since, self.until)

    @property
    def written(self) -> str:
        """The period as a search line has it."""
        if self.since == self.until:
            return self.since or ""
        return f"{self.since or ''}..{self.until or ''}"


def period_of(text: str, today: date) -> Period | None:
    """The period that a text stands for, seen from `today`; None where it stands for none."""
    words = " ".join(text.lower().split())
    return (
        _ranged(words)
        or _compared(words)
        or _day_first(words)
        or _month_first(words)
        or named_period(words, today)
    )


def yearly_of(text: str) -> tuple[str, str] | None:
    """The first and the last day ("11-01", "11-30") of a month, a season or a feast of every year.

    None where a text stands for none. A winter ends before it begins.
    """
    name = text.lower().strip()
    month, months = _month_number(name) or SEASONS.get(name), 3 if name in SEASONS else 1
    if month:
        return f"{month:02}-01", f"{(month + months - 2) % 12 + 1:02}-31"
    if name not in FEASTS:
        return None
    first, last = (f"{month:02}-{day:02}" for month, day in FEASTS[name])
    return first, last


def named_period(words: str, today: date) -> Period | None:
    """The period of words in lower case: months and seasons of a year, feasts, "last summer", "yesterday"."""
    return _named(words) or _relative(words, today) or _ago(words, today)


def _ranged(words: str) -> Period | None:
    match = _RANGE.fullmatch(words)
    if match is None or not (match[1] or match[2]):
        return None
    since, until = match[1] and _sound(match[1]), match[2] and _sound(match[2])
    if (match[1] and not since) or (match[2] and not until):
        return None
    if since and until and _first(since) > _last(until):  # 2021..2019: what is between them is meant
        since, until = until, since
    return Period(since or None, until or None)


def _compared(words: str) -> Period | None:
    match = _COMPARED.fullmatch(words)
    day = match and _sound(match[2])
    if match is None or not day:
        return None
    sign = match[1]
    if sign in {">", ">="}:
        return Period(since=day if sign == ">=" else _iso(_last(day) + ONE_DAY))
    if sign in {"<", "<="}:
        return Period(until=day if sign == "<=" else _iso(_first(day) - ONE_DAY))
    return Period(day, day)


def _day_first(words: str) -> Period | None:
    """22.08.2015: with dots the day is first wherever dots are used."""
    match = _DAY_FIRST.fullmatch(words)
    day = match and _sound(f"{match[3]}-{match[2]}-{match[1]}")
    return Period(day, day) if day else None


def _month_first(words: str) -> Period | None:
    """05/2019: a month and its year."""
    match = _MONTH_FIRST.fullmatch(words)
    month = match and _sound(f"{match[2]}-{match[1]}")
    return Period(month, month) if month else None


def _sound(day: str) -> str | None:
    """A day as far as it is said, in ISO 8601; None where there is no such day."""
    year, *rest = map(int, day.split("-"))
    if not EARLIEST_YEAR <= year < 9999:
        return None
    try:
        date(year, *(*rest, 1, 1)[:2])
    except ValueError:
        return None
    return "-".join([f"{year}", *(f"{number:02}" for number in rest)])


def _first(day: str) -> date:
    return date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)


def _last(day: str) -> date:
    if len(day) == 10:
        return date.fromisoformat(day)
    year, month = int(day[:4]), int(day[5:7] or 12)
    return date(year, month, calendar.monthrange(year, month)[1])


def _iso(day: date) -> str:
    return day.isoformat()


def _days(first: date, last: date) -> Period:
    """The days from the first until the last, by whole months where they are whole."""
    ends = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends:
        whole = first.month == 1 and last.month == 12
        length = 4 if whole else 7
        return Period(_iso(first)[:length], _iso(last)[:length])
    return Period(_iso(first), _iso(last))


def _month(year: int, month: int, months: int = 1) -> Period:
    """The months that begin with one."""
    last = (month - 1 + months - 1) % 12 + 1
    last_year = year + (month - 1 + months - 1) // 12
    return _days(date(year, month, 1), date(last_year, last, calendar.monthrange(last_year, last)[1]))


def _season(name: str, year: int) -> Period:
    first = SEASONS[name]
    return _month(year - 1 if name == "winter" else year, first, 3)


def _feast(name: str, year: int) -> Period:
    first, last = FEASTS[name]
    return _days(date(year, *first), date(year, *last))


def _month_number(word: str) -> int | None:
    if word in _FULL_MONTHS:
        return _FULL_MONTHS[word]
    return MONTHS.index(word) + 1 if word in MONTHS else None


def _named(words: str) -> Period | None:
    """July 2019, 14 July 2019, July 14 2019, summer 2017, christmas 2018."""
    match = _NAMED.fullmatch(words)
    if match is None or not EARLIEST_YEAR <= int(match[4]) < 9999:
        return None
    day, year = match[1] or match[3], int(match[4])
    month = _month_number(match[2])
    if month and day:
        whole = _sound(f"{year}-{month}-{day}")
        return Period(whole, whole) if whole else None
    if day:
        return None
    return _month(year, month) if month else _of_year(match[2], year)


def _of_year(name: str, year: int) -> Period | None:
    if name in SEASONS:
        return _season(name, year)
    return _feast(name, year) if name in FEASTS else None


def _relative(words: str, today: date) -> Period | None:
    if words in {"today", "yesterday"}:
        day = today if words == "today" else today - ONE_DAY
        return _days(day, day)
    match = _RELATIVE.fullmatch(words)
    if match is None:
        return None
    which, name = match[1], match[2]
    if which == "past":
        return _past(name, today)
    return _unit(name, today, back=int(which == "last")) or _latest(name, today, is_over=which == "last")


def _past(name: str, today: date) -> Period | None:
    days = {"week": 7, "month": 30, "year": 365}.get(name)
    return _days(today - timedelta(days=days - 1), today) if days else None


def _unit(name: str, today: date, back: int) -> Period | None:
    """This week, month or year, or the one before."""
    if name == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return _days(monday, monday + timedelta(days=6))
    if name == "month":
        month = today.month - back
        return _month(today.year - (month < 1), month or 12)
    return Period(f"{today.year - back}", f"{today.year - back}") if name == "year" else None


def _latest(name: str, today: date, *, is_over: bool) -> Period | None:
    """The latest month, season or feast of that name that has begun, or is over."""
    month = _month_number(name)
    if not (month or name in SEASONS or name in FEASTS):
        return None
    for year in range(today.year + 1, today.year - 3, -1):
        period = _month(year, month) if month else _of_year(name, year)
        if period and (_end(period) < today if is_over else _begin(period) <= today):
            return period
    return None


def _begin(period: Period) -> date:
    return _first(period.since or "")


def _end(period: Period) -> date:
    return _last(period.until or "")


def _ago(words: str, today: date) -> Period | None:
    match = _AGO.fullmatch(words)
    if match is None:
        return None
    count = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(match[1]) or int(match[1] or 0)
    if match[2] == "day":
        return _days(*(today - timedelta(days=count),) * 2)
    if match[2] == "week":
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return _days(monday, monday + timedelta(days=6))
    if match[2] == "month":
        months = today.year * 12 + today.month - 1 - count
        return _month(months // 12, months % 12 + 1)
    return Period(f"{today.year - count}", f"{today.year - count}")
