"""The photos that are looked among: what is found is what filtering first and ranking then would find."""

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from mmdesk.core.albums import Album
from mmdesk.core.photo import Photo
from mmdesk.core.query import Query, parse_query
from mmdesk.library.ingest import Ingest
from mmdesk.library.path_range import below
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.smart_albums import album_counts
from mmdesk.tasks.vectors import vector_store
from tests.library.made_photos import made_photo

FILTERS: dict[str, Callable[[Photo], bool]] = {
    "": lambda _photo: True,
    "rating:>=3": lambda photo: photo.rating >= 3,
    "-rating:>=3": lambda photo: photo.rating < 3,
    "rating:2 date:2019": lambda photo: photo.rating == 2 and photo.facts.taken_at == "2019-05-01",
    "generated:no": lambda photo: not photo.facts.generated,
    "generated:only rating:>=1": lambda photo: photo.facts.generated and photo.rating >= 1,
    "rating:5 rating:1": lambda _photo: False,
}
"""Filters by what they ask of a photo."""

TERMS = ("red", '"red dog" blue', '"red dog" blue "a beach" -sunset', "-green")


@dataclass(frozen=True)
class Filled:
    """A library with photos in two folders, one of them that of paintings; some are hidden, some unseen."""

    searcher: Searcher
    photos: tuple[Photo, ...]
    folder: bytes
    album: Album

    @property
    def painted(self) -> bytes:
        """The folder of paintings."""
        return os.fsencode(self.searcher.library.places.paintings)


@pytest.fixture
def filled(library: Library) -> Filled:
    """Ninety photos."""
    clip, folder = DummyClip(library.places), b"/pictures"
    shelf = vector_store(library, clip)
    made = []
    for number, usual in zip(range(90), itertools.cycle((folder, folder + b"/in", b"/other"))):
        where = os.fsencode(library.places.paintings) if number % 10 == 9 else usual
        photo = made_photo(where + b"/%02d.jpg" % number, None, ("2019-05-01", "2020")[number // 3 % 2])
        made.append(replace(photo, facts=replace(photo.facts, generated=number % 7 == 0)))
    vectors = np.random.default_rng(3).standard_normal((len(made), clip.folder.dim), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = Ingest(library.catalogue, library.thumbnails, shelf).store(made, vectors).ids
    for number, photo in enumerate(ids):
        library.photos.set_rating([photo], number % 6)
    with library.catalogue.writing() as db:
        db.execute("UPDATE photos SET missing = 1 WHERE id % 8 = 0")
        db.execute("DELETE FROM vectors WHERE photo_id % 13 = 0")
    album = library.albums.make("Two thirds", [photo for photo in ids if photo % 3])
    shown = tuple(photo for photo in library.photos.by_ids(ids) if photo.id % 8)
    return Filled(Searcher(library, clip), shown, folder, album)


def _expected(filled: Filled, query: Query, holds: Callable[[Photo], bool]) -> list[int]:
    """Photos that are to be looked among."""
    low, high = below(query.folder or b"")
    return [
        photo.id
        for photo in filled.photos
        if holds(photo)
        and photo.id % 13
        and (query.folder is None or low <= photo.path < high)
        and (query.album is None or photo.id % 3)
        and (query.painted or not photo.path.startswith(filled.painted))
    ]


@pytest.mark.parametrize("words", TERMS)
def test_it_is_as_if_filtered_first_and_ranked_then(filled: Filled, words: str) -> None:
    every = filled.searcher.search(parse_query(words), 1000).hits
    assert len(every) > 40
    places = itertools.product((None, filled.folder), (None, filled.album.id), (True, False))
    for (folder, album, painted), (line, holds) in itertools.product(places, FILTERS.items()):
        asked = parse_query(f"{words} {line}")
        query = replace(asked, folder=folder, album=album, painted=painted)
        expected = set(_expected(filled, query, holds))
        found = filled.searcher.search(query, 1000)
        assert found.considered == len(expected), str(query)
        ranked = [(hit.photo, hit.relevance) for hit in every if hit.photo in expected]
        assert [(hit.photo, hit.relevance) for hit in found.hits] == ranked, str(query)
        assert found.hits[:5] == filled.searcher.search(query, 5).hits


def test_filters_that_were_asked_before_follow_the_library(filled: Filled) -> None:
    library, query = filled.searcher.library, parse_query("red rating:5")
    before = {hit.photo for hit in filled.searcher.search(query).hits}
    [new, *_] = [photo.id for photo in filled.photos if photo.rating == 0 and photo.id % 13]
    library.photos.set_rating([new], 5)
    assert {hit.photo for hit in filled.searcher.search(query).hits} == before | {new}
    library.photos.set_rating([new], 0)
    assert {hit.photo for hit in filled.searcher.search(query).hits} == before


@pytest.mark.parametrize(
    "line",
    ["red", "red score:<0.9", "red is:generated", "red -is:painted", "rating:4", "album:three rating:4"],
)
def test_an_album_in_a_search_has_the_photos_that_it_counts(filled: Filled, line: str) -> None:
    albums = filled.searcher.library.albums
    albums.make("Three stars", query="red rating:>=3")
    kept = albums.make("Kept", query=line)
    counted = album_counts(filled.searcher)[kept.id].photos
    found = filled.searcher.search(parse_query("album:kept"))
    assert {hit.photo for hit in found.hits} >= {hit.photo for hit in filled.searcher.search(kept.asks).sure}
    assert len(found.hits) == counted > 0


def test_albums_that_speak_of_each_other_come_to_an_end(filled: Filled) -> None:
    albums = filled.searcher.library.albums
    albums.make("Hen", query="album:egg")
    egg = albums.make("Egg", query="album:hen|hen rating:5")
    assert filled.searcher.search(parse_query("album:hen")).hits == ()
    assert album_counts(filled.searcher)[egg.id].photos == 0
