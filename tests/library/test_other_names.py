"""One file under several names is one photo, whatever comes and goes."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.forgetting import forget
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.other_names import hard_links
from mmdesk.library.photos import Photos
from mmdesk.library.taken_out import TakenOut
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved


@pytest.fixture
def linked(album: Path) -> Path:
    """An album with a picture that has a hard link, a link, and is seen through a linked folder."""
    saved(blots(90, 60, seed=1), album / "real.jpg")
    saved(blots(90, 60, seed=2), album / "another.jpg")
    (album / "hard.jpg").hardlink_to(album / "real.jpg")
    (album / "best").mkdir()
    (album / "best" / "link.jpg").symlink_to("../real.jpg")
    return album


def all_names(photos: Photos) -> Iterator[set[str]]:
    for photo in photos.by_ids(photos.ids(order="name")):
        yield {Path(os.fsdecode(path)).name for path in (photo.path, *photo.other_names)}


def test_all_names_of_a_file_are_one_photo(
    linked: Path, index: Indexer, photos: Photos, folders: Folders
) -> None:
    first = index(linked)
    assert (first.found, first.indexed) == (4, 2)
    assert sorted(map(sorted, all_names(photos))) == [["another.jpg"], ["hard.jpg", "link.jpg", "real.jpg"]]
    again = index(linked)
    assert (again.found, again.unchanged, again.requested) == (4, 2, [])
    assert photos.count() == 2
    assert [(folder.path, folder.photos) for folder in folders.tree()] == [
        (bytes(linked), 2),
        (bytes(linked / "best"), 1),
    ]
    [in_best] = photos.by_ids(photos.ids(bytes(linked / "best")))
    assert not os.path.islink(in_best.path)
    assert hard_links(in_best) == [bytes(linked / "hard.jpg"), bytes(linked / "real.jpg")]


def test_when_the_name_it_goes_by_is_gone_the_next_takes_over_with_all_that_is_known(
    linked: Path, index: Indexer, photos: Photos
) -> None:
    index(linked)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    photos.set_rating([photo.id], 5)
    os.unlink(photo.path)
    again = index(linked)
    assert (again.encoded, again.missing, photos.count()) == ([], 0, 2)
    after = photos.get(photo.id)
    assert after is not None
    assert (after.rating, after.path != photo.path, os.path.exists(after.path)) == (5, True, True)


def test_a_file_that_is_renamed_keeps_its_other_names(linked: Path, index: Indexer, photos: Photos) -> None:
    index(linked)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    os.rename(photo.path, linked / "renamed.jpg")
    again = index(linked)
    assert (again.encoded, again.missing, photos.count()) == ([], 0, 2)
    after = photos.get(photo.id)
    assert after is not None
    assert bytes(linked / "renamed.jpg") in (after.path, *after.other_names)
    assert photo.path not in (after.path, *after.other_names)


def test_a_name_that_gets_a_file_of_its_own_is_a_photo_of_its_own(
    linked: Path, index: Indexer, photos: Photos
) -> None:
    index(linked)
    (linked / "hard.jpg").unlink()
    (linked / "real.jpg").unlink()
    (linked / "best" / "link.jpg").unlink()
    saved(blots(90, 60, seed=3), linked / "hard.jpg")
    saved(blots(90, 60, seed=4), linked / "real.jpg")
    index(linked)
    assert sorted(map(sorted, all_names(photos))) == [["another.jpg"], ["hard.jpg"], ["real.jpg"]]


def test_names_in_two_folders_of_the_library_and_a_folder_that_is_linked(
    linked: Path, index: Indexer, photos: Photos, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    saved(blots(90, 60, seed=5), other / "own.jpg")
    (other / "far.jpg").hardlink_to(linked / "real.jpg")
    (linked / "to-other").symlink_to(other)
    index(linked)
    index(other)
    index(linked)
    assert photos.count() == 3
    own = photos.by_path(bytes(other / "own.jpg"))
    assert own is not None
    assert own.other_names == (bytes(linked / "to-other" / "own.jpg"),)
    assert len(photos.ids(bytes(other))) == 2


def test_a_photo_whose_folder_is_taken_out_goes_by_its_name_elsewhere(
    linked: Path, index: Indexer, photos: Photos, catalogue: Catalogue, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    saved(blots(90, 60, seed=5), elsewhere / "own.jpg")
    (elsewhere / "far.jpg").hardlink_to(linked / "real.jpg")
    index(linked)
    index(elsewhere)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    photos.set_rating([photo.id], 5)
    assert TakenOut(catalogue).take_out(bytes(linked)) == 1
    after = photos.get(photo.id)
    assert after is not None
    assert (after.path, after.rating, after.other_names) == (bytes(elsewhere / "far.jpg"), 5, ())
    assert (photos.count(), index(elsewhere).requested) == (2, [])

    assert index(linked).encoded == []
    assert photos.count() == 3
    assert sorted(map(sorted, all_names(photos))) == [
        ["another.jpg"],
        ["far.jpg", "hard.jpg", "link.jpg", "real.jpg"],
        ["own.jpg"],
    ]
    again = photos.get(photo.id)
    assert again is not None
    assert again.rating == 5


def test_a_photo_is_excluded_only_by_all_its_names(
    linked: Path, index: Indexer, photos: Photos, folders: Folders
) -> None:
    index(linked)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    folders.set_excludes(bytes(linked), ["hard.jpg", "real.jpg"])
    assert list(all_names(photos)) == [{"another.jpg"}, {"link.jpg"}]
    assert (index(linked).requested, photos.count()) == ([], 2)
    folders.set_excludes(bytes(linked), ["hard.jpg", "real.jpg", "best"])
    assert list(all_names(photos)) == [{"another.jpg"}]
    folders.set_excludes(bytes(linked), [])
    assert index(linked).encoded == []
    assert sorted(map(sorted, all_names(photos))) == [["another.jpg"], ["hard.jpg", "link.jpg", "real.jpg"]]
    assert photos.get(photo.id) is not None


def test_only_a_photo_that_has_gone_by_all_its_names_is_forgotten(
    linked: Path, index: Indexer, photos: Photos, catalogue: Catalogue
) -> None:
    index(linked)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    gone = [(photo.id, photo.path)]
    assert forget(catalogue, gone) == 0
    assert photos.get(photo.id) == photo
    os.unlink(photo.path)
    assert forget(catalogue, gone) == 0
    after = photos.get(photo.id)
    assert after is not None
    assert after.path in photo.other_names
    for name in (after.path, *after.other_names):
        os.unlink(name)
    assert forget(catalogue, [(after.id, after.path)]) == 1
    assert catalogue.value("SELECT count(*) FROM other_names") == 0


def test_rows_of_an_older_catalogue_become_one_and_facts_are_read_again(
    linked: Path, index: Indexer, photos: Photos, catalogue: Catalogue
) -> None:
    index(linked)
    [photo] = photos.by_ids(photos.ids(bytes(linked / "best")))
    other = next(path for path in photo.other_names if not os.path.islink(path))
    with catalogue.writing() as db:  # as it was before there were other names, and versions of facts
        columns = [row[1] for row in db.execute("PRAGMA table_info(photos)") if row[1] not in ("id", "path")]
        kept = ", ".join(columns)
        sql = f"INSERT INTO photos (path, {kept}) SELECT ?, {kept} FROM photos WHERE id = ?"
        twin = db.execute(sql, [other, photo.id]).lastrowid
        db.execute("DELETE FROM other_names")
        db.execute("UPDATE photos SET facts_version = 0, width = 1, camera = 'Wrong'")
    photos.set_rating([int(twin or 0)], 4)
    again = index(linked)
    assert again.encoded == []
    assert photos.count() == 2
    after = photos.get(photo.id)
    assert after is not None
    assert (after.rating, after.facts.width, after.facts.camera) == (4, 90, None)
    assert len(after.other_names) == 2
    assert index(linked).requested == []


def test_an_older_catalogue_gets_the_table(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="other_names")
    older.execute("INSERT INTO directories (id, path) VALUES (1, x'2f61')")
    older.execute(
        "INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height, rating)"
        " VALUES (x'2f612f31', 1, 2, 3, x'00', 4, 5, 3)"
    )
    connection.close()
    with Catalogue.open(path) as catalogue:
        assert catalogue.rows("SELECT path, rating, facts_version FROM photos") == [(b"/a/1", 3, 0)]
        assert catalogue.value("SELECT count(*) FROM other_names") == 0
