"""The page of the library's health, over a library of sample pictures and a broken file."""

import os
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.ui.health.dialog import SOUND, UNSOUND, HealthDialog


def page(desk: OpenWindow, qtbot: QtBot) -> HealthDialog:
    desk.window.show_health()
    dialog = desk.window._pages._health
    assert dialog is not None
    qtbot.waitUntil(lambda: "Photos" in words(dialog))
    return dialog


def words(dialog: HealthDialog) -> list[str]:
    return [one.text() for one in dialog.findChildren(QLabel)]


def test_the_numbers_are_those_of_the_library(desk: OpenWindow, qtbot: QtBot) -> None:
    told = words(page(desk, qtbot))
    assert told[told.index("Photos") + 1] == "20"
    assert told[told.index("Findable") + 1] == "20"
    assert "Missing" not in told


def test_everything_is_checked(desk: OpenWindow, qtbot: QtBot) -> None:
    dialog = page(desk, qtbot)
    with qtbot.waitSignal(desk.workers.health.checked):
        dialog._check.click()
    assert {"catalogue", "vectors", "thumbnails", "backup"} <= set(words(dialog))
    assert dialog._told.text() in (SOUND, UNSOUND)
    assert dialog._check.isEnabled()


def test_a_broken_file_is_told_and_tried_again(desk: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "notes.png").write_text("Not a picture.", encoding="utf-8")
    index = desk.workers.index
    with qtbot.waitSignal(index.ended):
        desk.window.add_folders([os.fsencode(folder)])
    dialog = page(desk, qtbot)
    qtbot.waitUntil(lambda: dialog._reasons.count() == 2)
    [again] = [button for button in dialog.findChildren(QPushButton) if button.text() == "Try again"]
    with qtbot.waitSignals([desk.workers.health.freed, index.ended]):
        again.click()
