"""Renames and the trash, on a disk that fails at any moment."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.tasks.files.renaming import recover, rename
from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import Library
from mmdesk.tasks.undoing import undo
from tests.faults.conftest import assert_whole
from tests.faults.file_acts import ended, names, photo_called
from tests.faults.mortal import survives
from tests.faults.small_program import index
from tests.faults.test_data_folder import FailingDisk
from tests.flows.pictures import draw_pictures

TOGETHER = ("one.CR2", "one.jpg", "one.jpg.xmp", "one.xmp")


class FailingFolder(FailingDisk):
    """Also of names."""

    CALLS = (*FailingDisk.CALLS, (os, "rename"), (os, "listdir"))


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Path:
    """A photo with a raw file and sidecars, each with its name for content, and another photo."""
    folder = tmp_path / "photos"
    one, two = draw_pictures(tmp_path / "drawn", 2)
    folder.mkdir()
    shutil.copy(one, folder / "one.jpg")
    shutil.copy(two, folder / "two.jpg")
    for name in TOGETHER:
        if name != "one.jpg":
            (folder / name).write_bytes(name.encode())
    index(library, folder)
    return folder


def test_whichever_request_of_a_rename_fails_what_belongs_together_keeps_one_name(
    library: Library, folder: Path, data: Path
) -> None:
    photo = photo_called(library, folder / "one.jpg")
    for number in range(1, 60):
        disk = FailingFolder(number)
        try:
            with disk.at_work(folder):
                rename(library, photo, "new")
        except UserError:
            stem = "one"
        else:
            stem = "new"
        assert names(folder) == {"two.jpg", *(name.replace("one", stem) for name in TOGETHER)}
        assert (folder / f"{stem}.jpg.xmp").read_bytes() == b"one.jpg.xmp"
        row = library.photos.get(photo)
        assert row is not None
        assert row.path == bytes(folder / f"{stem}.jpg")
        if stem == "new":
            ended(undo(library))
        if disk.asked < number:
            break
    assert number > 8
    assert_whole(data)


def test_a_rename_that_was_killed_is_taken_back(library: Library, folder: Path, data: Path) -> None:
    """Between two files, while one has both names, and when all are moved but the catalogue."""
    photo = photo_called(library, folder / "one.jpg")
    for number in range(1, 2 * len(TOGETHER) + 1):
        assert not survives(number, "rename", data, photo)
        if number > 1:
            assert names(folder) != {"two.jpg", *TOGETHER}
        recover(library)
        assert names(folder) == {"two.jpg", *TOGETHER}
        assert index(library, folder).unchanged == 2
    assert photo_called(library, folder / "one.jpg") == photo
    assert survives(number + 1, "rename", data, photo)


def test_a_move_to_the_trash_that_was_killed_can_be_undone(
    library: Library, folder: Path, data: Path, trash_folder: Path
) -> None:
    photo = photo_called(library, folder / "one.jpg")
    for number in range(1, len(TOGETHER) + 1):
        assert not survives(number, "trash", data, photo)
        assert len(names(folder)) == 1 + len(TOGETHER) - (number - 1)
        index(library, folder)
        ended(undo(library))
        assert names(folder) == {"two.jpg", *TOGETHER}
        assert index(library, folder).unchanged == 2
        assert photo_called(library, folder / "one.jpg") == photo
    assert survives(number + 1, "trash", data, photo)


def test_files_go_back_when_the_catalogue_cannot_follow(library: Library, folder: Path) -> None:
    photo = photo_called(library, folder / "one.jpg")
    with library.catalogue.writing() as db:
        db.execute("CREATE TRIGGER no BEFORE UPDATE ON photos BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(sqlite3.IntegrityError):
        rename(library, photo, "new")
    assert names(folder) == {"two.jpg", *TOGETHER}


def test_whichever_request_of_the_trash_fails_what_belongs_together_stays_together(
    library: Library, folder: Path, trash_folder: Path, tmp_path: Path
) -> None:
    photo = photo_called(library, folder / "one.jpg")
    for number in range(1, 80):
        disk = FailingFolder(number)
        with disk.at_work(tmp_path):
            summary, skipped = ended(trash(library, [photo]))
        if summary.photos:
            assert names(folder) == {"two.jpg"}
            assert library.photos.count() == 1
            assert ended(undo(library))[0].photos == (photo,)
        else:
            assert len(skipped) == 1
        assert names(folder) == {"two.jpg", *TOGETHER}
        assert library.photos.count() == 2
        shutil.rmtree(trash_folder, ignore_errors=True)
        if disk.asked < number:
            break
    assert 20 < number < 79


def test_whichever_request_of_an_undo_fails_no_file_is_lost(
    library: Library, folder: Path, trash_folder: Path, tmp_path: Path
) -> None:
    contents = {name: (folder / name).read_bytes() for name in TOGETHER}
    photo = photo_called(library, folder / "one.jpg")
    for number in range(1, 80):
        ended(trash(library, [photo]))
        disk = FailingFolder(number)
        with disk.at_work(trash_folder.parent.parent):
            _, skipped = ended(undo(library))
        for name in TOGETHER:
            here, there = folder / name, trash_folder / "files" / name
            assert here.exists() != there.exists()
            assert here.exists() or bytes(here) in {file.path for file in skipped}
            shutil.move(there if there.exists() else here, here)
            assert here.read_bytes() == contents[name]
        shutil.rmtree(trash_folder)
        index(library, folder)
        if disk.asked < number:
            break
    assert number > 8


def test_what_went_to_the_trash_on_purpose_is_not_taken_for_lost(
    library: Library, photos: Path, trash_folder: Path
) -> None:
    index(library, photos)
    ids = library.photos.ids().tolist()
    library.photos.set_rating(ids, 3)
    ended(trash(library, ids[:9]))
    index(library, photos)
    assert [folder.lost for folder in library.folders.all()] == [0]
    assert (library.photos.count(), library.photos.missing_count()) == (3, 0)
    assert {photo.rating for photo in library.photos.by_ids(ids)} == {3}
