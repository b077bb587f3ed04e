"""Files renamed, moved to the trash and brought back, with all that belongs to them."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.companion_files import companion_files
from mmdesk.library.forgetting import forget, missing_photos
from mmdesk.library.moving import move
from mmdesk.tasks.files.gathering import gather
from mmdesk.tasks.files.renaming import full_name, rename
from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.undoing import redo, undo
from tests.faults.file_acts import ended, names, photo_called
from tests.faults.small_program import CountingClip, index
from tests.flows.pictures import draw_pictures
from tests.library.xmp.test_finding import TELLS_CASE


@pytest.fixture
def clip(library: Library) -> CountingClip:
    return CountingClip(library.places)


@pytest.fixture
def folder(tmp_path: Path, library: Library, clip: CountingClip) -> Path:
    """Six pictures in the library; `pair.jpg` has a raw file, and both have sidecars."""
    drawn = draw_pictures(tmp_path / "drawn", 6)
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, picture in enumerate(drawn[:-1]):
        shutil.copy(picture, folder / f"{number}.jpg")
    shutil.copy(drawn[-1], folder / "pair.jpg")
    for name in ("pair.CR2", "pair.jpg.xmp", "pair.CR2.xmp", "pair.xmp", "0.xmp"):
        (folder / name).write_bytes(name.encode())
    index(library, folder, clip=clip)
    return folder


def test_a_name_is_given_other_case(tmp_path: Path) -> None:
    (tmp_path / "IMG.JPG").write_bytes(b"a picture")
    move(bytes(tmp_path / "IMG.JPG"), bytes(tmp_path / "img.jpg"))
    assert os.listdir(tmp_path) == ["img.jpg"]


def test_a_photo_is_renamed_with_its_raw_file_and_sidecars_and_stays_the_same_photo(
    library: Library, folder: Path, clip: CountingClip
) -> None:
    photo, encoded = photo_called(library, folder / "pair.jpg"), clip.encoded
    library.photos.set_rating([photo], 5)
    rename(library, photo, "beach")
    assert {"beach.jpg", "beach.CR2", "beach.jpg.xmp", "beach.CR2.xmp", "beach.xmp"} <= names(folder)
    assert not [name for name in names(folder) if name.startswith("pair")]
    assert (folder / "beach.CR2.xmp").read_bytes() == b"pair.CR2.xmp"
    again = index(library, folder, clip=clip)
    assert (again.unchanged, again.indexed, again.renamed, clip.encoded) == (6, 0, 0, encoded)
    assert library.companions.all() == [(bytes(folder / "beach.CR2"), bytes(folder / "beach.jpg"))]
    row = library.photos.get(photo)
    assert row is not None
    assert (row.path, row.rating) == (bytes(folder / "beach.jpg"), 5)
    ended(undo(library))
    assert {"pair.jpg", "pair.CR2", "pair.jpg.xmp", "pair.CR2.xmp", "pair.xmp"} <= names(folder)
    assert photo_called(library, folder / "pair.jpg") == photo


@TELLS_CASE
def test_sidecars_in_other_capitals_go_along(library: Library, tmp_path: Path, clip: CountingClip) -> None:
    [drawn] = draw_pictures(tmp_path / "drawn", 1)
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(drawn, folder / "Ärger.JPG")
    for name in ("Ärger.jpg.XMP", "ÄRGER.xmp", "Ärger.b.xmp"):
        (folder / name).write_bytes(name.encode())
    index(library, folder, clip=clip)
    before = names(folder)
    rename(library, photo_called(library, folder / "Ärger.JPG"), "beach")
    assert names(folder) == {"beach.JPG", "beach.JPG.XMP", "beach.xmp", "Ärger.b.xmp"}
    ended(undo(library))
    assert names(folder) == before


def test_trash_and_back(library: Library, folder: Path, trash_folder: Path, clip: CountingClip) -> None:
    before = names(folder)
    photo, encoded = photo_called(library, folder / "pair.jpg"), clip.encoded
    others = [photo_called(library, folder / f"{number}.jpg") for number in range(3)]
    library.photos.set_rating([photo], 4)
    summary, skipped = ended(trash(library, [photo, *others]))
    assert (summary.sentence, skipped) == ("4 photos moved to the trash.", [])
    assert names(folder) == {"3.jpg", "4.jpg"}
    assert len(list((trash_folder / "files").iterdir())) == 9
    again = index(library, folder, clip=clip)
    assert (again.unchanged, library.photos.count(), library.photos.missing_count()) == (2, 2, 0)
    assert [one.lost for one in library.folders.all()] == [0]
    summary, skipped = ended(undo(library))
    assert (summary.sentence, skipped, names(folder)) == ("4 photos brought back.", [], before)
    assert not list((trash_folder / "files").iterdir())
    assert not list((trash_folder / "info").iterdir())
    assert index(library, folder, clip=clip).unchanged == 6
    assert clip.encoded == encoded
    row = library.photos.get(photo)
    assert row is not None
    assert row.rating == 4


IMPOSSIBLE = {
    "  ": "needs a name",
    "..": "needs a name",
    "a/b": "characters",
    "a\0b": "characters",
    "a\nb": "characters",
    "caf\ufffd": "cannot be shown",
    ".beach": "dot",
    "n" * 252: "too long",
    "n" * 249: "belong to the photo",
    "0": "is there already",
}
"""Names, and what is said of each."""


@pytest.mark.parametrize("kind", ["trash", "rename"])
def test_what_is_done_again_is_taken_back_again(
    library: Library, folder: Path, trash_folder: Path, kind: str
) -> None:
    photo, before = photo_called(library, folder / "pair.jpg"), names(folder)
    if kind == "trash":
        ended(trash(library, [photo]))
    else:
        rename(library, photo, "beach")
    after = names(folder)
    assert after != before
    for _ in range(2):
        ended(undo(library))
        assert names(folder) == before
        ended(redo(library))
        assert names(folder) == after
    with pytest.raises(UserError, match="nothing to do again"):
        ended(redo(library))


def test_a_photo_goes_to_the_trash_by_all_its_names_and_comes_back_by_all(
    library: Library, folder: Path, trash_folder: Path, clip: CountingClip
) -> None:
    (folder / "best").mkdir()
    (folder / "best" / "hard.jpg").hardlink_to(folder / "1.jpg")
    (folder / "best" / "link.jpg").symlink_to("../1.jpg")
    index(library, folder, clip=clip)
    photo, encoded = photo_called(library, folder / "1.jpg"), clip.encoded
    done, _ = ended(trash(library, [photo]))
    assert done.sentence.endswith(" 2 other names of the same file went along.")
    assert not {"1.jpg", "best/hard.jpg", "best/link.jpg"} & names(folder)
    assert not list((folder / "best").iterdir())
    assert index(library, folder, clip=clip).found == 5
    ended(undo(library))
    assert sorted(path.name for path in (folder / "best").iterdir()) == ["hard.jpg", "link.jpg"]
    assert (folder / "1.jpg").samefile(folder / "best" / "link.jpg")
    again = index(library, folder, clip=clip)
    assert (again.found, again.unchanged, again.other_names, clip.encoded) == (8, 6, 2, encoded)
    assert photo_called(library, folder / "1.jpg") == photo


def test_a_renamed_file_tells_of_the_links_that_led_to_it(
    library: Library, folder: Path, clip: CountingClip
) -> None:
    (folder / "link.jpg").symlink_to("2.jpg")
    index(library, folder, clip=clip)
    done = rename(library, photo_called(library, folder / "2.jpg"), "beach")
    assert done.sentence == (
        f"2.jpg is now beach.jpg. The link {folder / 'link.jpg'} led to the old name and leads nowhere now."
    )


def test_a_name_that_cannot_be_is_refused_and_nothing_changed(library: Library, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    photo = photo_called(library, folder / "pair.jpg")
    for name, why in IMPOSSIBLE.items():
        with pytest.raises(UserError, match=why):
            rename(library, photo, name)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    with pytest.raises(UserError, match="nothing to undo"):
        ended(undo(library))


def test_no_name_is_given_that_would_hide_a_photo_or_mix_up_two(library: Library, folder: Path) -> None:
    two = photo_called(library, folder / "2.jpg")
    library.folders.set_excludes(bytes(folder), ["draft-*"])
    with pytest.raises(UserError, match="left out"):
        rename(library, two, "draft-1")
    for name in ("alone.CR2", "noted.xmp", "told.jpg.xmp"):
        (folder / name).touch()
        with pytest.raises(UserError, match="taken for one"):
            rename(library, two, name.partition(".")[0])
    assert "2.jpg" in names(folder)


def test_a_file_that_cannot_be_in_the_catalogue_gets_its_name_back(
    library: Library, folder: Path, trash_folder: Path
) -> None:
    """Under the name of a photo in the trash, and where the catalogue cannot be written."""
    one, two = (photo_called(library, folder / name) for name in ("1.jpg", "2.jpg"))
    ended(trash(library, [one]))
    with pytest.raises(UserError, match="in the trash"):
        rename(library, two, "1")
    with library.catalogue.writing() as db:
        db.execute("CREATE TRIGGER no BEFORE UPDATE ON photos BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(sqlite3.IntegrityError):
        rename(library, two, "beach")
    assert {"2.jpg", "1.jpg", "beach.jpg"} & names(folder) == {"2.jpg"}


def test_names_that_are_not_utf8_are_renamed_trashed_and_brought_back(
    library: Library, folder: Path, trash_folder: Path
) -> None:
    strange = bytes(folder) + b"/caf\xe9 %41 100%.jpg"
    os.rename(folder / "3.jpg", strange)
    Path(os.fsdecode(strange + b".xmp")).touch()
    index(library, folder)
    photo = library.photos.by_path(strange)
    assert photo is not None
    rename(library, photo.id, "café")
    assert {"café.jpg", "café.jpg.xmp"} <= names(folder)
    ended(undo(library))
    assert ended(trash(library, [photo.id]))[0].photos == (photo.id,)
    assert not os.path.lexists(strange)
    assert ended(undo(library))[0].photos == (photo.id,)
    assert os.path.lexists(strange)
    assert os.path.lexists(strange + b".xmp")


def test_what_is_not_what_it_was_stays_and_is_told(
    library: Library, folder: Path, places: Places, trash_folder: Path
) -> None:
    own = places.sample_library
    own.mkdir(parents=True)
    shutil.copy(folder / "0.jpg", own)
    index(library, own)
    ids = [photo_called(library, path) for path in (folder / "1.jpg", folder / "2.jpg", own / "0.jpg")]
    (folder / "1.jpg").unlink()
    with (folder / "2.jpg").open("ab") as file:
        file.write(b"more")
    summary, skipped = ended(trash(library, ids))
    assert (summary.photos, summary.skipped) == ((), 3)
    told = " ".join(file.reason for file in skipped)
    assert all(word in told for word in ("not there any more", "has changed", "own folder"))
    assert not trash_folder.exists()
    with pytest.raises(UserError, match="own folder"):
        rename(library, ids[-1], "other")


def test_undo_works_after_a_restart_but_overwrites_nothing(
    places: Places, library: Library, folder: Path, trash_folder: Path
) -> None:
    ids = [photo_called(library, folder / f"{number}.jpg") for number in range(3)]
    ended(trash(library, ids))
    (folder / "1.jpg").write_bytes(b"somebody else's")
    library.close()
    with open_library(places) as again:
        summary, skipped = ended(undo(again))
        assert summary.photos == (ids[0], ids[2])
        assert [(Path(os.fsdecode(file.path)).name, "Another file" in file.reason) for file in skipped] == [
            ("1.jpg", True)
        ]
        assert (folder / "1.jpg").read_bytes() == b"somebody else's"
        with pytest.raises(UserError, match="nothing to undo"):
            ended(undo(again))


def test_a_disk_without_a_trash_is_told(library: Library, folder: Path, trash_folder: Path) -> None:
    """Something else has the name of the trash."""
    trash_folder.parent.mkdir()
    trash_folder.write_text("in the way")
    summary, [skipped] = ended(trash(library, [photo_called(library, folder / "1.jpg")]))
    assert (summary.photos, "1.jpg was not moved to the trash" in skipped.reason) == ((), True)
    assert "1.jpg" in names(folder)


def test_a_drive_that_is_away_can_come_back_before_its_photos_do(
    library: Library, folder: Path, trash_folder: Path
) -> None:
    photo = photo_called(library, folder / "1.jpg")
    ended(trash(library, [photo]))
    folder.rename(folder.with_name("away"))
    _, [skipped] = ended(undo(library))
    assert "folder is not there" in skipped.reason
    folder.with_name("away").rename(folder)
    assert ended(undo(library))[0].photos == (photo,)


def test_photos_in_the_trash_are_forgotten_only_when_asked(
    library: Library, folder: Path, trash_folder: Path
) -> None:
    photo = photo_called(library, folder / "1.jpg")
    ended(trash(library, [photo]))
    index(library, folder)
    assert missing_photos(library.catalogue) == [(photo, bytes(folder / "1.jpg"))]
    shutil.rmtree(trash_folder)
    summary, [skipped] = ended(undo(library))
    assert summary.photos == ()
    assert "not found in the trash" in skipped.reason
    assert forget(library.catalogue, missing_photos(library.catalogue)) == 1


def test_a_photo_brought_back_by_other_hands_is_the_photo_it_was(
    library: Library, folder: Path, trash_folder: Path, clip: CountingClip
) -> None:
    photo, encoded = photo_called(library, folder / "1.jpg"), clip.encoded
    ended(trash(library, [photo]))
    shutil.move(trash_folder / "files" / "1.jpg", folder / "1.jpg")
    index(library, folder, clip=clip)
    assert (photo_called(library, folder / "1.jpg"), library.photos.count()) == (photo, 6)
    assert clip.encoded == encoded


@pytest.mark.parametrize("trouble", [errno.EPERM, errno.EXDEV])
def test_a_disk_without_links_overwrites_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: int
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(trouble, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    os.utime(one, (5, 5))
    move(bytes(one), bytes(two))
    assert (names(tmp_path), two.read_bytes(), two.stat().st_mtime) == ({"two"}, b"1", 5)
    one.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        move(bytes(two), bytes(one))
    assert (one.read_bytes(), two.read_bytes()) == (b"other", b"1")


def test_whose_sidecar_it_is(tmp_path: Path) -> None:
    for name in (
        "x.jpg",
        "x.png",
        "x.xmp",
        "x.jpg.xmp",
        "y.cr2",
        "y.dng",
        "y.xmp",
        "z.dng",
        "z.png",
        "z.xmp",
    ):
        (tmp_path / name).touch()

    def of(name: str) -> list[str]:
        return [os.path.basename(path).decode() for path in companion_files(bytes(tmp_path / name), [])]

    assert of("x.jpg") == ["x.jpg", "x.jpg.xmp"]
    assert of("y.cr2") == ["y.cr2"]
    assert of("z.dng") == ["z.dng", "z.xmp"]
    assert of("z.png") == ["z.png"]


def test_photos_are_taken_along_with_what_belongs_to_them(library: Library, folder: Path) -> None:
    ids = [photo_called(library, folder / name) for name in ("pair.jpg", "1.jpg")]
    gathered = gather(library, ids)
    assert gathered.photos == (bytes(folder / "pair.jpg"), bytes(folder / "1.jpg"))
    beside = {os.path.basename(path) for path in gathered.beside}
    assert beside == {b"pair.CR2", b"pair.jpg.xmp", b"pair.CR2.xmp", b"pair.xmp"}


@given(st.text(max_size=300), st.sampled_from([b".jpg", b".JPG", b".tiff"]))
def test_a_name_is_refused_or_keeps_suffix_folder_and_sight(name: str, suffix: bytes) -> None:
    try:
        new = full_name(b"/photos/old" + suffix, name)
    except UserError:
        return
    assert new.lower().endswith(suffix.lower())
    assert os.path.basename(new) == new
    assert len(new) <= 255
    assert not new.startswith(b".")
    assert full_name(b"/photos/old" + suffix, os.fsdecode(new)) == new
