"""The window comes back as it was left: where, how large, and at what it was."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QSplitter, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.painting.spec import InitImage, PaintSpec
from mmdesk.core.places import Places
from mmdesk.core.settings import Settings, load_settings, save_settings
from mmdesk.ui.studio.settings import OWN
from mmdesk.ui.window_shape import fitted
from tests.ui.conftest import Open

DESK, BESIDE = QRect(0, 0, 1680, 1050), QRect(1680, 0, 2560, 1440)


@pytest.mark.parametrize(
    ("wanted", "rooms", "place"),
    [
        (QRect(100, 50, 800, 600), [DESK], QRect(100, 50, 800, 600)),
        (QRect(1700, 80, 800, 600), [DESK, BESIDE], QRect(1700, 80, 800, 600)),
        (QRect(1500, 80, 800, 600), [DESK, BESIDE], QRect(1680, 80, 800, 600)),
        (QRect(1700, 80, 800, 600), [DESK], QRect(880, 80, 800, 600)),
        (QRect(-3000, -900, 800, 600), [DESK, BESIDE], QRect(0, 0, 800, 600)),
        (QRect(1700, 80, 2400, 1300), [DESK], QRect(0, 0, 1680, 1050)),
        (QRect(300, 200, 1280, 820), [QRect(0, 24, 840, 501)], QRect(0, 24, 840, 501)),
    ],
    ids=[
        "as it was",
        "on the second screen",
        "mostly on the second screen",
        "second screen gone",
        "nowhere",
        "larger than the screen",
        "screen at another scale",
    ],
)
def test_a_window_is_wholly_on_a_screen(wanted: QRect, rooms: list[QRect], place: QRect) -> None:
    assert fitted(wanted, rooms) == place


def _shape(desk: OpenWindow) -> tuple[QRect, dict[str, list[int]]]:
    """Rectangle of the window, and the widths of what its splitters part."""
    splits = desk.window.findChildren(QSplitter)
    return desk.window.normalGeometry(), {split.objectName(): split.sizes() for split in splits}


def _pull(desk: OpenWindow, name: str, width: int) -> None:
    desk.window.findChild(QSplitter, name).handle(1).moveSplitter(width)


def test_the_window_comes_back_as_it_was(
    desk: OpenWindow, own: Places, open_window: Open, qtbot: QtBot
) -> None:
    window = desk.window
    folder = os.fsencode(own.sample_library)
    window.library.go_to_folder(folder)
    qtbot.waitUntil(lambda: window.library.folder == folder)
    window.setGeometry(80, 90, 1500, 700)
    _pull(desk, "library", 300)
    window.open_tags()
    _pull(desk, "tags", 330)
    window.open_studio()
    _pull(desk, "studio", 400)
    before = _shape(desk)
    assert [before[1][name][0] for name in ("library", "tags", "studio")] == [300, 330, 400]
    window.close()
    again = open_window(own)
    qtbot.waitUntil(lambda: again.window.library.folder == folder)
    assert again.window.studio.isVisible()
    qtbot.waitUntil(lambda: again.window.library.gallery.grid.count == 20)
    again.window.open_library()
    again.window.open_tags()
    assert _shape(again) == before
    assert again.window.search_line.isVisible()


@pytest.mark.parametrize(
    ("state", "name"),
    [(Qt.WindowState.WindowMaximized, "maximized"), (Qt.WindowState.WindowFullScreen, "full screen")],
)
def test_it_is_as_large_as_the_screen_again(
    empty: Places, open_window: Open, state: Qt.WindowState, name: str
) -> None:
    save_settings(Settings(window_place=(200, 90, 900, 600)), empty.settings)
    window = open_window(empty).window
    window.setWindowState(state)
    window.close()
    assert load_settings(empty.settings).window_state == name
    again = open_window(empty).window
    assert again.windowState() & state
    assert again.normalGeometry() == QRect(200, 90, 900, 600)


def test_a_folder_that_is_gone_gives_way_to_all_photos(
    own: Places, tmp_path: Path, open_window: Open, qtbot: QtBot
) -> None:
    save_settings(Settings(folder=os.fsdecode(tmp_path / "sold")), own.settings)
    library = open_window(own).window.library
    qtbot.waitUntil(lambda: library.gallery.grid.count == 20)
    assert library.isVisible()


def test_a_folder_to_open_goes_before_the_place_it_was_left_at(
    own: Places, open_window: Open, qtbot: QtBot
) -> None:
    save_settings(Settings(place="models"), own.settings)
    desk = open_window(own)
    assert desk.window.models.isVisible()
    desk.window.add_folders([os.fsencode(own.sample_library)])
    assert desk.window.library.isVisible()
    qtbot.waitUntil(lambda: desk.workers.index.is_idle)


def test_choices_are_kept_once_while_the_window_is_open(empty: Places, open_window: Open) -> None:
    window = open_window(empty).window
    told: list[Settings] = []
    window.chosen.connect(told.append)
    window._keep_timer.timeout.emit()
    for width in range(900, 1000, 10):
        window.resize(width, 600)
    window._keep_timer.timeout.emit()
    window._keep_timer.timeout.emit()
    assert [choices.window_place[2:] for choices in told[-1:]] == [(990, 600)]
    assert load_settings(empty.settings) == told[-1]
    kept = len(told)
    window.close()
    assert len(told) == kept, "nothing new"


def test_settings_that_cannot_be_kept_are_told(empty: Places, open_window: Open) -> None:
    window = open_window(empty).window
    empty.settings.unlink(missing_ok=True)
    empty.settings.mkdir()
    window.resize(910, 610)
    window._keep_timer.timeout.emit()
    assert "cannot be kept" in window.message_bar.message


@pytest.mark.parametrize(
    "broken",
    [
        {"window_place": [1, 2, 3]},
        {"window_place": [0, 0, 1 << 40, 600]},
        {"window_place": [0, 0, "wide", 600]},
        {"window_state": "minimised"},
        {"window_shape": "no base64!"},
        {"splitters": {"library": "%"}},
        {"splitters": {"library": 7}},
        {"place": "attic"},
        {"folder": "\ud800"},
        {"guidance": [1]},
        {"painting": {"steps": 20}},
        {"painting": PaintSpec().to_document() | {"steps": -1}},
        {"painting": PaintSpec().to_document() | {"brush": "wide"}},
        {"prompt": 7},
    ],
    ids=str,
)
def test_what_is_broken_takes_its_default(places: Places, broken: dict[str, object]) -> None:
    places.create()
    places.settings.write_text(json.dumps({"thumbnail_size": 320} | broken), encoding="utf-8")
    assert load_settings(places.settings) == Settings(thumbnail_size=320)


def test_every_byte_of_a_folder_is_kept(places: Places) -> None:
    chosen = Settings(
        folder=os.fsdecode(b"/photos/\xff\xfe"), window_place=(1, 2, 3, 4), splitters={"a": "AAA="}
    )
    save_settings(chosen, places.settings)
    assert load_settings(places.settings) == chosen
    assert os.fsencode(load_settings(places.settings).folder) == b"/photos/\xff\xfe"


def test_the_studio_asks_for_what_it_asked_for(
    own: Places, sample_pictures: list[Path], open_window: Open
) -> None:
    studio = open_window(own).window.studio.settings
    start = os.fsencode(sample_pictures[0])
    studio.choose_preset("tile")
    studio.start.fill(start)
    studio.start._strength.setValue(40)
    studio.seed.set_seed(31, locked=True)
    studio.prompt.set_words("a heron")
    asked = studio.spec()
    assert (asked.tiling, asked.seed, asked.init) == (True, 31, InitImage(start, strength=0.4))
    studio.prompt.set_words("a heron | rose:0")
    studio.window().close()
    again = open_window(own).window.studio.settings
    assert again.prompt.words == "a heron | rose:0", "words are kept, also where they make no sense yet"
    again.prompt.set_words("a heron")
    assert again.spec() == asked
    assert (again.seed.is_locked, again._preset.currentText()) == (True, "tile")


def test_a_seed_that_is_not_locked_and_own_settings_are_so_again(empty: Places, open_window: Open) -> None:
    studio = open_window(empty).window.studio.settings
    studio.choose_preset("draft")
    studio._steps.setValue(61)
    asked = studio.spec()
    studio.window().close()
    again = open_window(empty).window.studio.settings
    assert again.spec() == asked
    assert (again.seed.is_locked, again._preset.currentText()) == (False, OWN)


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        ({}, ("chosen", "chosen")),
        ({"clips": ("others",)}, ("others", "chosen")),
        ({"vqgan": "others"}, ("chosen", "others")),
    ],
)
def test_models_chosen_since_paint_unless_a_painting_brought_its_own(
    empty: Places, open_window: Open, kept: dict[str, Any], wanted: tuple[str, str]
) -> None:
    studio = open_window(empty).window.studio.settings
    studio.show_spec(replace(studio.spec(), **kept))
    studio.window().close()
    chosen = replace(load_settings(empty.settings), guidance=("chosen",), vqgan="chosen")
    save_settings(chosen, empty.settings)
    spec = open_window(empty).window.studio.settings.spec()
    assert (spec.clips[0], spec.vqgan) == wanted


FORMER_SHAPE = "AdnQywADAAAAAADGAAAAWAAAA+kAAAK7AAAAyAAAAFoAAAPnAAACuQAAAAAAAAAABpAAAADIAAAAWgAAA+cAAAK5"
"""Qt's geometry of a window of 800 x 608 pixels, as former versions kept it."""


def test_the_shape_a_former_version_kept_is_taken_over(
    places: Places, empty: Places, open_window: Open
) -> None:
    save_settings(Settings(window_shape=FORMER_SHAPE), empty.settings)
    window: QWidget = open_window(empty).window
    assert window.size().toTuple() == (800, 608)
    window.close()
    kept = load_settings(places.settings)
    assert (kept.window_shape, kept.window_place[2:]) == ("", (800, 608))
