"""Photos in their orders, their rows, and what the user thinks of them."""

import os
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmdesk.core.photo import FileStamp, PhotoFacts, Pick
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.history import History
from mmdesk.library.photos import Photos
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store

Put = Callable[..., list[int]]

names = st.binary(min_size=1, max_size=40).filter(
    lambda name: not {0, ord("/")} & set(name) and name not in (b".", b"..")
)


@pytest.fixture
def put(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> Put:
    """Store photos given as paths, or as (path, taken_at)."""

    def put(*given: bytes | tuple[bytes, str | None]) -> list[int]:
        pairs = [one if isinstance(one, tuple) else (one, None) for one in given]
        return list(
            store(catalogue, thumbnails, shelf, [made_photo(path, None, time) for path, time in pairs])
        )

    return put


def test_newest_first_and_those_without_a_time_last(put: Put, photos: Photos) -> None:
    old, none, new, tied = put(
        (b"/1", "1999-01-01T00:00:00"), (b"/2", None), (b"/3", "2020-01-01"), (b"/4", "2020-01-01")
    )
    assert photos.ids().tolist() == [tied, new, old, none]
    assert photos.ids().dtype == np.int64
    assert photos.ids(order="added").tolist() == [tied, new, none, old]


def test_names_are_ordered_by_path(put: Put, photos: Photos) -> None:
    b, a, c = put(b"/x/b", b"/x/a", b"/y/a")
    assert photos.ids(order="name").tolist() == [a, b, c]


def test_a_folder_is_what_lies_below_it_and_nothing_that_only_begins_like_it(
    put: Put, photos: Photos
) -> None:
    inside = put(b"/a/b/1.jpg", b"/a/b/c/2.jpg", b"/a/b/\xff.jpg")
    put(b"/a/b.jpg", b"/a/bc/3.jpg", b"/a/b0/4.jpg", b"/a/5.jpg")
    assert sorted(photos.ids(b"/a/b").tolist()) == inside
    assert sorted(photos.ids(b"/a/b/").tolist()) == inside
    assert photos.count(b"/a/b") == 3
    assert photos.count(b"/") == photos.count() == 7


def test_wildcards_in_folder_names_are_only_characters(put: Put, photos: Photos) -> None:
    (odd,) = put(b"/100%_*/1.jpg")
    put(b"/1000x/2.jpg")
    assert photos.ids(b"/100%_*").tolist() == [odd]


def test_only_what_a_model_has_seen(
    put: Put, photos: Photos, catalogue: Catalogue, thumbnails: Thumbnails
) -> None:
    put(b"/1", b"/2")
    other = VectorStore(catalogue, "model-b", "r")
    (third,) = store(catalogue, thumbnails, other, [made_photo(b"/3")])
    assert photos.ids(model_key="model-b").tolist() == [third]
    assert len(photos.ids(model_key="model-a")) == 2
    assert len(photos.ids(model_key="model-c")) == 0


def test_a_row_comes_back_as_it_went_in(put: Put, photos: Photos) -> None:
    (photo_id,) = put((b"/d/\xe9.jpg", "2019-07-14T18:03:22"))
    photo = photos.get(photo_id)
    assert photo is not None
    assert photo == photos.by_path(b"/d/\xe9.jpg")
    assert (photo.id, photo.path, photo.stamp) == (photo_id, b"/d/\xe9.jpg", FileStamp(1000, 2_000_000_000))
    assert photo.facts == PhotoFacts(
        400, 300, "2019-07-14T18:03:22", "exif", "Camera", "Lens", "f/2.8", 1.5, -2.5
    )
    assert (photo.rating, photo.pick) == (0, Pick.UNFLAGGED)
    assert photos.get(photo_id + 1) is None
    assert photos.by_path(b"/d") is None


def test_found_photos_are_in_the_order_of_their_names_with_numbers_by_value(put: Put, photos: Photos) -> None:
    paths = (b"/a/IMG_10.jpg", b"/z/img_2.jpg", b"/b/IMG_2.jpg", b"/a/Beach.jpg", b"/a/\xff 7")
    ten, lower, two, beach, raw = put(*paths)
    assert photos.in_order(np.array([ten, lower, two, beach, raw]), "name").tolist() == [
        beach, two, lower, ten, raw,
    ]  # fmt: skip


def test_rows_come_in_the_order_asked_for(put: Put, photos: Photos) -> None:
    ids = put(*(b"/%d" % number for number in range(1200)))
    wanted = ids[::-3]
    assert [photo.id for photo in photos.by_ids([*wanted, 99_999])] == wanted
    assert [photo.id for photo in photos.by_ids(np.array(wanted))] == wanted


def test_ratings_and_picks(put: Put, photos: Photos) -> None:
    first, second, third = put(b"/1", b"/2", b"/3")
    photos.set_rating([first, third], 4)
    photos.set_pick([second], Pick.REJECTED)
    assert [photo.rating for photo in photos.by_ids([first, second, third])] == [4, 0, 4]
    assert [photo.pick for photo in photos.by_ids([first, second])] == [Pick.UNFLAGGED, Pick.REJECTED]
    with pytest.raises(ValueError, match="6 stars"):
        photos.set_rating([first], 6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(directory=names, name=names, other=names)
def test_any_bytes_are_a_path(
    put: Put, photos: Photos, folders: Folders, directory: bytes, name: bytes, other: bytes
) -> None:
    path = b"/" + directory + b"/" + name
    (photo_id,) = put(path)
    found = photos.by_path(path)
    assert found is not None
    assert (found.id, found.path) == (photo_id, path)
    assert photo_id in photos.ids(os.path.dirname(path))
    assert (photo_id in photos.ids(b"/" + other)) == (other == directory)


def test_many_photos_are_rated_in_parts(put: Put, photos: Photos, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmdesk.library.photos.IDS_AT_ONCE", 2)
    ids = put(b"/1", b"/2", b"/3", b"/4", b"/5", b"/6")
    photos.set_rating(np.array(ids[:5]), 3)
    assert [photo.rating for photo in photos.by_ids(ids)] == [3, 3, 3, 3, 3, 0]


def test_one_is_kept_and_others_are_rejected_in_one_act(
    put: Put, photos: Photos, catalogue: Catalogue
) -> None:
    one, two, three, gone = put(b"/1", b"/2", b"/3", b"/4")
    photos.set_pick([two], Pick.PICKED)
    photos.set_rating([three], 3)
    with catalogue.writing() as db:
        db.execute("UPDATE photos SET missing = 1 WHERE id = ?", [gone])
    photos.keep_one(one, [two, three])
    told = photos.judgements(np.array([three, two, one, gone]))
    assert dict(zip(told.ids.tolist(), told.picks.tolist(), strict=True)) == {one: 1, two: -1, three: -1}
    assert dict(zip(told.ids.tolist(), told.ratings.tolist(), strict=True)) == {one: 0, two: 0, three: 3}
    history = History(catalogue)
    act = history.last()
    assert act is not None
    assert act.done == "One of 3 photos picked, the others rejected"
    history.take_back(act)
    assert [photo.pick for photo in photos.by_ids([one, two, three])] == [0, Pick.PICKED, 0]
