"""The activity strip while the real indexing runs: progress, pause, stop, and what was skipped."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.tasks.library import open_library
from mmdesk.ui.activity.skipped import SkippedFilesDialog
from mmdesk.ui.parts.icon_button import IconButton
from tests.ui.conftest import Open

PICTURES = 120


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of many small pictures, each of another colour."""
    folder = tmp_path / "many"
    folder.mkdir()
    image = QImage(48, 32, QImage.Format.Format_RGB32)
    for number in range(PICTURES):
        image.fill(QColor.fromHsv(number * 3, 200, 200))
        image.save(str(folder / f"{number:03}.png"))
    return folder


def _in_library(places: Places) -> int:
    with open_library(places) as library:
        return library.photos.count()


def _button(desk: OpenWindow, name: str) -> IconButton:
    buttons = desk.window.activity.findChildren(IconButton)
    [button] = [button for button in buttons if button.accessibleName().startswith(name)]
    return button


def _press(desk: OpenWindow, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(_button(desk, name), Qt.MouseButton.LeftButton)


def test_pause_holds_and_stop_keeps_what_is_done(
    open_window: Open, empty: Places, many: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    desk = open_window(empty)
    index, strip = desk.workers.index, desk.window.activity
    with qtbot.waitSignal(index.indexed):
        index.add([os.fsencode(many)])
    _press(desk, "Pause", qtbot)
    assert index.is_paused
    assert strip.words == "Paused"
    assert strip.findChild(QProgressBar).isVisible()
    gate.set()
    qtbot.wait(300)
    done = _in_library(empty)
    assert 0 < done < PICTURES, "it rests in the middle"
    gate.clear()
    _press(desk, "Go on", qtbot)
    assert not index.is_paused
    _press(desk, "Pause", qtbot)
    with qtbot.waitSignal(index.ended):
        _press(desk, "Stop", qtbot)
        gate.set()
    assert strip.words == "Stopped. What was done stays done"
    assert not strip.findChild(QProgressBar).isVisible()
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count >= done)
    with qtbot.waitSignal(index.finished) as finished:
        index.rescan()
    [summary] = finished.args
    assert (summary.found, summary.indexed + summary.unchanged) == (PICTURES, PICTURES)


def test_progress_is_told_in_words_and_numbers(desk: OpenWindow) -> None:
    strip = desk.window.activity
    desk.workers.index.progressed.emit(Progress(0, None, "Looking for photos"))
    assert strip.words == "Looking for photos"
    assert strip.findChild(QProgressBar).maximum() == 0, "nobody knows how far it is yet"
    desk.workers.index.progressed.emit(Progress(400, 1000))
    bar = strip.findChild(QProgressBar)
    assert bar.value() / bar.maximum() == pytest.approx(0.4)
    assert "400 of 1,000" in [label.text() for label in strip.findChildren(QLabel)]


def test_skipped_files_are_listed_with_their_reasons(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "empty.jpg").touch()
    (folder / "text.png").write_text("no picture at all")
    with qtbot.waitSignal(desk.workers.index.finished):
        desk.workers.index.add([os.fsencode(folder)])
    [opener] = [button for button in desk.window.activity.findChildren(QPushButton) if button.isVisible()]
    assert opener.text() == "2 files skipped"
    qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    dialog = desk.window.findChild(SkippedFilesDialog)
    assert [os.path.basename(file.path) for file in dialog._list.rows.values] == [b"empty.jpg", b"text.png"]
    assert all(file.reason.endswith(".") for file in dialog._list.rows.values)
    [copy] = [button for button in dialog.findChildren(QPushButton) if button.text().startswith("Copy")]
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert str(folder / "empty.jpg") in QGuiApplication.clipboard().text()
    dialog.close()


def test_a_folder_that_is_not_there_is_told_calmly(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.workers.index.failed):
        desk.window.add_folders([os.fsencode(tmp_path / "nowhere")])
    assert "nowhere" in desk.window.message_bar.message
