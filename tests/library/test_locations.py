"""Where photos were taken: looked up among the towns, kept, and found again by name."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from mmdesk.core.errors import UserError
from mmdesk.core.locations import Location
from mmdesk.core.query import parse_query
from mmdesk.library import gazetteer
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.filtering import Filtering
from mmdesk.library.gazetteer import Gazetteer
from mmdesk.library.locations import Locations
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.photos import Photos
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store

VIENNA = Location("Vienna", "Vienna", "Austria", "Innere Stadt")
ZURICH = Location("Zürich", "Zurich", "Switzerland")
INDIANA = Location("Gary", "Indiana", "United States")


@pytest.fixture(scope="module")
def towns() -> Gazetteer:
    """Reading them takes a second."""
    return Gazetteer.read()


@pytest.mark.parametrize(
    ("latitude", "longitude", "text"),
    [
        (48.2086, 16.3731, "Vienna, Austria"),
        (48.1848, 16.3122, "Hietzing, Vienna, Austria"),
        (47.3702, 8.5441, "Zürich, Switzerland"),
        (51.5417, -0.1433, "Camden Town, London, England, United Kingdom"),
        (52.4990, 13.4030, "Kreuzberg, Berlin, Germany"),
        (55.7558, 37.6173, "Russia"),
        (37.5665, 126.9780, "South Korea"),
        (-16.79, -179.99, "Fiji"),  # across the line where days change
        (78.2232, 15.6267, "Longyearbyen"),
        (0.0, -30.0, ""),
        (90.0, 0.0, ""),
        (-23.0, 131.0, "Australia"),  # hours from any town
    ],
)
def test_spots_are_called_by_town_region_and_country(
    towns: Gazetteer, latitude: float, longitude: float, text: str
) -> None:
    found = str(towns.at(latitude, longitude))
    assert text in found
    assert bool(text) == bool(found)


def test_towns_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "countries.csv").write_text("AT,Austria\n", "utf-8")
    (tmp_path / "geocode.gz").write_bytes(b"no gzip")
    with pytest.raises(UserError, match="list of towns"):
        Gazetteer.read_from(tmp_path)
    monkeypatch.setattr(gazetteer, "PACKAGE", "no_such_package_at_all")
    with pytest.raises(UserError, match="list of towns"):
        Gazetteer.read()


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> list[int]:
    """Photos of Vienna, Zürich and Gary, one that waits, and one without a position."""
    made = [made_photo(b"/a/%d.jpg" % number) for number in range(5)]
    made[4] = replace(made[4], facts=replace(made[4].facts, latitude=None, longitude=None))
    ids = list(store(catalogue, thumbnails, shelf, made))
    locations = Locations(catalogue)
    assert locations.waiting() == 4
    waiting = locations.unlocated(3)
    locations.put(dict(zip(waiting, (VIENNA, ZURICH, INDIANA), strict=True)))
    return ids


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("place:vienna", [0]),
        ("place:VIENNA", [0]),
        ('place:"innere stadt"', [0]),
        ("place:stadt", [0]),
        ("place:vie", [0]),
        ("place:austria", [0]),
        ("place:zurich", [1]),
        ("place:Zürich", [1]),
        ("place:usa", [2]),
        ("place:indiana", [2]),
        ("place:vienna|switzerland", [0, 1]),
        ("place:nowhere", []),
        ("place:gary -place:usa", []),
        ("-place:vienna", [1, 2, 3, 4]),
        ('place:"?"', []),
    ],
)
def test_photos_are_found_by_any_name_of_their_place(
    catalogue: Catalogue, ids: list[int], said: str, found: list[int]
) -> None:
    filtering = Filtering(catalogue, b"/paintings")
    kept = filtering.ids(parse_query(said).filters, lambda _album: [])
    assert [ids.index(photo) for photo in kept.tolist()] == found


def test_a_country_is_not_the_beginning_of_a_region(catalogue: Catalogue, ids: list[int]) -> None:
    locations = Locations(catalogue)
    [waiting] = locations.unlocated(9)
    locations.put({waiting: Location("Agra", "Uttar Pradesh", "India")})
    filtering = Filtering(catalogue, b"/paintings")
    kept = filtering.ids(parse_query("place:india").filters, lambda _album: [])
    assert kept.tolist() == [ids[3]]


def test_a_photo_with_another_position_is_looked_up_again(
    catalogue: Catalogue, photos: Photos, ids: list[int]
) -> None:
    locations = Locations(catalogue)
    assert photos.by_ids(ids[:1])[0].location == VIENNA
    photos.set_position(ids[0], 1.5, -2.5)  # where it was
    assert locations.waiting() == 1
    photos.set_position(ids[0], 10.0, 20.0)
    assert photos.by_ids(ids[:1])[0].location is None
    assert [row[0] for row in locations.unlocated(9)] == [ids[0], ids[3]]
    locations.put({(ids[0], 1.5, -2.5): VIENNA})  # found for where it was
    assert locations.waiting() == 2
    assert {str(where): photos for where, photos in locations.counts()} == {
        "Zürich, Switzerland": 1,
        "Gary, Indiana, United States": 1,
    }


def test_photos_of_an_older_catalogue_wait_to_be_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="locations")
    older.execute("INSERT INTO directories (id, path) VALUES (1, x'2f61')")
    older.execute(
        "INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height, latitude,"
        " longitude) VALUES (x'2f612f31', 1, 2, 3, x'00', 4, 5, 48.2086, 16.3731),"
        " (x'2f612f32', 1, 2, 3, x'00', 4, 5, NULL, NULL)"
    )
    connection.close()
    with Catalogue.open(path) as catalogue:
        assert Locations(catalogue).unlocated(9) == [(1, 48.2086, 16.3731)]
        assert [photo.location for photo in Photos(catalogue).by_ids([1, 2])] == [None, None]
