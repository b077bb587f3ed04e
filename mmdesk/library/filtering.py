"""Filters of a query as conditions of SQL: the photos that meet all of them, exactly."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain

import numpy as np

from mmdesk.core.albums import Album
from mmdesk.core.photo_dates import from_bound, until_bound
from mmdesk.core.search_line.bounds import bounds_of
from mmdesk.core.search_line.filters import PICKS, Filter
from mmdesk.core.search_line.matching import KINDS_OF_FILES, is_folder, is_part_of
from mmdesk.core.search_line.periods import Period, period_of, yearly_of
from mmdesk.core.search_line.place_names import places_called
from mmdesk.core.vectors import Ids
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.locations import Locations
from mmdesk.library.path_range import below, in_folder
from mmdesk.library.photo_texts import FOUND, HAS_TEXT
from mmdesk.library.raw_pairs import IS_FILM, LIVE
from mmdesk.library.reading.formats import RAW
from mmdesk.library.remembered import Remembered
from mmdesk.library.tags import Tags
from mmdesk.library.words import NamedPhotos, names_below, quoted

Condition = tuple[str, list[object]]
"""A condition on a row of photos, and what is bound in it."""

LISTED = "id IN (SELECT value FROM json_each(?))"

UNTAGGED = "id NOT IN (SELECT photo_id FROM tags WHERE state IN ('accepted', 'manual'))"

UNPLACED = "latitude IS NULL OR longitude IS NULL"

FILM = "seconds IS NOT NULL"

STATES = {"untagged": UNTAGGED, "unplaced": UNPLACED, "text": HAS_TEXT, "video": FILM, "live": LIVE}
"""Conditions for the words after `is:` that are no columns."""

NEVER: Condition = ("0", [])


class Filtering:
    """Chooses photos by filters. What was painted here lies below `paintings`."""

    def __init__(self, catalogue: Catalogue, paintings: bytes) -> None:
        self._catalogue = catalogue
        self._paintings = paintings
        self._remembered = Remembered[Ids](catalogue)
        self._tags, self._albums = Tags(catalogue), Albums(catalogue)
        self._locations, self._words = Locations(catalogue), NamedPhotos(catalogue)
        self._conditions: dict[str, Callable[[str], Condition]] = {
            "folder": self._folder,
            "date": _date,
            "camera": self._camera,
            "lens": self._lens,
            "place": self._place,
            "tag": lambda value: _listed(self._tags.ids_with(value)),
            "rating": _rating,
            "pick": lambda value: ("pick BETWEEN ? AND ?", [*PICKS[value]]),
            "type": _type,
            "name": self._name,
            "text": lambda value: (f"id IN ({FOUND})", [_phrase(value)]),
            "is": self._state,
        }

    def ids(self, filters: Sequence[Filter], found_by: Callable[[Album], Iterable[int]]) -> Ids:
        """The photos that meet all filters, in order of their ids; those of smart albums are `found_by` them.

        Filters that choose no photos, as `sort:name`, are passed over.
        """
        if any(one.name == "album" for one in filters):
            # What smart albums find does not hang on the catalogue alone.
            return self._read(filters, found_by)
        question = tuple(filters), date.today()
        return self._remembered.get(question, lambda: self._read(filters, found_by))

    def _read(self, filters: Sequence[Filter], found_by: Callable[[Album], Iterable[int]]) -> Ids:
        conditions, bound = ["missing = 0"], list[object]()
        for one in filters:
            told = self._condition(one, found_by)
            conditions.append(told[0])
            bound += told[1]
        rows = self._catalogue.rows(
            f"SELECT id FROM photos WHERE {' AND '.join(conditions)} ORDER BY id", bound
        )
        ids = np.fromiter(chain.from_iterable(rows), np.int64, len(rows))
        ids.flags.writeable = False
        return ids

    def _condition(self, one: Filter, found_by: Callable[[Album], Iterable[int]]) -> Condition:
        if one.name == "album":
            told = [self._album(value, found_by) for value in one.values]
        elif one.name in self._conditions:
            told = [self._conditions[one.name](value) for value in one.values]
        else:
            return "1", []
        either = " OR ".join(f"({sql})" for sql, _ in told)
        # What is not known is neither so nor otherwise: only IS NOT TRUE is the opposite of what is found.
        return f"({either}) IS {'NOT ' if one.negative else ''}TRUE", [
            each for _, bound in told for each in bound
        ]

    def _camera(self, value: str) -> Condition:
        return self._called("camera", value)

    def _lens(self, value: str) -> Condition:
        return self._called("lens", value)

    def _place(self, value: str) -> Condition:
        """Photos taken at a place of that name, be it a town, a region or a country."""
        known = self._locations.all()
        meant = places_called(value, [location for _, location in known])
        numbers = [number for (number, _), is_meant in zip(known, meant, strict=True) if is_meant]
        return "location_id IN (SELECT value FROM json_each(?))", [json.dumps(numbers)]

    def _called(self, column: str, value: str) -> Condition:
        """Photos with a camera or lens of that name: there are few of them."""
        known = self._catalogue.rows(f"SELECT DISTINCT {column} FROM photos WHERE missing = 0")
        names = [name for (name,) in known if is_part_of(value, name)]
        return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(names)]

    def _name(self, value: str) -> Condition:
        """Photos of which any name is like that."""
        return _listed(self._words.called(value))

    def _folder(self, value: str) -> Condition:
        """Photos with any name below a folder that is called like that, or has this whole path."""
        if os.path.isabs(value):
            sql, bounds = in_folder(self._catalogue, os.fsencode(value))
            return sql, [*bounds]
        above = self._words.above()
        directories = self._catalogue.rows("SELECT id, path FROM directories")
        chosen = [one for one, path in directories if is_folder(value, names_below(path, above))]
        others = self._catalogue.rows("SELECT photo_id, path FROM other_names")
        by_others = [
            photo for photo, path in others if is_folder(value, names_below(os.path.dirname(path), above))
        ]
        sql = f"directory_id IN (SELECT value FROM json_each(?)) OR {LISTED}"
        return sql, [json.dumps(chosen), json.dumps(by_others)]

    def _album(self, value: str, found_by: Callable[[Album], Iterable[int]]) -> Condition:
        albums = self._albums.all()
        named = [album for album in albums if album.name.casefold() == value.casefold()]
        chosen = named or [album for album in albums if is_part_of(value, album.name)]
        put_in = json.dumps([album.id for album in chosen])
        found = [int(photo) for album in chosen if album.is_smart for photo in found_by(album)]
        sql = "id IN (SELECT photo_id FROM album_photos WHERE album_id IN (SELECT value FROM json_each(?)))"
        return f"{sql} OR {LISTED}", [put_in, json.dumps(found)]

    def _state(self, value: str) -> Condition:
        if value == "painted":
            return "path >= ? AND path < ?", [*below(self._paintings)]
        return STATES.get(value, f"{value} = 1"), []


def _listed(ids: Iterable[int]) -> Condition:
    return LISTED, [json.dumps([int(photo) for photo in ids])]


def _phrase(value: str) -> str:
    """Words that stand together, as FTS5 takes them; the last may go on where a star follows it."""
    return f"{quoted(value[:-1])}*" if value.endswith("*") else quoted(value)


def _date(value: str) -> Condition:
    yearly = yearly_of(value)
    if yearly is not None:
        return _every_year(*yearly)
    period = period_of(value, date.today()) or Period("9999", "9999")
    sql, bound = ["taken_at IS NOT NULL"], list[object]()
    if period.since is not None:
        sql.append("taken_at >= ?")
        bound.append(from_bound(period.since))
    if period.until is not None:
        sql.append("substr(taken_at || '~', 1, ?) <= ?")
        bound += [len(until_bound(period.until)), until_bound(period.until)]
    return " AND ".join(sql), bound


def _every_year(first: str, last: str) -> Condition:
    """Photos of every year from the `first` day until the `last`; a month alone counts as its first day."""
    day = "substr(taken_at || '-01', 6, 5)"
    either = "OR" if first > last else "AND"
    return f"length(taken_at) >= 7 AND ({day} >= ? {either} {day} <= ?)", [first, last]


def _rating(value: str) -> Condition:
    bounds = bounds_of(value)
    return ("rating BETWEEN ? AND ?", [bounds.low, bounds.high]) if bounds else NEVER


def _type(value: str) -> Condition:
    if value == "raw":
        sql, bound = _ends(sorted(extension.decode() for extension in RAW))
        return f"{sql} OR id IN (SELECT photo_id FROM companions WHERE NOT {IS_FILM})", bound
    return _ends([f".{one}" for one in KINDS_OF_FILES.get(value, (value,))])


def _ends(endings: Sequence[str]) -> Condition:
    """Photos whose names end like that, in any case. Paths are bytes, which LIKE would not compare."""
    one = "lower(CAST(substr(path, ?) AS TEXT)) = ?"
    bound = [each for ending in endings for each in (-len(ending), ending)]
    return " OR ".join([one] * len(endings)), [*bound]
