"""Numbers, times and facts of photos as text, alike wherever the window says them."""

import os
import re
from datetime import date, datetime
from functools import cache

from PySide6.QtCore import QDate, QLocale

from mmdesk.core.language import LANGUAGES, in_figures, language_now, tr, trc, trn
from mmdesk.core.paths import display_name, display_path
from mmdesk.core.photo import Photo, Pick
from mmdesk.core.query import Band, Hit, TermScore
from mmdesk.core.timeline import DAY, YEAR

_SOURCES = {
    "modified": tr("last\N{NO-BREAK SPACE}change"),
    "gps": tr("GPS,\N{NO-BREAK SPACE}UTC"),
    "film-utc": tr("by\N{NO-BREAK SPACE}UTC"),
    "name": tr("file\N{NO-BREAK SPACE}name"),
    "file": tr("file\N{NO-BREAK SPACE}date"),
}
_FLAGS = {
    Pick.PICKED: trc("of a photo with the flag of a pick", "picked"),
    Pick.REJECTED: trc("of a photo with the flag of a reject", "rejected"),
}
_CLEARLY = (
    (0.8, trc("how a photo shows what is looked for", "clearly")),
    (Band.least_strong(), trc("how a photo shows what is looked for", "likely")),
    (0.15, trc("how a photo shows what is looked for", "maybe")),
    (0.0, trc("how a photo shows what is looked for", "hardly")),
)
_UNITS = (
    trc("a unit of size", "bytes"),
    trc("a unit of size", "kB"),
    trc("a unit of size", "MB"),
    trc("a unit of size", "GB"),
    trc("a unit of size", "TB"),
)

_IN_QT = {"en": "en_GB", "tl": "fil"}
"""Languages that Qt knows by another name, or as they are written elsewhere."""

_WEEKDAY = re.compile(r"[,\s]*dddd[,\s]*")
_DAY = re.compile(r"\bd\b(\s*'[^']*'\.?|[.,])?\s*")
"""The day of a pattern such as "d. MMMM yyyy", with the marks and words that belong to it."""


def titled(name: str) -> str:
    """A name as a heading has it: its first letter large, all others as they were given."""
    return name[:1].upper() + name[1:]


def described(photo: Photo) -> str:
    """Line with name, size, time, stars and flag."""
    parts = [display_name(photo.path), dimensions(photo)]
    if photo.is_film:
        parts.append(_film(photo.facts.seconds))
    if photo.is_live:
        parts.append(tr("live photo"))
    if photo.facts.taken_at:
        parts.append(day_and_time(photo.facts.taken_at))
    if photo.rating:
        parts.append(trn("{n} star", "{n} stars", photo.rating))
    if photo.pick in _FLAGS:
        parts.append(_FLAGS[photo.pick])
    if photo.other_names:
        parts.append(tr("also at {paths}", paths=", ".join(map(display_path, photo.other_names))))
    return ", ".join(parts)


def how_clearly(relevance: float) -> str:
    """Relevance 0..1 of one thing looked for, in a word: how clearly a photo shows it."""
    return next(word for least, word in _CLEARLY if relevance >= least)


def found_because(hit: Hit) -> str:
    """Reasons for which a photo was found, in a sentence."""
    if hit.is_exact:
        return tr("Found: it meets every filter")
    why = [
        tr("{band}, {relevance:.0%} relevant", band=hit.band.word, relevance=hit.relevance),
        *(_how_term(term) for term in hit.terms),
        *(name.sentence for name in hit.names),
    ]
    return tr("Found: {reasons}", reasons=", ".join(why))


def _how_term(term: TermScore) -> str:
    """One thing looked for, or not wanted, and how clearly a photo shows it."""
    # translators: for example: “a dog” clearly
    name, clearly = term_name(term.text, term.kind), how_clearly(term.relevance)
    if term.negative:
        return tr("not {term} {how_clearly}", term=name, how_clearly=clearly)
    return tr("{term} {how_clearly}", term=name, how_clearly=clearly)


def term_name(text: str, kind: str = "words") -> str:
    """Thing looked for: words in quotation marks, a picture by its file's name."""
    if kind == "picture":
        return os.path.basename(text)
    if kind == "photos":
        return text
    return tr("\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}", text=text)


def dimensions(photo: Photo) -> str:
    """Width and height in pixels."""
    return f"{photo.facts.width} × {photo.facts.height}"


def _film(seconds: float | None) -> str:
    return tr("film of {length}", length=film_length(seconds)) if seconds else trc("a kind of file", "film")


def film_length(seconds: float) -> str:
    """Length of a film as players show it: "0:34", "12:05", "1:02:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def megapixels(photo: Photo) -> str:
    """Number of pixels, in millions."""
    millions = photo.facts.width * photo.facts.height / 1e6
    return tr("{millions:.1f} MP", millions=millions) if millions >= 0.1 else ""


def file_size(size: int) -> str:
    """A size in bytes, in the largest unit that leaves a number of one or more."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{in_figures(amount, '.0f' if unit == 0 or amount >= 100 else '.1f')} {_UNITS[unit]}"


def day_and_time(taken_at: str) -> str:
    """An ISO 8601 time for people, as far as it is known: "14 July 2019, 18:03", "14 July 2019", "July 2019",
    "2019"; as it stands where it is something else.
    """
    missing = {len("2019"): "-01-01", len("2019-07"): "-01"}.get(len(taken_at), "")
    try:
        taken = datetime.fromisoformat(taken_at + missing)
    except ValueError:
        return taken_at
    if missing:
        return taken_at if len(taken_at) == len("2019") else month(taken)
    day = _written(taken, _day_pattern())
    return f"{day}, {taken:%H:%M}" if "T" in taken_at else day


def month(day: date) -> str:
    """The month of a day: "July 2019"."""
    alone = locale_now().standaloneMonthName(day.month)
    return _written(day, _month_pattern().replace("MMMM", f"'{alone}'"))


def long_day(day: date) -> str:
    """A day with its place in the week: "Sunday, 14 July 2019"."""
    return _written(day, _long_pattern())


def locale_of(code: str) -> QLocale:
    """Habits of a language with dates and numbers; English in disguise has those of English."""
    known = code if code in LANGUAGES else "en"
    return QLocale(_IN_QT.get(known, known))


@cache
def locale_now() -> QLocale:
    """Habits of the language of this process."""
    return locale_of(language_now().code)


def _long_pattern() -> str:
    return locale_now().dateFormat(QLocale.FormatType.LongFormat)


def _day_pattern() -> str:
    return _WEEKDAY.sub("", _long_pattern())


def _month_pattern() -> str:
    return _DAY.sub("", _day_pattern()).strip()


def _written(day: date, pattern: str) -> str:
    return locale_now().toString(QDate(day.year, day.month, day.day), pattern)


def day_month_or_year(day: date | None, part: int) -> str:
    """Day, month or year, by the `part` of a Timeline: "Sunday, 14 July 2019", "July 2019", "2019"."""
    if day is None:
        return tr("No date")
    if part == YEAR:
        return f"{day.year}"
    return titled(long_day(day) if part == DAY else month(day))


def taken_source(taken_from: str | None) -> str:
    """Source of the time, empty where it is the camera's own word."""
    return _SOURCES.get(taken_from or "", "")


def coordinates(latitude: float, longitude: float) -> str:
    """Degrees with hemispheres: "48.8584° N, 2.2945° E"."""
    north, east = abs(latitude), abs(longitude)
    return ", ".join(
        (
            tr("{degrees:.4f}° N", degrees=north) if latitude >= 0 else tr("{degrees:.4f}° S", degrees=north),
            tr("{degrees:.4f}° E", degrees=east) if longitude >= 0 else tr("{degrees:.4f}° W", degrees=east),
        )
    )


def quick_span(milliseconds: float) -> str:
    """Time an answer took, from milliseconds."""
    if milliseconds < 1000:
        return tr("{milliseconds:.0f} ms", milliseconds=milliseconds)
    return tr("{seconds:.1f} s", seconds=milliseconds / 1000)


def span(seconds: float) -> str:
    """Time something took, from seconds."""
    if seconds < 60:
        return (
            tr("{seconds:.0f} s", seconds=seconds)
            if seconds >= 10
            else tr("{seconds:.1f} s", seconds=seconds)
        )
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
