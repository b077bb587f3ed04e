"""A library carried to another computer: while it is in use, whole or not at all."""

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.library_copy import LibraryCopy
from mmdesk.core.path_map import PathRule
from mmdesk.core.places import Places
from mmdesk.library import online_copy
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.library_copy import copy as copying
from mmdesk.tasks.library_copy.copy import copy_library
from tests.tasks.conftest import index


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pictures in `pictures`, and a library of them in `data`; not to be changed."""
    here = tmp_path_factory.mktemp("carried")
    make_sample_pictures(here / "pictures")
    with open_library(Places(here / "data")) as library:
        index(library, DummyClip(library.places), here / "pictures")
        library.albums.make("Two", library.photos.ids(order="name")[:2].tolist())
    return here


@pytest.fixture
def own(filled_once: Path, places: Places) -> Iterator[Library]:
    """That library, open, as the window has it."""
    shutil.copytree(filled_once / "data", places.data_dir)
    with open_library(places) as library:
        yield library


def copied(places: Places, to: Path, *rules: PathRule) -> LibraryCopy:
    steps = copy_library(places, to, rules)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: LibraryCopy = end.value
            return done


def left_beside(to: Path) -> list[str]:
    return sorted(path.name for path in to.parent.iterdir())


def test_a_library_arrives_with_all_it_has_and_no_photo_is_encoded_anew(
    own: Library, filled_once: Path, tmp_path: Path
) -> None:
    there = tmp_path / "nas"
    shutil.copytree(filled_once / "pictures", there, copy_function=shutil.copyfile)
    rule = PathRule(bytes(filled_once / "pictures"), bytes(there))
    done = copied(own.places, tmp_path / "to", rule)
    photos = own.photos.count()
    assert (done.photos, done.thumbnails, done.moved) == (photos, photos, ((rule, photos),))
    assert left_beside(tmp_path / "to") == ["data", "nas", "to"]
    with open_library(Places(tmp_path / "to")) as library:
        clip = DummyClip(library.places)
        clip.encode_pixels = None  # type: ignore[method-assign, assignment]
        summary = index(library, clip, there)
        assert (summary.indexed, summary.found, summary.skipped) == (0, photos, ())
        [album] = library.albums.all()
        assert len(library.albums.photos(album.id)) == 2
        assert library.folders.roots()[0].path == bytes(there)
        assert not (tmp_path / "to" / "backups").exists() or library.backups.all()
    assert [folder.path for folder in own.folders.roots()] == [bytes(filled_once / "pictures")]


def test_paintings_and_settings_follow_the_data_folder_also_on_the_way_on(
    own: Library, filled_once: Path, tmp_path: Path
) -> None:
    places = own.places
    run, picture = places.runs / "20260101-000000-sea", places.paintings / "sea.png"
    for folder in (run, places.paintings):
        folder.mkdir(parents=True)
    shutil.copy(next((filled_once / "pictures").glob("*.png")), picture)
    (run / "spec.json").write_text(json.dumps({"init": {"path": str(filled_once / "pictures" / "a.png")}}))
    (run / "run.json").write_text("{}")
    (run / "finished").write_bytes(bytes(picture))
    (run / "lock").touch()
    places.settings.write_text(json.dumps({"folder": str(places.paintings), "theme": "light"}))
    index(own, DummyClip(places), places.paintings)
    rule = PathRule(bytes(filled_once / "pictures"), b"D:\\Bilder")
    copied(places, tmp_path / "stick", rule)
    (tmp_path / "stick").rename(tmp_path / "drive")  # which another computer calls otherwise
    last = Places(tmp_path / "home")
    copied(Places(tmp_path / "drive"), last.data_dir, PathRule(b"d:\\bilder", b"/pictures"))
    assert (last.runs / run.name / "finished").read_bytes() == bytes(last.paintings / "sea.png")
    assert json.loads((last.runs / run.name / "spec.json").read_text()) == {
        "init": {"path": "/pictures/a.png"}
    }
    assert not (last.runs / run.name / "lock").exists()
    assert json.loads(last.settings.read_text()) == {"folder": str(last.paintings), "theme": "light"}
    with open_library(last) as library:
        assert {folder.path for folder in library.folders.roots()} == {bytes(last.paintings), b"/pictures"}


def test_it_is_of_one_moment_while_others_write(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online_copy, "PAGES_AT_ONCE", 1)
    ids = own.photos.ids().tolist()
    steps = copy_library(own.places, tmp_path / "to")
    halfway, go_on = threading.Event(), threading.Event()
    copy = online_copy.copy_online

    def copy_slowly(source: Path, target: Path, told: online_copy.Told) -> None:
        def tell(done: int, pages: int) -> None:
            told(done, pages)
            halfway.set()
            go_on.wait(10)

        copy(source, target, tell)

    monkeypatch.setattr(online_copy, "copy_online", copy_slowly)
    next(steps)
    halfway.wait(10)
    own.photos.set_rating(ids, 5)  # is not held up
    go_on.set()
    for _ in steps:
        pass
    with open_library(Places(tmp_path / "to")) as library:
        assert {photo.rating for photo in library.photos.by_ids(ids)} == {0}
    assert {photo.rating for photo in own.photos.by_ids(ids)} == {5}


def test_broken_off_or_damaged_nothing_is_there(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = copy_library(own.places, tmp_path / "to")
    next(steps)
    assert ".to.part" in left_beside(tmp_path / "to")
    with pytest.raises(UserError, match="is copying a library to"):
        copied(own.places, tmp_path / "to")
    assert ".to.part" in left_beside(tmp_path / "to")  # whose it is, it stays
    steps.close()
    assert left_beside(tmp_path / "to") == ["data"]
    (tmp_path / ".to.part").mkdir()  # what a killed program left
    (tmp_path / ".to.part" / "catalogue.sqlite").write_bytes(b"half")
    copied(own.places, tmp_path / "to")
    assert left_beside(tmp_path / "to") == ["data", "to"]
    thumbnails = own.places.thumbnails.read_bytes()
    monkeypatch.setattr(copying, "copied_in_steps", spoiling(copying.copied_in_steps))
    with pytest.raises(UserError, match="is not whole"):
        copied(own.places, tmp_path / "other")
    assert left_beside(tmp_path / "to") == ["data", "to"]
    assert own.places.thumbnails.read_bytes() == thumbnails


def spoiling(copy: object) -> object:
    """The same, on a disk that does not keep what is written."""
    plain = online_copy.copy_online

    def spoil(source: Path, target: Path, told: object) -> None:
        plain(source, target, told)  # type: ignore[arg-type]
        if target.name == "thumbnails.sqlite":
            with target.open("rb+") as file:
                file.seek(4096)
                file.write(b"\7" * 4096)

    def copied_badly(source: Path, target: Path, note: str) -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(online_copy, "copy_online", spoil)
            yield from copy(source, target, note)  # type: ignore[operator]

    return copied_badly


def test_what_cannot_be_is_told_before_anything_is_copied(own: Library, tmp_path: Path) -> None:
    places = own.places
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    for to, why in (
        (tmp_path / "full", "holds something already"),
        (tmp_path / "full" / "mine.txt", "holds something already"),
        (places.data_dir / "copy", "lies in the data folder itself"),
        (tmp_path / "no" / "where", "There is no folder"),
    ):
        with pytest.raises(UserError, match=why):
            copied(places, to)
    with pytest.raises(UserError, match="Nothing in the library lies in /mistyped"):
        copied(places, tmp_path / "to", PathRule(b"/mistyped", b"/x"))
    with pytest.raises(UserError, match="There is no library"):
        copied(Places(tmp_path / "empty"), tmp_path / "to")
    assert left_beside(tmp_path / "full") == ["data", "empty", "full"]
    copied(places, tmp_path / "empty")
    with sqlite3.connect(tmp_path / "empty" / "catalogue.sqlite") as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()


def test_a_copy_on_a_disk_that_cannot_be_written_is_carried_on(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(own.places, tmp_path / "stick")
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    for path in (tmp_path / "stick").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    copied(Places(tmp_path / "stick"), tmp_path / "home")
    with open_library(Places(tmp_path / "home")) as library:
        assert library.photos.count() == own.photos.count()
    for path in (tmp_path / "stick", *(tmp_path / "stick").rglob("*")):
        path.chmod(0o755)
