"""Files renamed, moved to the trash and brought back, with all that belongs to them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmdesk.core.photo import Skipped
from mmdesk.core.places import Places
from mmdesk.tasks.files import FilesSummary, Steps, rename, trash, undo
from mmdesk.tasks.house import Library, open_library
from tests.faults.small_program import ColourEyes, index
from tests.flows.pictures import draw_pictures


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    with open_library(places) as library:
        yield library


@pytest.fixture
def eyes() -> ColourEyes:
    return ColourEyes()


@pytest.fixture
def folder(tmp_path: Path, library: Library, eyes: ColourEyes) -> Path:
    """Six pictures in the library; `pair.jpg` has a raw file, and both have sidecars."""
    drawn = draw_pictures(tmp_path / "drawn", 6)
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, picture in enumerate(drawn[:-1]):
        shutil.copy(picture, folder / f"{number}.jpg")
    shutil.copy(drawn[-1], folder / "pair.jpg")
    for name in ("pair.CR2", "pair.jpg.xmp", "pair.CR2.xmp", "pair.xmp", "0.xmp"):
        (folder / name).write_bytes(name.encode())
    index(library, folder, eyes=eyes)
    return folder


def photo_called(library: Library, path: Path) -> int:
    photo = library.photos.by_path(bytes(path))
    assert photo is not None
    return photo.id


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ended(steps: Steps) -> tuple[FilesSummary, list[Skipped]]:
    """All steps taken: the summary, and what was skipped."""
    skipped = []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value, skipped
        if isinstance(step, Skipped):
            skipped.append(step)


def test_a_photo_is_renamed_with_its_raw_file_and_sidecars_and_stays_the_same_photo(
    library: Library, folder: Path, eyes: ColourEyes
) -> None:
    photo, encoded = photo_called(library, folder / "pair.jpg"), eyes.encoded
    library.photos.set_rating([photo], 5)
    rename(library, photo, "beach")
    assert {"beach.jpg", "beach.CR2", "beach.jpg.xmp", "beach.CR2.xmp", "beach.xmp"} <= names(folder)
    assert not [name for name in names(folder) if name.startswith("pair")]
    assert (folder / "beach.CR2.xmp").read_bytes() == b"pair.CR2.xmp"
    again = index(library, folder, eyes=eyes)
    assert (again.unchanged, again.indexed, again.renamed, eyes.encoded) == (6, 0, 0, encoded)
    assert library.companions.all() == [(bytes(folder / "beach.CR2"), bytes(folder / "beach.jpg"))]
    row = library.photos.get(photo)
    assert row is not None
    assert (row.path, row.rating) == (bytes(folder / "beach.jpg"), 5)
    ended(undo(library))
    assert {"pair.jpg", "pair.CR2", "pair.jpg.xmp", "pair.CR2.xmp", "pair.xmp"} <= names(folder)
    assert photo_called(library, folder / "pair.jpg") == photo


def test_trash_and_back(library: Library, folder: Path, trash_folder: Path, eyes: ColourEyes) -> None:
    before = names(folder)
    photo, encoded = photo_called(library, folder / "pair.jpg"), eyes.encoded
    others = [photo_called(library, folder / f"{number}.jpg") for number in range(3)]
    library.photos.set_rating([photo], 4)
    summary, skipped = ended(trash(library, [photo, *others]))
    assert (summary.sentence, skipped) == ("4 photos moved to the trash.", [])
    assert names(folder) == {"3.jpg", "4.jpg"}
    assert len(list((trash_folder / "files").iterdir())) == 9
    again = index(library, folder, eyes=eyes)
    assert (again.unchanged, library.photos.count(), library.photos.missing_count()) == (2, 2, 0)
    assert [one.lost for one in library.folders.all()] == [0]
    summary, skipped = ended(undo(library))
    assert (summary.sentence, skipped, names(folder)) == ("4 photos brought back.", [], before)
    assert not list((trash_folder / "files").iterdir())
    assert not list((trash_folder / "info").iterdir())
    assert index(library, folder, eyes=eyes).unchanged == 6
    assert eyes.encoded == encoded
    row = library.photos.get(photo)
    assert row is not None
    assert row.rating == 4
