"""Files that vanish, change, are closed to us, have strange names, or come by the thousand."""

import os
import shutil
from pathlib import Path

import pytest

from mmdesk.core.paths import json_path, path_from_json
from mmdesk.core.places import Places
from mmdesk.library.forgetting import forget, missing_photos
from mmdesk.library.reading import reasons
from mmdesk.library.reading.reader import content_hash
from mmdesk.tasks.indexing import IndexRun
from mmdesk.tasks.library import Library, open_library
from tests.faults.conftest import assert_whole
from tests.faults.small_program import CountingClip, index, run
from tests.flows.pictures import draw_pictures

MANY = int(os.environ.get("MMDESK_TEST_FILES", "2000"))


def begun(library: Library, photos: Path) -> IndexRun:
    """A run that has listed the files and read none of them."""
    run = IndexRun(library, CountingClip(library.places))
    list(run.survey([bytes(photos)]))
    return run


def finished(run: IndexRun):
    list(run.read())
    list(run.settle())
    return run.summary(1.0)


def test_a_file_that_vanishes_after_it_was_listed_is_told_and_comes_back(
    library: Library, photos: Path
) -> None:
    run = begun(library, photos)
    one, *_ = sorted(photos.rglob("*.jpg"))
    aside = one.rename(photos.parent / "aside.jpg")
    shutil.rmtree(photos / "roll-2")
    summary = finished(run)
    assert {file.reason for file in summary.skipped} == {reasons.GONE}
    assert summary.indexed + len(summary.skipped) == 12
    aside.rename(one)
    again = index(library, photos)
    assert (again.indexed, again.skipped, library.skipped.count()) == (1, (), 0)


def test_a_file_that_changes_after_it_was_listed_is_stored_as_it_is_now(
    library: Library, photos: Path, data: Path
) -> None:
    run = begun(library, photos)
    one, other = sorted(photos.rglob("*.jpg"))[:2]
    shutil.copy(other, one)
    with one.open("ab") as file:
        file.write(b"longer")
    finished(run)
    photo = library.photos.by_path(bytes(one))
    assert photo is not None
    assert photo.content_hash == content_hash(one.read_bytes())
    assert (photo.stamp.size, photo.stamp.mtime_ns) == (one.stat().st_size, one.stat().st_mtime_ns)
    assert index(library, photos).unchanged == 12
    assert_whole(data)


def test_a_file_still_being_copied_is_taken_when_it_is_whole(library: Library, photos: Path) -> None:
    one, *_ = sorted(photos.rglob("*.jpg"))
    whole = one.read_bytes()
    one.write_bytes(whole[: len(whole) // 2])
    assert [file.reason for file in index(library, photos).skipped] == [reasons.ENDS_EARLY]
    with one.open("ab") as file:
        file.write(whole[len(whole) // 2 :])
    again = index(library, photos)
    assert (again.indexed, again.skipped, library.photos.count()) == (1, (), 12)


def test_what_may_not_be_read_is_listed_and_nothing_known_of_it_is_lost(
    data: Path, photos: Path, without_privileges: list[str]
) -> None:
    few = photos / "few"  # or they would be too many to be taken for gone
    few.mkdir()
    for path in sorted(photos.glob("roll-1/*.jpg"))[:2]:
        path.rename(few / path.name)
    first = run("add", data, photos)
    assert first.document["indexed"] == 12
    draw_pictures(photos, 2, seed=5)
    new, *_ = sorted(photos.rglob("5-*.jpg"))
    new.chmod(0)
    few.chmod(0)
    try:
        closed = run("add", data, photos, prefix=without_privileges)
    finally:
        few.chmod(0o755)
        new.chmod(0o644)
    told = {os.path.basename(path): reason for path, reason in closed.document["skipped"]}
    assert told[new.name] == reasons.NO_PERMISSION
    assert "could not be read" in told["few"]
    with open_library(Places(data)) as library:
        assert library.photos.missing_count() == 0
    opened = run("add", data, photos)
    assert (opened.document["skipped"], opened.document["unchanged"]) == ([], 13)
    assert_whole(data)


STRANGE = [
    b"\xff\xfe not utf-8.jpg",
    b"new\nline.jpg",
    b"<b>bold</b>.jpg".replace(b"/", b"_"),
    b"100%s %d %.jpg",
    b"c:colon:name.jpg",
    b"-rf.jpg",
    b"'quote\" ; DROP TABLE photos.jpg",
    b"[a-z]*?.jpg",
    b"\xe2\x80\xae right to left.jpg",
    "Zoe\u0308 and Zo\u00eb".encode() + b".jpg",
    b"n" * 251 + b".jpg",
    b" .jpg",
]


def test_any_name_a_disk_can_have_is_a_photo_like_others(
    library: Library, photos: Path, tmp_path: Path, data: Path
) -> None:
    folder = os.fsencode(tmp_path) + b"/folder \xff <i> %s :\n"
    os.mkdir(folder)
    for picture, name in zip(sorted(photos.rglob("*.jpg")), STRANGE, strict=True):
        shutil.copy(picture, os.fsdecode(folder + b"/" + name))
    clip = CountingClip(library.places)
    assert index(library, folder, clip=clip).indexed == len(STRANGE)
    paths = {photo.path for photo in library.photos.by_ids(library.photos.ids(folder))}
    assert paths == {folder + b"/" + name for name in STRANGE}
    assert all(path_from_json(json_path(path)) == path for path in paths)
    library.photos.set_rating(library.photos.ids().tolist(), 4)
    os.rename(folder, folder + b" renamed")
    library.folders.remove_empty(folder)
    again = index(library, folder + b" renamed", clip=clip)
    assert (again.renamed, again.indexed, clip.encoded) == (0, len(STRANGE), len(STRANGE))
    assert_whole(data)


def test_a_photo_of_a_strange_name_can_be_missing_and_forgotten(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    drawn = draw_pictures(folder, len(STRANGE))
    for picture, name in zip(drawn, STRANGE, strict=True):
        os.rename(bytes(picture), bytes(folder) + b"/" + name)
    index(library, folder)
    for name in STRANGE[:2]:
        os.unlink(bytes(folder) + b"/" + name)
    index(library, folder)
    gone = missing_photos(library.catalogue)
    assert {os.path.basename(path) for _, path in gone} == set(STRANGE[:2])
    assert forget(library.catalogue, gone) == 2


def with_many_files(folder: Path, count: int) -> Path:
    """Files of one content: it is decoded once, so that all is about the number alone."""
    [picture] = draw_pictures(folder, 1)
    (folder / "many").mkdir()
    for number in range(count):
        shutil.copy2(picture, folder / "many" / f"{number:06}.jpg")
    return folder


def effort_of(library: Library, folder: Path, clip: CountingClip) -> int:
    """Steps SQLite takes to tell what is known while a folder is indexed, in hundreds."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    connection = library.catalogue.reading().conn
    connection.set_progress_handler(count, 100)
    summary = index(library, folder / "many", clip=clip)
    connection.set_progress_handler(None, 0)
    assert summary.indexed + summary.unchanged == len(os.listdir(folder / "many"))
    return steps


def test_many_files_in_one_folder_are_no_trouble(library: Library, tmp_path: Path, data: Path) -> None:
    """`MMDESK_TEST_FILES=200000` makes the long version."""
    clip = CountingClip(library.places)
    efforts = []
    for count in (MANY // 8, MANY):
        folder = with_many_files(tmp_path / str(count), count)
        index(library, folder / "roll-0", clip=clip)
        efforts.append([effort_of(library, folder, clip) for _ in ("new", "unchanged")])
    assert clip.encoded == 1
    for few, many in zip(*efforts, strict=True):
        assert many < 2 * 8 * few, "twice what eight times the files should take"
    assert_whole(data)


def test_loops_of_links_end(library: Library, photos: Path) -> None:
    (photos / "roll-0" / "up").symlink_to(photos)
    (photos / "itself").symlink_to("itself")
    (photos / "a").symlink_to("b")
    (photos / "b").symlink_to("a")
    (photos / "nowhere.jpg").symlink_to("nowhere")
    summary = index(library, photos)
    assert (summary.indexed, len(summary.skipped)) == (12, 1)


@pytest.mark.parametrize("how", ["away", "empty", "half"])
def test_a_drive_that_is_not_there_empties_nothing(library: Library, photos: Path, how: str) -> None:
    clip = CountingClip(library.places)
    index(library, photos, clip=clip)
    library.photos.set_rating(library.photos.ids().tolist(), 3)
    aside = photos.parent / "aside"
    if how == "half":
        shutil.move(photos / "roll-0", aside)
        shutil.move(photos / "roll-1" / "1-00001.jpg", photos.parent)
    else:
        photos.rename(aside)
        if how == "empty":
            photos.mkdir()
    for _ in range(2):
        summary = index(library, photos, clip=clip)
        assert len(summary.skipped) == 1
        assert (library.photos.count(), library.photos.missing_count()) == (12, 0)
    folder = library.folders.all()[0]
    assert (folder.offline, folder.lost) == (how != "half", 5 if how == "half" else 0)
    if how == "half":
        shutil.move(aside, photos / "roll-0")
        shutil.move(photos.parent / "1-00001.jpg", photos / "roll-1")
    else:
        shutil.rmtree(photos, ignore_errors=True)
        aside.rename(photos)
    back = index(library, photos, clip=clip)
    assert (back.unchanged, back.skipped, clip.encoded) == (12, (), 12)
    assert {photo.rating for photo in library.photos.by_ids(library.photos.ids())} == {3}
    assert (library.folders.all()[0].offline, library.folders.all()[0].lost) == (False, 0)
