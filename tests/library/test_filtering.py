"""Filters: exactly the photos of which all is true, for every combination."""

import fnmatch
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.locations import Location
from mmdesk.core.photo import Photo, Pick
from mmdesk.core.query import parse_query
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.filtering import Filtering
from mmdesk.library.folders import Folders
from mmdesk.library.locations import Locations
from mmdesk.library.photos import Photos
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store

LINES = int(os.environ.get("MMDESK_TEST_LINES", "300"))
"""Number of random combinations."""

FOLDERS = (b"pics/Italy 2019", b"pics/Italy 2019/Rome", b"pics/Party", b"paintings")
NAMES = (b"IMG_0%d.JPG", b"img_1%d.cr2", b"old[%d].tiff", b"caf\xc3\xa9 %d.png")
DATES = ("2017-07-14T10:00:00", "2017-07", "2017", "2018-12-25", None)
CAMERAS = ("Canon EOS 5D", "NIKON D70", None)
LENSES = ("EF 50mm f/1.8", "24-70 mm", None)

VIENNA = Location("Vienna", "Vienna", "Austria")
ZURICH = Location("Zürich", "Zurich", "Switzerland")

SUMMER = ("2017-07-14T10:00:00", "2017-07")

PREDICATES = {
    "folder:italy": lambda row: b"/Italy 2019" in row.photo.path,
    "folder:2019/rome": lambda row: b"/Rome/" in row.photo.path,
    "folder:above_the_library": lambda _row: False,
    "folder:arty": lambda _row: False,
    "date:2017": lambda row: str(row.photo.facts.taken_at).startswith("2017"),
    'date:"summer 2017"': lambda row: row.photo.facts.taken_at in SUMMER,
    "date:july": lambda row: str(row.photo.facts.taken_at)[5:7] == "07",
    "date:christmas": lambda row: "12-24" <= str(row.photo.facts.taken_at)[5:10] <= "12-26",
    "date:winter": lambda row: str(row.photo.facts.taken_at)[5:7] in {"12", "01", "02"},
    "date:2017-07..": lambda row: row.photo.facts.taken_at in (*SUMMER, "2018-12-25"),
    "date:<2018": lambda row: str(row.photo.facts.taken_at).startswith("2017"),
    "camera:canon": lambda row: row.photo.facts.camera == "Canon EOS 5D",
    "camera:nikon|eos5d": lambda row: row.photo.facts.camera is not None,
    'lens:"50 mm"': lambda row: row.photo.facts.lens == "EF 50mm f/1.8",
    "rating:>=3": lambda row: row.photo.rating >= 3,
    "rating:1..3|5": lambda row: row.photo.rating in (1, 2, 3, 5),
    "pick:yes": lambda row: row.photo.pick is Pick.PICKED,
    "pick:no": lambda row: row.photo.pick is not Pick.PICKED,
    "type:jpeg": lambda row: row.photo.path.endswith(b".JPG"),
    "type:raw": lambda row: row.photo.path.endswith(b".cr2"),
    "type:tif|png": lambda row: row.photo.path.endswith((b".tiff", b".png")),
    "name:IMG_0*": lambda row: fnmatch.fnmatch(os.path.basename(row.photo.path), b"IMG_0*"),
    "name:img_0?": lambda row: fnmatch.fnmatch(os.path.basename(row.photo.path), b"IMG_0?.JPG"),
    "name:CAFÉ": lambda row: "café".encode() in row.photo.path,
    'name:"old[1*"': lambda row: b"old[1" in row.photo.path,
    "is:painted": lambda row: b"/paintings/" in row.photo.path,
    "is:damaged": lambda row: row.photo.facts.damaged,
    "is:generated|damaged": lambda row: row.photo.facts.damaged or row.photo.facts.generated,
    "is:untagged": lambda row: "sea" not in row.labels,
    "is:unplaced": lambda row: row.photo.facts.latitude is None,
    "tag:SEA": lambda row: "sea" in row.labels,
    "tag:(sea OR dog)": lambda row: bool(row.labels),
    "album:best": lambda row: row.is_best,
    "place:vienna": lambda row: row.photo.location == VIENNA,
    "place:osterreich|austria": lambda row: row.photo.location == VIENNA,
    "place:zurich": lambda row: row.photo.location == ZURICH,
    "place:atlantis": lambda _row: False,
    "sort:name": lambda _row: True,
}


SAY_NOTHING = {"folder:arty", "folder:above_the_library", "place:atlantis", "sort:name"}


@dataclass(frozen=True)
class Row:
    """All that is known of a photo: `dog` is only suggested."""

    photo: Photo
    labels: frozenset[str]
    is_best: bool


@dataclass(frozen=True)
class Filled:
    """A library of photos as different as can be."""

    filtering: Filtering
    rows: tuple[Row, ...]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Photos with every kind of facts, in turns of different lengths: most pairs of them are there."""
    here = tmp_path_factory.mktemp("above_the_library")
    root = os.fsencode(here)
    (here / "pics").mkdir()
    thumbnails = Thumbnails(here / "thumbnails.sqlite")
    with Catalogue.open(here / "catalogue.sqlite") as catalogue:
        Folders(catalogue).add(root + b"/pics")
        shelf = VectorStore(catalogue, "model", "r")
        made = []
        for number, folder in zip(range(120), itertools.cycle(FOLDERS)):
            name = NAMES[number // 4 % 4] % (number // 16)
            photo = made_photo(b"/".join((root, folder, name)), None, DATES[number % 5])
            facts = replace(
                photo.facts,
                camera=CAMERAS[number % 3],
                lens=LENSES[number // 3 % 3],
                damaged=number % 7 == 0,
                generated=number % 11 == 0,
                latitude=None if number % 6 == 5 else photo.facts.latitude,
            )
            made.append(replace(photo, facts=facts))
        ids = list(store(catalogue, thumbnails, shelf, made))
        locations = Locations(catalogue)
        waiting = locations.unlocated(len(ids))
        locations.put({row: (VIENNA, ZURICH)[row[0] % 2] for row in waiting if row[0] % 5})
        photos, tags = Photos(catalogue), Tags(catalogue)
        for number, photo_id in enumerate(ids):
            photos.set_rating([photo_id], number % 6)
            photos.set_pick([photo_id], Pick(number % 3 - 1))
        tags.add("sea", ids[::4])
        tags.store_suggestions("set", "model", [(ids[number], "dog", 0.9) for number in (1, 5, 9)])
        Albums(catalogue).make("Best of", ids[::9])
        labels = {photo: {tag.label for tag in of} for photo, of in tags.of_photos(ids).items()}
        rows = tuple(
            Row(photo, frozenset(labels.get(photo.id, ())), photo.id in ids[::9])
            for photo in photos.by_ids(ids)
        )
        yield Filled(Filtering(catalogue, root + b"/paintings"), rows)
    thumbnails.close()


@settings(max_examples=LINES)
@given(st.lists(st.tuples(st.sampled_from(sorted(PREDICATES)), st.booleans()), max_size=4))
def test_what_is_found_is_what_meets_all_filters(filled: Filled, chosen: list[tuple[str, bool]]) -> None:
    chosen = [(word, negative and not word.startswith("sort")) for word, negative in chosen]
    query = parse_query(" ".join(("-" if negative else "") + word for word, negative in chosen))
    assert len(query.filters) == len(chosen)
    expected = [
        row.photo.id
        for row in filled.rows
        if all(PREDICATES[word](row) != negative for word, negative in chosen)
    ]
    assert filled.filtering.ids(query.filters, lambda _album: []).tolist() == expected


def test_every_filter_finds_some_and_leaves_some(filled: Filled) -> None:
    for word, holds in PREDICATES.items():
        count = sum(holds(row) for row in filled.rows)
        assert 0 < count < len(filled.rows) or word in SAY_NOTHING, word


def test_a_smart_album_holds_what_it_finds(tmp_path, catalogue: Catalogue, photos: Photos) -> None:
    shelf = VectorStore(catalogue, "model", "r")
    thumbnails = Thumbnails(tmp_path / "thumbnails.sqlite")
    first, second = store(catalogue, thumbnails, shelf, [made_photo(b"/1.jpg"), made_photo(b"/2.jpg")])
    thumbnails.close()
    Albums(catalogue).make("Best", query="five stars")
    filtering = Filtering(catalogue, b"/paintings")
    best = parse_query("album:best").filters
    assert filtering.ids(best, lambda album: [second] if album.query == "five stars" else []).tolist() == [
        second
    ]
    assert filtering.ids(parse_query("-album:best").filters, lambda _: [second]).tolist() == [first]
    photos.set_rating([first], 5)
    assert photos.in_order(photos.ids(), "rating").tolist() == [first, second]
    assert photos.in_order(photos.ids(), "oldest").tolist() == [first, second]
