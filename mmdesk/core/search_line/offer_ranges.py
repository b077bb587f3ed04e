"""Ranges of time and stars as people say them: "before 2018", "from 2017 to 2019", "more than 2 stars"."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from mmdesk.core.photo_dates import EARLIEST_YEAR
from mmdesk.core.search_line.filters import FILTERS, MOST_STARS
from mmdesk.core.search_line.offer_words import NUMBERS, ONLY_MONTHS
from mmdesk.core.search_line.periods import Period, named_period, period_of

_STAR = r"([0-5]|zero|one|two|three|four|five)"
_STARS = re.compile(
    rf"(at least |more than |over |less than |fewer than |under |at most )?{_STAR}(\+| or more)?[ -]?"
    r"(stars?)( or more| or less| and up)?"
)
_STARS_BETWEEN = re.compile(rf"(?:between |from )?{_STAR} ?(?:-|–|to|and) ?{_STAR} stars")
_SIGNS = {
    "at least": ">=", "more than": ">", "over": ">", "less than": "<", "fewer than": "<", "under": "<",
    "at most": "<=", "+": ">=", "or more": ">=", "and up": ">=", "or less": "<=",
}  # fmt: skip
_TOO_MANY_STARS = re.compile(
    r"(?:at least |more than |over )?(?:[6-9]|[1-9]\d|six|seven|eight|nine|ten)\+? stars(?: or more)?"
    r"|(?:more than|over) (?:5|five) stars"
)
_STAR_SIGNS = re.compile(r"★{1,5}☆{0,4}|\*{3,5}")
_STAR_SIGN_OF = re.compile(rf"{_STAR} ?★")
_FAVOURITES = frozenset({"favourites", "favorites", "favourite photos", "favorite photos"})
_UNRATED = frozenset({"unrated", "no stars", "not rated"})

_YEARS = re.compile(r"(\d{4}) ?(?:-|–|to|until) ?(\d{4})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{4}", re.ASCII)
_DOTS = re.compile(r"(\d{4})?(?:-[\d-]+)?\.\.(\d{4})?(?:-[\d-]+)?", re.ASCII)
_OPEN = re.compile(r"(before|after|since|until) (.+)")
_BETWEEN = re.compile(r"between (.+) and (.+)|from (.+) (?:to|until) (.+)")


def stars_meant(text: str, after: Sequence[str] = ()) -> str | None:
    """The value after `rating:` for words in lower case; None where they are none.

    A "5 star hotel" is no photo of five stars: words `after` a single star make it something else.
    """
    between = _STARS_BETWEEN.fullmatch(text)
    if between:
        return f"{_number(between[1])}..{_number(between[2])}"
    match = _STARS.fullmatch(text)
    if match is None:
        return _stars_shown(text)
    signs = {_SIGNS[said.strip()] for said in (match[1], match[3], match[5]) if said}
    value = "".join(signs) + _number(match[2])
    is_one = match[4] == "stars" or _number(match[2]) == "1" or not after
    return value if is_one and len(signs) < 2 and FILTERS["rating"].check(value) else None


def _stars_shown(text: str) -> str | None:
    """Stars as signs, and words that say how many without naming them."""
    if text in _FAVOURITES:
        return str(MOST_STARS)
    sign = _STAR_SIGN_OF.fullmatch(text)
    if sign:
        return _number(sign[1])
    if _STAR_SIGNS.fullmatch(text):
        return str(text.count("★") or len(text))
    return "0" if text in _UNRATED else None


def too_many_stars(text: str) -> bool:
    """Whether words in lower case ask for more stars than a photo can have."""
    return _TOO_MANY_STARS.fullmatch(text) is not None


def _number(word: str) -> str:
    return NUMBERS.get(word, word)


@lru_cache(1000)
def period_meant(text: str, today: date) -> str | None:
    """The value after `date:` for words in lower case; None where they are no time."""
    years, dots = _YEARS.fullmatch(text), _DOTS.fullmatch(text)
    if years and _is_year(years[1], today) and _is_year(years[2], today):
        return f"{years[1]}..{years[2]}"
    if dots and all(_is_year(year, today) for year in dots.groups() if year):
        return text if period_of(text, today) else None
    if _one_period(text, today) or text in ONLY_MONTHS:
        return text
    return _open(text, today) or _between(text, today)


def _open(text: str, today: date) -> str | None:
    match = _OPEN.fullmatch(text)
    period = match and _one_period(match[2], today)
    if match is None or not period or not (period.since and period.until):
        return None
    if len(period.since) == len(period.until) == 4:  # whole years
        before, after = f"..{int(period.since) - 1}", f"{int(period.until) + 1}.."
    else:
        before, after = f"<{period.since}", f">{period.until}"
    said = {"before": before, "after": after, "since": f"{period.since}..", "until": f"..{period.until}"}
    return said[match[1]]


def _between(text: str, today: date) -> str | None:
    match = _BETWEEN.fullmatch(text)
    ends = [_one_period(end, today) for end in match.groups() if end] if match else []
    if len(ends) != 2 or not (ends[0] and ends[1]):
        return None
    return f"{ends[0].since}..{ends[1].until}"


def _one_period(text: str, today: date) -> Period | None:
    """The period that a year, a day or a name stands for."""
    is_known = _DAY.fullmatch(text) or _is_year(text, today)
    return period_of(text, today) if is_known else named_period(text, today)


def _is_year(text: str, today: date) -> bool:
    is_number = re.fullmatch(r"\d{4}", text, re.ASCII) is not None
    return is_number and max(EARLIEST_YEAR, 1900) <= int(text) <= today.year
