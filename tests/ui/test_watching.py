"""A window that keeps up with the disk: what was broken off goes on, what changes is seen."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.app import build_window
from mmdesk.core.places import Places
from mmdesk.tasks.dummy_clip import BATCH
from mmdesk.tasks.library import open_library
from tests.ui.conftest import Open

PICTURES = 120


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of many small pictures, no two of which have the same bytes."""
    folder = tmp_path / "many"
    folder.mkdir()
    image = QImage(32, 24, QImage.Format.Format_RGB32)
    for number in range(PICTURES):
        image.fill(QColor.fromHsv(number, 200, 200))
        image.setPixelColor(number % 32, number % 24, QColor("white"))
        image.save(str(folder / f"{number:03}.png"))
    return folder


@pytest.mark.parametrize("batches", [0, 2, 5])
def test_what_was_broken_off_goes_on_by_itself(
    batches: int,
    qapp: QApplication,
    qtbot: QtBot,
    open_window: Open,
    empty: Places,
    model: str,
    many: Path,
    gate: threading.Event,
) -> None:
    with build_window(qapp, empty, model, "cpu") as desk:
        desk.window.show()
        told: list[object] = []
        desk.workers.index.indexed.connect(told.extend)
        desk.window.add_folders([os.fsencode(many)])
        try:
            qtbot.waitUntil(lambda: len(told) >= batches * BATCH and _knows(empty, many))
        finally:
            desk.workers.stop()  # as closing does, which waits for the model then
            gate.set()
    with open_library(empty) as library:
        done, left = library.photos.count(), library.folders.unread()
        listed = library.folders.all()[0].unread is not None
    assert done < PICTURES
    assert not listed or left == PICTURES - done
    desk = open_window(empty)
    if listed:
        qtbot.waitUntil(lambda: desk.window.activity.words == f"Stopped. {left} files not looked at yet")
    with qtbot.waitSignal(desk.workers.index.finished) as finished:
        desk.workers.watch.start()
    assert (finished.args[0].found, finished.args[0].indexed) == (PICTURES, PICTURES - done)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == PICTURES)


def test_a_file_that_comes_while_the_window_is_open_is_seen(
    open_window: Open, empty: Places, sample_pictures: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    shutil.copy(sample_pictures[0], folder)
    desk = open_window(empty)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(folder)])
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.workers.watch.start()
    assert desk.window.activity.words.startswith("1 photo added in "), "news stay, where a look brought none"
    shutil.copy(sample_pictures[1], folder)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 2)


def test_a_first_start_looks_at_nothing(open_window: Open, empty: Places, qtbot: QtBot) -> None:
    desk = open_window(empty)
    noticed: list[None] = []
    desk.workers.watch.noticed.connect(lambda: noticed.append(None))
    desk.workers.watch.start()
    qtbot.wait(1500)
    assert (noticed, desk.window.activity.words) == ([], "")


def _knows(places: Places, folder: Path) -> bool:
    with open_library(places) as library:
        return os.fsencode(folder) in [known.path for known in library.folders.roots()]
