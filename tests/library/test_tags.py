"""States of tags, and the way back from every decision, also after a restart."""

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.labels import TagState
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store


def add_photos(catalogue: Catalogue, count: int) -> list[int]:
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (id, path) VALUES (1, ?)", [b"/a"])
        for number in range(1, count + 1):
            db.execute(
                "INSERT INTO photos (id, path, directory_id, size, mtime_ns, content_hash, width, height,"
                " taken_at) VALUES (?, ?, 1, 1, 1, ?, 10, 10, ?)",
                [number, b"/a/%d.jpg" % number, b"%d" % number, f"20{number:02}-05-01T12:00:00"],
            )
    return list(range(1, count + 1))


@pytest.fixture
def tags(catalogue: Catalogue) -> Tags:
    add_photos(catalogue, 20)
    return Tags(catalogue)


def states(tags: Tags, label: str) -> dict[int, str]:
    every = tags.photos_of(label, list(TagState))
    return {tag.photo: tag.state.value for tag in every}


def test_what_was_rejected_never_returns_whatever_set_or_model_suggests_it(tags: Tags) -> None:
    tags.store_suggestions("everyday", "model-a", [(1, "cat", 0.9), (2, "cat", 0.8)])
    tags.reject("cat", [1], "everyday")
    tags.accept("cat", [2], "everyday")
    tags.store_suggestions("everyday", "model-b", [(1, "cat", 0.99), (2, "cat", 0.2), (3, "cat", 0.5)])
    tags.store_suggestions("animals", "model-b", [(1, "cat", 0.99)])
    assert states(tags, "cat") == {1: "rejected", 2: "accepted", 3: "suggested"}
    [kept] = tags.of_photos([2])[2]
    assert (kept.model, kept.probability) == ("model-a", 0.8)


def test_new_suggestions_take_the_place_of_old_ones(tags: Tags) -> None:
    tags.store_suggestions("everyday", "a", [(1, "cat", 0.9), (2, "dog", 0.8)])
    tags.store_suggestions("animals", "a", [(3, "bird", 0.9)])
    assert tags.store_suggestions("everyday", "a", [(4, "cat", 0.7)]) == 1
    assert {photo: [t.label for t in found] for photo, found in tags.of_photos([1, 2, 3, 4]).items()} == {
        3: ["bird"],
        4: ["cat"],
    }


def test_a_label_is_listed_by_probability_below_a_folder_and_between_days(tags: Tags) -> None:
    tags.store_suggestions("everyday", "a", [(photo, "cat", photo / 30) for photo in range(1, 11)])
    tags.add("cat", [12])
    assert [tag.photo for tag in tags.photos_of("cat")][:3] == [12, 10, 9]
    assert [tag.photo for tag in tags.photos_of("cat", since="2003", until="2005-05")] == [5, 4, 3]
    assert tags.photos_of("cat", folder=b"/b") == []
    assert len(tags.photos_of("cat", folder=b"/a")) == 11


def test_a_photo_of_a_month_lies_between_days_if_all_of_the_month_does(
    catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore
) -> None:
    times = ["2015-08-22T10:08:19", "2015-08-22", "2015-08", "2015"]
    made = [made_photo(b"/%d" % number, None, time) for number, time in enumerate(times)]
    ids = store(catalogue, thumbnails, shelf, made)
    tags = Tags(catalogue)
    tags.add("cat", ids)

    def between(since: str | None, until: str | None) -> list[str]:
        return [times[ids.index(tag.photo)] for tag in tags.photos_of("cat", since=since, until=until)]

    assert between("2015-08-01", "2015-08-31") == times[:3]
    assert between("2015-08-01", "2015-08-30") == times[:2]
    assert between("2015-08-02", None) == times[:2]
    assert between("2015-01-01", "2015-12-31") == times
    assert between("2015", "2015") == times
    assert between(None, "2015-11") == times[:3]


def test_counts_by_state(tags: Tags) -> None:
    tags.store_suggestions("everyday", "a", [(photo, "cat", 0.5) for photo in range(1, 6)])
    tags.accept("cat", [1, 2], "everyday")
    tags.reject("cat", [3], "everyday")
    tags.add("cat", [9])
    [count] = tags.counts()
    assert (count.suggested, count.accepted, count.rejected, count.manual) == (2, 2, 1, 1)


def test_albums_have_names_of_their_own(catalogue: Catalogue) -> None:
    ids = add_photos(catalogue, 3)
    albums = Albums(catalogue)
    cats = albums.make("Cats", ids[:2])
    smart = albums.make("Beach", query="tag:beach")
    assert sorted(albums.photos(cats.id)) == ids[:2]
    assert smart.is_smart
    assert not cats.is_smart
    with pytest.raises(UserError, match="already"):
        albums.make("Cats")
    albums.remove(cats)
    assert [album.name for album in albums.all()] == ["Beach"]


def test_a_photo_has_a_label_in_the_spelling_that_came_first(tags: Tags) -> None:
    tags.add("Straße", [1])
    tags.add("STRASSE", [1, 2])
    tags.accept("straße", [1, 2, 3])
    labels = {photo: [tag.label for tag in found] for photo, found in tags.of_photos([1, 2, 3]).items()}
    assert labels == {1: ["Straße"], 2: ["STRASSE"], 3: ["straße"]}
    assert tags.ids_with("strasse").tolist() == [1, 2, 3]


def test_nothing_is_suggested_that_was_decided_in_another_spelling(tags: Tags) -> None:
    tags.add("Dog", [1])
    tags.reject("DOG", [2])
    assert tags.store_suggestions("everyday", "a", [(photo, "dog", 0.9) for photo in (1, 2, 3)]) == 1
    assert states(tags, "dog") == {3: "suggested"}
    tags.store_suggestions_of("dog", "everyday", "a", [(photo, 0.9) for photo in (1, 2, 3, 4)])
    assert states(tags, "dog") == {3: "suggested", 4: "suggested"}
