"""The cheat sheet names every key there is."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, build_window, make_application
from mmdesk.core.places import Places
from mmdesk.ui.cheat_sheet import KEYS, CheatSheet


@pytest.fixture
def desk(qtbot: QtBot, places: Places) -> Iterator[OpenWindow]:
    with build_window(make_application(), places, "starter-clip", "cpu") as desk:
        yield desk


@pytest.fixture
def sheet(qtbot: QtBot) -> CheatSheet:
    sheet = CheatSheet()
    qtbot.addWidget(sheet)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    return sheet


def _named() -> set[str]:
    """The single keys that the sheet speaks of."""
    lines = [key for group in KEYS.values() for key in group]
    return {word for line in lines for word in re.split(r"[\s,]+|\s+or\s+", line)}


def test_every_shortcut_of_the_window_is_named(desk: OpenWindow) -> None:
    shortcuts = {key.toString() for action in desk.window.findChildren(QAction) for key in action.shortcuts()}
    assert shortcuts >= {"F11", "Ctrl+F"}
    assert shortcuts <= _named()


def test_every_single_key_is_named() -> None:
    assert set("SPXUZGI?/") <= _named()
    assert {"Space", "Enter", "Esc", "Home", "End", "Ctrl+A", "Ctrl+C"} <= _named()


@pytest.mark.qt_log_ignore("This plugin does not support")  # sizes of dialogs on the offscreen platform
def test_all_of_it_is_shown_and_any_key_puts_it_away(qtbot: QtBot, sheet: CheatSheet) -> None:
    sheet.open()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    for title, keys in KEYS.items():
        assert {title, *keys, *keys.values()} <= shown
    qtbot.keyClick(sheet, Qt.Key.Key_Shift)
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_B)
    assert not sheet.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_click_puts_it_away(qtbot: QtBot, sheet: CheatSheet) -> None:
    sheet.open()
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()
