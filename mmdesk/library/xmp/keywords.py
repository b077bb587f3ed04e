"""What files say of a photo: its keywords, its stars, when and where it was taken."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mmdesk.core.keyword_paths import Path, paths_in
from mmdesk.core.photo_dates import parse_loose_date
from mmdesk.library.reading.caption import caption
from mmdesk.library.reading.position import Position, xmp_position
from mmdesk.library.xmp.categories import SEPARATOR, category_lines
from mmdesk.library.xmp.names import (
    ACDSEE_KEYWORDS,
    CAPTION,
    CATALOG_SETS,
    CATEGORIES,
    DATES,
    HIERARCHICAL,
    LAST_KEYWORDS,
    ORIENTATION,
    PERSONS,
    POSITION,
    SUBJECT,
    TAGS_LIST,
    TAKEN,
)
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.stars import stars_in

IPTC, WINDOWS = "IPTC keywords", "Windows keywords"
"""Lists of plain keywords that pictures have without any XMP."""

PLAIN = (SUBJECT, ACDSEE_KEYWORDS, IPTC, WINDOWS, PERSONS)
"""Lists of keywords alone; of two spellings, that of the first list is believed."""

SEPARATORS = {
    HIERARCHICAL: "|",
    TAGS_LIST: "/",
    **dict.fromkeys(LAST_KEYWORDS, "/"),
    **dict.fromkeys(CATALOG_SETS, "|"),
    CATEGORIES: SEPARATOR,
}
"""Lists of keywords below their parents, and what parts those in a line."""

EIGHT = tuple("12345678")
"""Orientations, as text."""

_ZONE = re.compile(r"(?<=\d)(?:Z|[+-]\d\d:\d\d)$")

Words = Mapping[str, list[str]]
"""The words in each list."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """`words` of every list, `rating` from -1 (rejected) to 5, `taken_at` as far as it is certain, where.

    The `caption` is what somebody wrote. `zone` is how far the clock of `taken_at` was from UTC, "+02:00".
    `orientation` is what EXIF calls so. `is_corrected` says that the date is where people correct it.

    What a file does not speak of is empty or None.
    """

    words: Words = field(default_factory=dict)
    rating: int | None = None
    taken_at: str | None = None
    position: Position | None = None
    caption: str | None = None
    zone: str | None = None
    orientation: int | None = None
    is_corrected: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """Keywords below their parents, outermost first; the same word below two of them is there twice."""
        return paths_of(self.words)


def keywords_in(packet: XmpPacket) -> Keywords:
    """The keywords, stars, date and place in a packet."""
    dates = ((name, text, parse_loose_date(text)) for name in DATES if (text := packet.text(name)))
    name, dated, taken_at = next((found for found in dates if found[2]), ("", "", None))
    position = xmp_position(*(packet.text(name) for name in POSITION))
    written, zone = caption([packet.text(CAPTION)], ""), _ZONE.search(dated)
    turn = packet.text(ORIENTATION) or ""
    return Keywords(
        words_in(packet),
        stars_in(packet),
        taken_at,
        position,
        written,
        zone=zone and ("+00:00" if zone[0] == "Z" else zone[0]),
        orientation=int(turn) if turn in EIGHT else None,
        is_corrected=name in TAKEN,
    )


def words_in(packet: XmpPacket) -> Words:
    """Every list of keywords in a packet that is not empty."""
    found = {name: packet.words(name) for name in (*PLAIN, *SEPARATORS)}
    found[CATEGORIES] = [line for tree in found[CATEGORIES] for line in category_lines(tree)]
    return {name: words for name, words in found.items() if words}


def paths_of(words: Words) -> tuple[Path, ...]:
    """The keywords below their parents that these lists make together."""
    plain = (word for name in PLAIN for word in words.get(name, ()))
    lines = ((line, mark) for name, mark in SEPARATORS.items() for line in words.get(name, ()))
    return paths_in(plain, lines)


def together(files: Iterable[Keywords]) -> Keywords:
    """What several files say of one photo: all words, and of all else what the first says."""
    every = list(files)
    words: dict[str, list[str]] = {}
    for one in every:
        for name, found in one.words.items():
            words[name] = list(dict.fromkeys((*words.get(name, ()), *found)))
    dated = next((one for one in every if one.taken_at is not None), Keywords())
    return Keywords(
        words,
        next((one.rating for one in every if one.rating is not None), None),
        dated.taken_at,
        next((one.position for one in every if one.position is not None), None),
        next((one.caption for one in every if one.caption is not None), None),
        dated.zone,
        next((one.orientation for one in every if one.orientation is not None), None),
        dated.is_corrected,
    )
