"""Facets: each has as many photos as the filter finds that is chosen by it."""

from collections import Counter
from dataclasses import replace

from mmdesk.core.photo import Pick
from mmdesk.core.query import parse_query
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.facets import facets_of
from mmdesk.library.filtering import Filtering
from mmdesk.library.photos import Photos
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store

NAMES = (b"/p/a%d.JPG", b"/p/b%d.jpeg", b"/p/%d.cr2", b"/p/\xff%d.tif", b"/paintings/d%d.png", b"/p/e%d.heif")
DATES = ("2017-07-14T10:00:00", "2017-07", "2017", None)


def test_facets_count_what_their_filters_find(
    catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore
) -> None:
    made = [made_photo(NAMES[n % 6] % n, None, DATES[n % 4]) for n in range(60)]
    made = [
        replace(photo, facts=replace(photo.facts, damaged=n % 7 == 0, generated=n % 11 == 0))
        for n, photo in enumerate(made)
    ]
    ids, photos = list(store(catalogue, thumbnails, shelf, made)), Photos(catalogue)
    for number, photo in enumerate(ids):
        photos.set_rating([photo], number % 5)
        photos.set_pick([photo], Pick(number % 3 - 1))
    Tags(catalogue).add("sea", ids[:7])
    with catalogue.writing() as db:
        db.execute("INSERT INTO companions (path, photo_id) VALUES ('/p/a0.nef', ?)", [ids[0]])
        db.execute("UPDATE photos SET missing = 1 WHERE id = ?", [ids[-1]])
    facets, filtering = facets_of(catalogue, b"/paintings"), Filtering(catalogue, b"/paintings")

    def found(line: str) -> int:
        return len(filtering.ids(parse_query(line).filters, lambda _album: []))

    for name, counts in (("type", facets.kinds), ("is", facets.states), ("pick", facets.picks)):
        assert dict(counts) == {value: found(f"{name}:{value}") for value in counts}
    assert set(facets.kinds) == {"jpeg", "raw", "tiff", "png", "heic"}
    assert set(facets.states) == {"painted", "damaged", "generated", "untagged"}
    assert set(facets.picks) == {"yes", "rejected", "none"}
    for stars in range(6):
        assert facets.with_stars(stars) == found(f"rating:>={stars}")
    dates = Counter((DATES[number % 4] or "")[:7] for number in range(59))
    assert facets.months == {date: dates[date] for date in ("2017", "2017-07")}
