"""The place of the paintings: apart from the photos, wherever these are shown, searched and counted."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, build_window
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.core.query import parse_query
from mmdesk.paintings.picture_file import Recipe, write_painting
from mmdesk.tasks.counts import count_library
from mmdesk.tasks.dummy_clip import DUMMY, DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.searching import Searcher
from mmdesk.ui.folders.delegate import COUNT_ROLE
from mmdesk.ui.library.gallery import Gallery
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.source import FolderSource


def painting(path: Path, shade: int) -> None:
    """Write a small painting of one shade, with a brighter corner: a single colour would be blank."""
    rgb = bytes([shade, 0, 0]) * 1000 + bytes([255, 255, 255]) * 24
    write_painting(FullPicture(32, 32, rgb), Recipe(PaintSpec("red", width=32, height=32)), path)


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Three photos and a painting in a folder of the user's, and two paintings in the Studio's own."""
    folder = tmp_path_factory.mktemp("user") / "album"
    places = Places(folder.parent / "data")
    for made in (folder, places.paintings):
        made.mkdir(parents=True)
    for number in range(3):
        picture = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
        picture.putpixel((number, number), (255, 0, 0))
        picture.save(folder / f"photo{number}.png")
    painting(folder / "given.png", 120)
    painting(places.paintings / "first.png", 200)
    painting(places.paintings / "second.png", 160)
    with open_library(places) as library:
        for _ in index_folders(library, DummyClip(places), [os.fsencode(folder), own_folder(places)]):
            pass
    return places


def own_folder(places: Places) -> bytes:
    return os.fsencode(places.paintings)


@pytest.fixture
def library(painted: Places) -> Iterator[Library]:
    with open_library(painted) as library:
        yield library


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, painted: Places) -> Iterator[OpenWindow]:
    painted.settings.unlink(missing_ok=True)  # a window remembers where the one before it was left
    with build_window(qapp, painted, DUMMY, "cpu") as desk:
        desk.window.show()
        qtbot.waitExposed(desk.window)
        qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 4)
        yield desk


def unfold(gallery: Gallery) -> None:
    """Show weak hits, too, where they are folded away."""
    if any(section.folded for section in gallery.grid._sections):
        gallery.grid.fold_pressed.emit()


def names(desk: OpenWindow, qtbot: QtBot) -> set[str]:
    """Files of the photos that are shown, or folded away."""
    unfold(desk.window.library.gallery)
    ids = desk.window.library.gallery.shown_ids.tolist()
    desk.workers.browse.request_photos(ids)
    qtbot.waitUntil(lambda: all(desk.workers.browse.photo(photo) for photo in ids))
    photos = [desk.workers.browse.photo(photo) for photo in ids]
    return {os.path.basename(photo.path).decode() for photo in photos if photo is not None}


def shown(place: LibraryPlace, count: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(place.gallery.shown_ids) == count)


PHOTOS = {"photo0.png", "photo1.png", "photo2.png", "given.png"}
PAINTINGS = {"first.png", "second.png"}


def test_paintings_stand_apart(desk: OpenWindow, qtbot: QtBot) -> None:
    place, tree = desk.window.library, desk.window.library._folders._tree
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    assert [(row.data(), row.data(COUNT_ROLE)) for row in rows] == [
        ("All photos", 4), ("Painted", 2), ("album", 4),
    ]  # fmt: skip
    assert names(desk, qtbot) == PHOTOS
    assert (place._bar.title, place._bar.count) == ("All photos", "4 photos")
    own = own_folder(desk.workers.paint._session.places)
    place._folders.choose(own)
    shown(place, 2, qtbot)
    assert place._source == FolderSource(own, is_painted=True)
    assert place._bar.title == "Painted"
    assert names(desk, qtbot) == PAINTINGS
    for order in ("oldest", "name", "added", "rating"):
        place._folders.choose(None)
        place._bar._order.setCurrentIndex(place._bar._order.findData(order))
        shown(place, 4, qtbot)
        assert names(desk, qtbot) == PHOTOS
        place._folders.choose(own)
        shown(place, 2, qtbot)


def test_a_search_looks_where_one_is(desk: OpenWindow, qtbot: QtBot) -> None:
    place, line = desk.window.library, desk.window.search_line
    for words, found in (
        ("red", PHOTOS),
        ("red generated:yes", PHOTOS | PAINTINGS),
        ("red generated:only", PAINTINGS | {"given.png"}),
        ("red generated:no", PHOTOS - {"given.png"}),
    ):
        with qtbot.waitSignal(desk.workers.search.found) as told:
            line.set_words(words)
        assert names(desk, qtbot) == found, words
        assert told.args[0].considered == len(found)
    with qtbot.waitSignal(desk.workers.search.found):
        line.set_words("red")
    assert names(desk, qtbot) == PHOTOS
    with qtbot.waitSignal(desk.workers.search.found):
        place._folders.choose(own_folder(desk.workers.paint._session.places))
    assert names(desk, qtbot) == PAINTINGS
    assert place._bar.title == "“red” in Painted"
    line.set_words("")
    qtbot.waitUntil(lambda: place._bar.title == "Painted")
    place._folders.choose(None)
    qtbot.waitUntil(lambda: place._source == FolderSource())


def test_the_command_line_finds_and_counts_all_and_says_which_were_painted(library: Library) -> None:
    clip = DummyClip(library.places)
    assert len(Searcher(library, clip).search(parse_query("red")).hits) == 6
    counts = count_library(library, clip)
    assert (counts.photos, counts.painted, sum(f.photos for f in counts.folders)) == (6, 2, 6)
    assert counts.in_words == "6, 2 of them painted here"


def test_days_are_counted_without_what_is_left_out(library: Library) -> None:
    own = own_folder(library.places)
    ids, timeline = library.photos.by_date(outside=own)
    assert len(ids) == timeline.counts.sum() == 4
    back, turned = library.photos.by_date(outside=own, oldest_first=True)
    assert len(back) == turned.counts.sum() == 4
    assert set(ids.tolist()) == set(library.photos.ids(outside=own).tolist())
    assert not set(ids.tolist()) & set(library.photos.ids(own).tolist())


def test_a_library_of_paintings_alone_has_no_first_start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    places = Places(tmp_path / "data")
    places.paintings.mkdir(parents=True)
    painting(places.paintings / "alone.png", 200)
    with open_library(places) as library:
        for _ in index_folders(library, DummyClip(places), [own_folder(places)]):
            pass
    with build_window(qapp, places, DUMMY, "cpu") as desk:
        place = desk.window.library
        desk.window.show()
        qtbot.waitUntil(lambda: place.currentWidget() is place._split)
        place._folders.choose(own_folder(places))
        shown(place, 1, qtbot)
