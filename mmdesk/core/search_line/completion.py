"""Completion of what is typed on the search line: names of filters, and the values there are for them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmdesk.core.search_line.filters import FILTERS, GENERATED, PICKS, SORTS, STATES, Filter
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.matching import folded

MOST = 12
"""Number of completions that are shown."""

LEAST_LETTERS = 3
"""Letters of a filter's name that must be there before it is offered."""

_TYPED = re.compile(
    r"""(?:^|\s)(?P<word>(?P<sign>-?)(?P<name>[a-z]+)(?P<colon>:)?(?P<value>"[^"]*|[^\s"]*))$""",
    re.IGNORECASE,
)

WORDS = {
    "pick": PICKS, "is": STATES, "generated": GENERATED, "sort": SORTS,
    "rating": ("5", ">=4", ">=3", "0"), "type": ("jpeg", "raw", "png", "heic", "tiff", "video"),
    "date": ("today", "yesterday", '"last week"', '"last month"', '"last summer"', '"last year"'),
}  # fmt: skip
"""Values of filters that are words of the grammar."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand before the cursor, from `begin` on; `photos` is how many there are of it.

    A `recent` one is a whole line that was searched for before.
    """

    text: str
    begin: int
    photos: int | None = None
    recent: bool = False


def completions(before: str, known: KnownNames) -> list[Completion]:
    """What the line before the cursor may go on with: the beginning of a name before a part of it."""
    match = _TYPED.search(before)
    if match is None:
        return []
    if not match["colon"]:
        return list(_names(match)) if not match["value"] else []
    name = match["name"].lower()
    if name not in FILTERS:
        return []
    typed = match["value"].lstrip('"')
    if name in WORDS:
        return _of_words(match, name, typed)
    return _of_names(match, name, typed, known.by_filter.get(name, {}))


def _names(match: re.Match[str]) -> Iterator[Completion]:
    typed = match["name"].lower()
    for name in FILTERS:
        if len(typed) >= LEAST_LETTERS and name.startswith(typed) and name != typed:
            yield Completion(f"{match['sign']}{name}:", match.start("word"))


def _of_words(match: re.Match[str], name: str, typed: str) -> list[Completion]:
    return [
        Completion(f"{match['sign']}{name}:{word}", match.start("word"))
        for word in WORDS[name]
        if word.strip('"').startswith(typed.lower()) and word.strip('"') != typed.lower()
    ]


def _of_names(match: re.Match[str], name: str, typed: str, photos: Mapping[str, int]) -> list[Completion]:
    found = [value for value in photos if folded(typed) in folded(value) and value != typed]
    found.sort(key=lambda value: not folded(value).startswith(folded(typed)))
    negative = bool(match["sign"])
    return [
        Completion(Filter(name, (value,), negative).written, match.start("word"), photos[value])
        for value in found[:MOST]
    ]
