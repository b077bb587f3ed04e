"""Filters: conditions beside the words of a search line, as `camera:canon` or `-date:2019..2021`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mmdesk.core.enumeration import either_of
from mmdesk.core.language import tr
from mmdesk.core.search_line.bounds import bounds_of
from mmdesk.core.search_line.periods import period_of, yearly_of
from mmdesk.core.search_line.terms import in_quotes

PICKS = {
    "yes": (1, 1), "picked": (1, 1), "no": (-1, 0), "rejected": (-1, -1), "none": (0, 0),
}  # fmt: skip
"""Lowest and highest culling flag for each word after `pick:`."""

STATES = ("painted", "generated", "damaged", "untagged", "unplaced", "text", "video", "live")
"""Words after `is:`."""

SORTS = ("relevance", "date", "oldest", "name", "rating", "added")
"""Words after `sort:`."""

GENERATED = {"yes": "with", "no": "without", "only": "only"}
"""What the words after `generated:` say of pictures that a model made."""

MOST_STARS = 5

_PLAIN = re.compile(r"""[^\s"()|]+""")


@dataclass(frozen=True, slots=True)
class FilterName:
    """What may stand after a filter's name: `check` tells, and `wants` says it to people."""

    check: Callable[[str], bool]
    wants: str


def _anything(value: str) -> bool:
    return bool(value)


def _is_period(value: str) -> bool:
    return (period_of(value, date.today()) or yearly_of(value)) is not None


def _is_range(value: str) -> bool:
    return bounds_of(value) is not None


def _is_stars(value: str) -> bool:
    """Whether a photo may have so many stars."""
    bounds = bounds_of(value)
    return bounds is not None and any(stars in bounds for stars in range(MOST_STARS + 1))


def _is_kind(value: str) -> bool:
    return re.fullmatch(r"[a-z0-9]{2,5}", value) is not None


FILTERS = {
    "folder": FilterName(_anything, tr("a folder's name, as in folder:italy")),
    "date": FilterName(_is_period, tr("a date, as in date:2019..2021 or date:2019-07")),
    "camera": FilterName(_anything, tr("a camera, as in camera:canon")),
    "lens": FilterName(_anything, tr("a lens, as in lens:50mm")),
    "place": FilterName(_anything, tr("a place, as in place:vienna")),
    "tag": FilterName(_anything, tr("a tag, as in tag:family")),
    "album": FilterName(_anything, tr("an album's name, as in album:best")),
    "rating": FilterName(_is_stars, tr("0 to 5 stars, as in rating:>=3")),
    "pick": FilterName(PICKS.__contains__, tr("yes, no, rejected or none")),
    "type": FilterName(_is_kind, tr("a kind of file, as in type:raw or type:video")),
    "name": FilterName(_anything, tr("a file's name, as in name:IMG_02*")),
    "text": FilterName(_anything, tr('words in the picture, as in text:total or text:"grand total"')),
    "is": FilterName(
        STATES.__contains__, tr("painted, generated, damaged, untagged, unplaced, text, video or live")
    ),
    "generated": FilterName(GENERATED.__contains__, tr("yes, no or only")),
    "score": FilterName(_is_range, tr("a relevance, as in score:>0.6")),
    "sort": FilterName(SORTS.__contains__, tr("relevance, date, oldest, name, rating or added")),
}
"""Every filter by its name."""

MEANT = {
    "year": "date", "month": "date", "day": "date", "when": "date", "time": "date", "taken": "date",
    "star": "rating", "stars": "rating", "rated": "rating", "city": "place", "country": "place",
    "town": "place", "where": "place", "location": "place", "file": "name", "filename": "name",
    "path": "folder", "dir": "folder", "directory": "folder", "keyword": "tag", "label": "tag",
    "make": "camera", "maker": "camera", "model": "camera", "ext": "type", "format": "type",
    "flag": "pick", "order": "sort", "says": "text", "ocr": "text",
}  # fmt: skip
"""Filters by other names that people have for them."""

NAMED_KINDS = {"album": tr("an album"), "folder": tr("a folder"), "place": tr("a place"), "tag": tr("a tag")}
"""What a single word may be the name of, beside what it says."""

ALSO_CALLED_SO = {**NAMED_KINDS, "date": tr("a time of the year")}
"""The same, and what else a word may say."""

SINGLE = frozenset({"sort", "generated", "score"})
"""Filters with one value, and no opposite; the last one said counts."""

OF_ONE_CASE = frozenset({"date", "rating", "pick", "type", "is", "generated", "score", "sort"})
"""Filters whose values are words of the grammar, not of the user."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on photos: one of `values` must hold, or none of them for a `negative` one."""

    name: str
    values: tuple[str, ...]
    negative: bool = False

    @property
    def written(self) -> str:
        """The filter as a search line has it."""
        values = list(map(_value, self.values))
        if len(values) == 1:
            said = values[0]
        else:
            # Strokes within a tag part it from those above it.
            said = f"({' OR '.join(values)})" if self.name == "tag" else "|".join(values)
        return f"{'-' if self.negative else ''}{self.name}:{said}"

    @property
    def text(self) -> str:
        """The values, for people."""
        return either_of(self.values)


def problem_with(made: Filter) -> str:
    """Why a filter cannot be what is meant, in words; empty where it can."""
    kind = FILTERS[made.name]
    if made.name in SINGLE and (made.negative or len(made.values) > 1):
        return tr("{filter}: takes one value, and no dash", filter=made.name)
    if not made.values or not all(map(kind.check, made.values)):
        return tr("{filter}: wants {value}", filter=made.name, value=kind.wants)
    return ""


def _value(value: str) -> str:
    return value if _PLAIN.fullmatch(value) and value != "OR" else in_quotes(value)
