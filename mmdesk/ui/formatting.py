"""Numbers, times and facts of photos as text, alike wherever the window says them."""

import os
from datetime import date, datetime

from mmdesk.core.paths import display_name, display_path
from mmdesk.core.photo import Photo, Pick
from mmdesk.core.query import Band, Hit
from mmdesk.core.timeline import DAY, YEAR

_SOURCES = {
    "modified": "last\N{NO-BREAK SPACE}change",
    "gps": "GPS,\N{NO-BREAK SPACE}UTC",
    "film-utc": "by\N{NO-BREAK SPACE}UTC",
    "name": "file\N{NO-BREAK SPACE}name",
    "file": "file\N{NO-BREAK SPACE}date",
}
_FLAGS = {Pick.PICKED: "picked", Pick.REJECTED: "rejected"}
_CLEARLY = ((0.8, "clearly"), (Band.least_strong(), "likely"), (0.15, "maybe"), (0.0, "hardly"))
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def titled(name: str) -> str:
    """A name as a heading has it: its first letter large, all others as they were given."""
    return name[:1].upper() + name[1:]


def counted(number: int, thing: str) -> str:
    """Number with what it counts: "1 photo" or "1,203 photos"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def described(photo: Photo) -> str:
    """Line with name, size, time, stars and flag."""
    parts = [display_name(photo.path), dimensions(photo)]
    if photo.is_film:
        parts.append(f"film of {film_length(photo.facts.seconds)}" if photo.facts.seconds else "film")
    if photo.is_live:
        parts.append("live photo")
    if photo.facts.taken_at:
        parts.append(day_and_time(photo.facts.taken_at))
    if photo.rating:
        parts.append(f"{photo.rating} {'star' if photo.rating == 1 else 'stars'}")
    if photo.pick in _FLAGS:
        parts.append(_FLAGS[photo.pick])
    if photo.other_names:
        parts.append(f"also at {', '.join(display_path(name) for name in photo.other_names)}")
    return ", ".join(parts)


def how_clearly(relevance: float) -> str:
    """Relevance 0..1 of one thing looked for, in a word: how clearly a photo shows it."""
    return next(word for least, word in _CLEARLY if relevance >= least)


def found_because(hit: Hit) -> str:
    """Reasons for which a photo was found, in a sentence."""
    if hit.is_exact:
        return "Found: it meets every filter"
    terms = (
        f"{'not ' if term.negative else ''}{term_name(term.text, term.kind)} {how_clearly(term.relevance)}"
        for term in hit.terms
    )
    why = [f"{hit.band}, {hit.relevance:.0%} relevant", *terms, *(name.sentence for name in hit.names)]
    return f"Found: {', '.join(why)}"


def term_name(text: str, kind: str = "words") -> str:
    """Thing looked for: words in quotation marks, a picture by its file's name."""
    if kind == "picture":
        return os.path.basename(text)
    if kind == "photos":
        return text
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def dimensions(photo: Photo) -> str:
    """Width and height in pixels."""
    return f"{photo.facts.width} × {photo.facts.height}"


def film_length(seconds: float) -> str:
    """Length of a film as players show it: "0:34", "12:05", "1:02:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def megapixels(photo: Photo) -> str:
    """Number of pixels, in millions."""
    millions = photo.facts.width * photo.facts.height / 1e6
    return f"{millions:.1f} MP" if millions >= 0.1 else ""


def file_size(size: int) -> str:
    """A size in bytes, in the largest unit that leaves a number of one or more."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}" if unit == 0 or amount >= 100 else f"{amount:.1f} {_UNITS[unit]}"


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
    return f"{taken.day} {month(taken)}" + (f", {taken:%H:%M}" if "T" in taken_at else "")


def month(day: date) -> str:
    """The month of a day: "July 2019"."""
    return f"{day:%B} {day.year}"


def long_day(day: date) -> str:
    """A day with its place in the week: "Sunday, 14 July 2019"."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def day_month_or_year(day: date | None, part: int) -> str:
    """Day, month or year, by the `part` of a Timeline: "Sunday, 14 July 2019", "July 2019", "2019"."""
    if day is None:
        return "No date"
    if part == YEAR:
        return f"{day.year}"
    return long_day(day) if part == DAY else month(day)


def taken_source(taken_from: str | None) -> str:
    """Source of the time, empty where it is the camera's own word."""
    return _SOURCES.get(taken_from or "", "")


def coordinates(latitude: float, longitude: float) -> str:
    """Degrees with hemispheres: "48.8584° N, 2.2945° E"."""
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}"


def quick_span(milliseconds: float) -> str:
    """Time an answer took, from milliseconds."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def span(seconds: float) -> str:
    """Time something took, from seconds."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
