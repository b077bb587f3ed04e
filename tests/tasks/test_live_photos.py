"""Live photos: a short film beside a photo, or within its file, is one with it."""

import os
import shutil
from pathlib import Path

import pytest

from mmdesk.core.copy_shape import CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportedPhoto
from mmdesk.core.photo import Photo
from mmdesk.core.search_line.filters import Filter
from mmdesk.library.filtering import Filtering
from mmdesk.library.reading.motion import film_at
from mmdesk.library.scan import LARGEST_LIVE
from mmdesk.library.xmp.finding import sidecars_of
from mmdesk.tasks.exporting.copying import copy_photos
from mmdesk.tasks.files.playing import film_to_play
from mmdesk.tasks.files.renaming import rename
from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import Library
from mmdesk.tasks.relocating import relocate_folder
from mmdesk.tasks.undoing import undo
from tests.faults.file_acts import ended, names, photo_called
from tests.faults.small_program import CountingClip, index
from tests.flows.pictures import draw_pictures

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"frames" * 20

SAYS_SO = b'<x:xmpmeta><rdf:Description GCamera:MotionPhoto="1"/></x:xmpmeta>'


@pytest.fixture
def clip(library: Library) -> CountingClip:
    return CountingClip(library.places)


@pytest.fixture
def folder(tmp_path: Path, library: Library, clip: CountingClip) -> Path:
    """Four photos: one beside its film, one that holds it, one beside a long film, one alone."""
    folder = tmp_path / "photos"
    folder.mkdir()
    called = ("live.jpg", "motion.MP.jpg", "long.jpg", "alone.jpg")
    for drawn, name in zip(draw_pictures(tmp_path / "drawn", 4), called, strict=True):
        shutil.copy(drawn, folder / name)
    with (folder / "motion.MP.jpg").open("ab") as file:
        file.write(SAYS_SO + FILM)
    (folder / "live.MOV").write_bytes(FILM)
    (folder / "live.xmp").write_bytes(b"what another program wrote")
    with (folder / "long.mp4").open("wb") as file:
        file.truncate(LARGEST_LIVE + 1)
    index(library, folder, clip=clip)
    return folder


def of(library: Library, path: Path) -> Photo:
    photo = library.photos.get(photo_called(library, path))
    assert photo is not None
    return photo


def test_a_photo_and_its_film_are_one(library: Library, folder: Path) -> None:
    assert sorted(name for name in names(folder) if of_name(library, folder / name)) == sorted(
        ["alone.jpg", "live.jpg", "long.jpg", "motion.MP.jpg"]
    )
    live = of(library, folder / "live.jpg")
    assert (live.film, live.is_live, live.is_film) == (bytes(folder / "live.MOV"), True, False)
    assert (of(library, folder / "motion.MP.jpg").facts.motion, of(library, folder / "long.jpg").is_live) == (
        True,
        False,
    )
    assert (library.companions.count(), library.photos.live_count()) == (0, 2)
    assert [os.path.basename(file.path) for file in library.skipped.all()] == [b"long.mp4"]
    found = Filtering(library.catalogue, b"/none").ids([Filter("is", ("live",))], lambda _: ())
    assert sorted(found.tolist()) == sorted([live.id, of(library, folder / "motion.MP.jpg").id])
    assert sidecars_of(live.path) == [bytes(folder / "live.xmp")]


def of_name(library: Library, path: Path) -> Photo | None:
    return library.photos.by_path(bytes(path))


def test_the_film_goes_where_its_photo_goes(
    library: Library, folder: Path, tmp_path: Path, trash_folder: Path, clip: CountingClip
) -> None:
    live, before = of(library, folder / "live.jpg").id, names(folder)
    rename(library, live, "beach")
    assert {"beach.jpg", "beach.MOV", "beach.xmp"} <= names(folder)
    ended(undo(library))
    assert names(folder) == before
    ended(trash(library, [live]))
    assert names(folder) == before - {"live.jpg", "live.MOV", "live.xmp"}
    ended(undo(library))
    assert names(folder) == before
    assert of(library, folder / "live.jpg").is_live
    out = tmp_path / "out"
    ended(copy_photos(library, [ExportedPhoto(live)], bytes(out), companions=True, shape=CopyShape()))
    assert names(out) == {"live.jpg", "live.MOV", "live.xmp"}
    shutil.move(folder, tmp_path / "moved")
    relocate_folder(library, bytes(folder), bytes(tmp_path / "moved"))
    again = index(library, tmp_path / "moved", clip=clip)
    assert (again.indexed, again.unchanged) == (0, 4)
    assert of(library, tmp_path / "moved" / "live.jpg").film == bytes(tmp_path / "moved" / "live.MOV")


def test_a_player_is_given_the_film(library: Library, folder: Path) -> None:
    assert film_to_play(library, of(library, folder / "live.jpg")) == bytes(folder / "live.MOV")
    taken_out = film_to_play(library, of(library, folder / "motion.MP.jpg"))
    assert Path(os.fsdecode(taken_out)).read_bytes() == FILM
    (folder / "live.MOV").unlink()
    for name, why in (("live.jpg", "not there"), ("alone.jpg", "no film")):
        with pytest.raises(UserError, match=why):
            film_to_play(library, of(library, folder / name))


@pytest.mark.parametrize(
    ("data", "is_live"),
    [
        (b"\xff\xd8\xff picture " + SAYS_SO + FILM, True),
        (b"\xff\xd8\xff picture MotionPhoto_Data" + FILM, True),
        (b"\xff\xd8\xff picture " + SAYS_SO, False),  # saved anew by a program that left the film out
        (b"\xff\xd8\xff picture " + SAYS_SO.replace(b"1", b"0") + FILM, False),
        (b"\xff\xd8\xff picture " + FILM, False),
    ],
)
def test_a_film_within_a_photo_is_said_and_there(data: bytes, is_live: bool) -> None:
    assert film_at(data) == (data.index(b"\0\0\0\x18ftyp") if is_live else None)
