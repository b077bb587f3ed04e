"""A folder that moved: its photos follow with all they have, and none is read as if it were new."""

import json
import os
import shutil
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.forgetting import BELONGINGS, mark_missing
from mmdesk.library.photos import Photos
from mmdesk.library.relocating import relocate
from mmdesk.library.tags import Tags
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved

STRANGE = os.fsdecode(b"caf\xe9\n")


@pytest.fixture
def trip(album: Path) -> Path:
    """Six photos, two of them in a folder whose name is no text."""
    (album / STRANGE).mkdir()
    for number in range(6):
        saved(blots(90, 60, seed=number), album / (STRANGE if number > 3 else ".") / f"{number}.jpg")
    (album / "broken.jpg").write_bytes(b"nothing")
    return album


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    return tmp_path / "other drive" / "trip"


def _copy(old: Path, new: Path) -> None:
    """As a careless copy does it: the times of the files are not kept."""
    shutil.copytree(old, new, copy_function=shutil.copyfile)
    shutil.rmtree(old)


def test_a_moved_folder_is_followed_and_nothing_is_encoded_twice(
    trip: Path, moved: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    index(trip)
    ids = photos.ids(order="name").tolist()
    tags, albums = Tags(catalogue), Albums(catalogue)
    tags.add("sea", ids)
    best = albums.make("best", ids[:2]).id
    photos.set_rating(ids[:3], 4)
    Folders(catalogue).set_excludes(bytes(trip), ["*.tif"])
    _copy(trip, moved)
    Folders(catalogue).set_offline(bytes(trip), offline=True)
    told = relocate(catalogue, bytes(trip), bytes(moved))
    assert (told.photos, told.found) == (6, 6)
    run = index(moved)
    assert (run.encoded, run.indexed, run.missing, run.lost) == ([], 0, 0, 0)
    assert photos.ids(order="name").tolist() == ids
    assert [photo.rating for photo in photos.by_ids(ids)] == [4, 4, 4, 0, 0, 0]
    assert {tag.photo for tag in tags.photos_of("sea")} == set(ids)
    assert set(albums.photos(best)) == set(ids[:2])
    assert all(os.path.exists(photo.path) for photo in photos.by_ids(ids))
    [folder] = Folders(catalogue).all()
    assert (folder.path, folder.photos, folder.skipped) == (bytes(moved), 6, 1)
    assert (folder.offline, folder.offline_since, folder.excludes) == (False, None, ("*.tif",))
    assert [entry.photos for entry in Folders(catalogue).tree()] == [6, 2]
    assert catalogue.rows("PRAGMA foreign_key_check") == []


def test_photos_read_at_the_new_place_become_one_with_those_they_are(
    trip: Path, moved: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    index(trip)
    ids = photos.ids(order="name").tolist()
    tags = Tags(catalogue)
    tags.add("sea", ids[:1])
    Folders(catalogue).set_offline(bytes(trip), offline=True)
    _copy(trip, moved)
    saved(blots(90, 60, seed=77), moved / "0.jpg")  # edited there
    trip.mkdir()  # the bare mount point: nobody knows what lay there, so these count as copies
    index(moved.parent)
    copies = [i for i in photos.ids(order="name").tolist() if i not in ids]
    assert len(copies) == 6
    tags.add("boat", copies)
    photos.set_rating(copies, 3)
    Folders(catalogue).set_excludes(bytes(moved.parent), ["*.gif"])
    assert relocate(catalogue, bytes(trip), bytes(moved)).photos == 6
    assert set(photos.ids().tolist()) == set(ids)
    assert {tag.photo for tag in tags.photos_of("boat")} == set(ids)
    assert {tag.photo for tag in tags.photos_of("sea")} == set(ids[:1])
    assert {photo.rating for photo in photos.by_ids(ids)} == {3}
    run = index(moved.parent)
    assert (run.encoded, run.unchanged, run.missing) == ([], 6, 0)
    assert [folder.path for folder in Folders(catalogue).all()] == [bytes(moved.parent)]
    assert catalogue.rows("PRAGMA foreign_key_check") == []


def test_what_is_left_out_of_several_folders_still_is_when_they_are_one(
    trip: Path, moved: Path, index: Indexer, catalogue: Catalogue
) -> None:
    index(trip)
    _copy(trip, moved)
    above, below = moved.parent, moved / "more"
    below.mkdir()
    Folders(catalogue).add(bytes(below))
    for folder, pattern in ((trip, "*.tif"), (below, "raw/*")):
        Folders(catalogue).set_excludes(bytes(folder), [pattern])
    relocate(catalogue, bytes(trip), bytes(moved))
    [folder] = Folders(catalogue).all()
    assert (folder.path, folder.excludes) == (bytes(moved), ("*.tif", "more/raw/*"))
    saved(blots(90, 60, seed=9), above / "9.jpg")


def test_a_folder_of_other_photos_is_refused_and_nothing_is_changed(
    trip: Path, moved: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    index(trip)
    before = list(catalogue.reading().conn.iterdump())
    moved.mkdir(parents=True)
    for file in trip.glob("*.jpg"):  # the same names and sizes, other bytes
        (moved / file.name).write_bytes(bytes(file.stat().st_size))
    for old, new, why in (
        (trip, moved, "None of the photos"),
        (trip, trip / STRANGE, "lies in the other"),
        (trip, trip.parent, "lies in the other"),
        (trip, trip.parent / "nowhere", "There is no folder"),
        (moved, trip, "is not one of the library's folders"),
    ):
        with pytest.raises(UserError, match=why):
            relocate(catalogue, bytes(old), bytes(new))
    assert list(catalogue.reading().conn.iterdump()) == before
    assert len(photos.ids()) == 6


def test_lost_photos_are_missing_once_the_user_says_so_and_come_back(
    trip: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    index(trip)
    (trip / STRANGE).rename(trip.parent / "away")
    Folders(catalogue).set_lost(bytes(trip), index(trip).lost)
    [folder] = Folders(catalogue).all()
    assert (len(photos.ids()), folder.lost) == (6, 2)
    assert [folder.lost for folder in Folders(catalogue).tree()] == [2, 0]
    assert len(mark_missing(catalogue, bytes(trip))) == 2
    run = index(trip)
    assert (run.missing, run.lost) == (0, 0)
    [folder] = Folders(catalogue).all()
    assert (len(photos.ids()), folder.lost, photos.missing_count()) == (4, 0, 2)
    (trip.parent / "away").rename(trip / STRANGE)
    assert index(trip).encoded == []
    assert (len(photos.ids()), photos.missing_count()) == (6, 0)


def test_the_day_a_folder_went_is_kept_until_it_is_back(trip: Path, catalogue: Catalogue) -> None:
    folders = Folders(catalogue)
    folders.add(bytes(trip))
    folders.set_offline(bytes(trip), offline=True)
    with catalogue.writing() as db:
        db.execute("UPDATE folders SET offline_since = '2024-03-01T12:00:00Z'")
    folders.set_offline(bytes(trip), offline=True)
    [folder] = folders.all()
    assert (folder.offline_since, json.dumps(folder.excludes)) == ("2024-03-01T12:00:00Z", "[]")
    folders.set_offline(bytes(trip), offline=False)
    assert folders.all()[0].offline_since is None


def test_every_table_that_speaks_of_files_is_moved(catalogue: Catalogue) -> None:
    """Whoever adds a table with paths or photos in it is reminded to let it follow."""
    tables = [name for (name,) in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {name: {row[1] for row in catalogue.rows(f"PRAGMA table_info({name})")} for name in tables}
    with_paths = {
        "folders",
        "directories",
        "photos",
        "skipped",
        "companions",
        "other_names",
        "sidecar_log",
        "file_log",
    }
    # What was taken out never lies in an added folder, so it stays behind; at the new place it comes back.
    assert {name for name in tables if "path" in columns[name]} == {*with_paths, "folders_out"}
    of_photos = {
        name
        for name in tables
        for row in catalogue.rows(f"PRAGMA foreign_key_list({name})")
        if row[2] == "photos"
    }
    assert of_photos == set(BELONGINGS)
