"""Films in the window: their length on the grid, their facts, and a player for them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Photo
from mmdesk.core.places import Places
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import open_library
from mmdesk.ui.details.facts import facts_of
from mmdesk.ui.formatting import described, film_length
from mmdesk.ui.library import file_controller
from mmdesk.ui.loupe.loupe import Loupe
from tests.library.films import film, scene
from tests.reading_here import read_here
from tests.ui.conftest import Open

MOVIE = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


@pytest.fixture
def folder(tmp_path: Path, places: Places) -> Path:
    """A library of a film, a live photo and a plain one."""
    folder = tmp_path / "films"
    film(folder / "b.mp4", [scene(colour, (320, 180)) for colour in ("red", "lime", "blue")])
    for name in ("a.jpg", "c.jpg"):
        scene("magenta", (320, 180)).save(folder / name)
    (folder / "a.mov").write_bytes(MOVIE)
    places.create()
    with pytest.MonkeyPatch.context() as patch, open_library(places) as library:
        read_here(patch)
        for _ in index_folders(library, DummyClip(places), [bytes(folder)]):
            pass
    return folder


@pytest.fixture
def desk(open_window: Open, places: Places, folder: Path, qtbot: QtBot) -> OpenWindow:
    desk = open_window(places)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 3)
    return desk


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the system's player would play."""
    played: list[bytes] = []

    def note(path: bytes) -> bool:
        played.append(path)
        return True

    monkeypatch.setattr(file_controller, "open_file", note)
    return played


def photos(places: Places) -> dict[str, Photo]:
    with open_library(places) as library:
        rows = library.photos.by_ids(library.photos.ids())
    return {Path(row.path.decode()).name: row for row in rows}


def test_facts_of_a_film(folder: Path, places: Places) -> None:
    rows = photos(places)
    facts = facts_of(rows["b.mp4"])
    assert (facts["Size"], facts["Length"]) == ("320 × 180", "0:03  ·  10\N{NO-BREAK SPACE}frames/s")
    assert facts_of(rows["a.jpg"])["Live photo"] == "Its film is a.mov"
    assert "film of 0:03" in described(rows["b.mp4"])
    assert "live photo" in described(rows["a.jpg"])
    assert {"Length", "Live photo"}.isdisjoint(facts_of(rows["c.jpg"]))
    assert [film_length(seconds) for seconds in (0.4, 34, 725, 3723)] == ["0:00", "0:34", "12:05", "1:02:03"]


def test_films_are_played_and_photos_are_not(
    desk: OpenWindow, qtbot: QtBot, folder: Path, played: list[bytes], places: Places
) -> None:
    gallery, rows = desk.window.library.gallery, photos(places)

    def shown(name: str) -> Loupe:
        gallery.open_loupe(rows[name].id)
        loupe = gallery.currentWidget()
        assert isinstance(loupe, Loupe)
        qtbot.waitUntil(lambda: loupe.viewport.picture.width() == rows[name].facts.width)
        return loupe

    loupe = shown("b.mp4")
    assert loupe.play_button.accessibleName() == "Play"
    middle, edge = loupe.rect().center(), QPoint(9, loupe.height() // 2)
    assert loupe.childAt(middle) is loupe.play_button
    for play in (
        loupe.play_button.click,
        lambda: qtbot.keyClick(loupe, Qt.Key.Key_Return),
        lambda: qtbot.mouseDClick(loupe, Qt.MouseButton.LeftButton, pos=edge),
    ):
        play()
        qtbot.waitUntil(lambda: len(played) == 1)
        assert played.pop() == bytes(folder / "b.mp4")
    assert (loupe.is_fitted, loupe.current_id()) == (True, rows["b.mp4"].id)
    shown("a.jpg").play_button.click()
    qtbot.waitUntil(lambda: len(played) == 1)
    assert played.pop() == bytes(folder / "a.mov")
    assert loupe.childAt(middle) is None
    assert not shown("c.jpg").play_button.isVisible()
    qtbot.keyClick(loupe, Qt.Key.Key_Return)
    assert (played, loupe.current_id()) == ([], None)
