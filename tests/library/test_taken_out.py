"""Folders taken out of the library: what is known of them is kept, comes back, and goes only when told."""

import os
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.forgetting import forget, missing_photos, photos_gone_from
from mmdesk.library.photos import LEFT_OUT, MISSING, THERE, Photos
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.tags import Tags
from mmdesk.library.taken_out import TakenOut
from mmdesk.library.vector_store import VectorStore
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved


@pytest.fixture
def taken_out(catalogue: Catalogue) -> TakenOut:
    return TakenOut(catalogue)


@pytest.fixture
def trip(album: Path) -> Path:
    """Six photos, two of them in a folder below."""
    (album / "day-1").mkdir()
    for number in range(6):
        saved(blots(90, 60, seed=number), album / ("day-1" if number > 3 else "") / f"{number}.jpg")
    return album


def _states(catalogue: Catalogue) -> dict[str, int]:
    rows = catalogue.rows("SELECT path, missing FROM photos")
    return {os.path.basename(path).decode(): missing for path, missing in rows}


def test_a_folder_comes_back_with_all_that_was_known_of_it(
    trip: Path,
    index: Indexer,
    catalogue: Catalogue,
    photos: Photos,
    folders: Folders,
    taken_out: TakenOut,
    shelf: VectorStore,
    skipped_files: SkippedFiles,
) -> None:
    (trip / "broken.jpg").write_bytes(b"no picture")
    index(trip)
    ids = photos.ids().tolist()
    photos.set_rating(ids, 4)
    Tags(catalogue).add("sea", ids)
    best = Albums(catalogue).make("best", ids).id
    (trip / "0.jpg").unlink()
    index(trip)
    folders.set_excludes(bytes(trip), ["day-1"])
    before = _states(catalogue)
    assert sorted(before.values()) == [THERE, THERE, THERE, MISSING, LEFT_OUT, LEFT_OUT]

    assert taken_out.take_out(bytes(trip)) == 3
    assert (folders.all(), photos.count(), photos.missing_count(), skipped_files.all()) == ([], 0, 0, [])
    assert missing_photos(catalogue) == []
    [out] = taken_out.all()
    assert (out.path, out.photos, out.excludes) == (bytes(trip), 6, ("day-1",))

    again = index(trip)
    assert (again.encoded, again.unchanged) == ([], 3)
    assert (_states(catalogue), taken_out.all()) == (before, [])
    assert folders.all()[0].excludes == ("day-1",)
    folders.set_excludes(bytes(trip), [])
    assert set(photos.ids().tolist()) == {tag.photo for tag in Tags(catalogue).photos_of("sea")}
    assert len(Albums(catalogue).photos(best)) == shelf.count() - 1 == 5
    assert {photo.rating for photo in photos.by_ids(ids)} == {4}


def test_a_folder_that_is_away_is_put_back_as_it_was(
    trip: Path, index: Indexer, catalogue: Catalogue, folders: Folders, taken_out: TakenOut
) -> None:
    index(trip)
    before = _states(catalogue)
    taken_out.take_out(bytes(trip))
    trip.rename(trip.parent / "unplugged")
    taken_out.put_back(bytes(trip))
    assert (_states(catalogue), [folder.path for folder in folders.all()]) == (before, [bytes(trip)])
    with pytest.raises(UserError, match="not one that was taken out"):
        taken_out.put_back(bytes(trip))


def test_only_forgetting_drops_what_is_kept(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos, taken_out: TakenOut
) -> None:
    index(trip)
    assert photos_gone_from(catalogue, bytes(trip)) == []
    taken_out.take_out(bytes(trip))
    gone = photos_gone_from(catalogue, bytes(trip))
    taken_out.forget_empty(bytes(trip))
    assert len(taken_out.all()) == 1
    assert forget(catalogue, gone) == 6
    taken_out.forget_empty(bytes(trip))
    assert (taken_out.all(), _states(catalogue)) == ([], {})
    assert len(list(trip.rglob("*.jpg"))) == 6


def test_what_is_not_added_cannot_be_taken_out(trip: Path, index: Indexer, taken_out: TakenOut) -> None:
    index(trip)
    with pytest.raises(UserError, match="leave it out of that one instead"):
        taken_out.take_out(bytes(trip / "day-1"))
    with pytest.raises(UserError, match="not one of the library's folders"):
        taken_out.take_out(bytes(trip.parent))


def test_a_larger_folder_brings_back_what_lies_in_it(
    trip: Path, index: Indexer, photos: Photos, folders: Folders, taken_out: TakenOut
) -> None:
    index(trip / "day-1")
    folders.set_excludes(bytes(trip / "day-1"), ["5.*"])
    taken_out.take_out(bytes(trip / "day-1"))
    index(trip)
    assert (photos.count(), taken_out.all()) == (5, [])
    assert folders.all()[0].excludes == ("day-1/**/5.*",)


def test_a_part_of_what_was_taken_out_can_be_added(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos, taken_out: TakenOut
) -> None:
    index(trip)
    taken_out.take_out(bytes(trip))
    saved(blots(90, 60, seed=9), trip / "day-1" / "9.jpg")
    assert len(index(trip / "day-1").encoded) == 1
    assert photos.count() == 3
    assert [folder.photos for folder in taken_out.all()] == [4]


def test_a_copy_elsewhere_is_a_copy(
    trip: Path, index: Indexer, photos: Photos, taken_out: TakenOut, tmp_path: Path
) -> None:
    index(trip)
    taken_out.take_out(bytes(trip))
    other = tmp_path / "other"
    other.mkdir()
    (trip / "0.jpg").rename(other / "0.jpg")  # as if its drive were away
    assert index(other).renamed == 0
    assert [folder.photos for folder in taken_out.all()] == [6]


def test_excluding_hides_at_once_and_ending_it_shows_again(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos, folders: Folders
) -> None:
    index(trip)
    before = _states(catalogue)
    folders.set_excludes(bytes(trip), ["/day-1", "0.*"])
    assert photos.count() == 3
    index(trip)
    assert (photos.count(), photos.missing_count()) == (3, 0)
    folders.set_excludes(bytes(trip), [])
    assert _states(catalogue) == before


def test_a_folder_in_another_is_excluded_alone(
    trip: Path, index: Indexer, photos: Photos, folders: Folders
) -> None:
    (trip / "more" / "day-1").mkdir(parents=True)
    saved(blots(90, 60, seed=8), trip / "more" / "day-1" / "8.jpg")
    index(trip)
    change = folders.exclude(bytes(trip / "day-1"))
    assert (change.before, change.now, change.hidden, change.shown) == ((), ("/day-1",), 2, 0)
    assert photos.count() == 5
    with pytest.raises(UserError, match="lies in no folder"):
        folders.exclude(bytes(trip))
    with pytest.raises(UserError, match="lies in no folder"):
        folders.exclude(bytes(trip.parent))
    back = folders.set_excludes(change.folder, change.before)
    assert (back.hidden, back.shown, photos.count()) == (0, 2, 7)


def test_each_pattern_says_how_many_photos_it_is_about(trip: Path, index: Indexer, folders: Folders) -> None:
    index(trip)
    folders.set_excludes(bytes(trip), ["0.*", "day-1"])
    known = folders.exclusion(bytes(trip / "day-1"))
    assert (known.folder, known.patterns, known.photos) == (bytes(trip), ("0.*", "day-1"), (1, 2))
    asked = folders.exclusion(bytes(trip), ["*.jpg", "*.png"])
    assert asked.photos == (6, 0)
    assert folders.excludes(bytes(trip)).patterns == ("0.*", "day-1"), "asking changes nothing"
