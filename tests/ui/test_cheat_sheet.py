"""The cheat sheet names every key there is."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.ui.cheat_sheet import KEYS, CheatSheet, in_one
from mmdesk.ui.culling.cull_page import CullPage
from mmdesk.ui.grid.scrubber import Scrubber


@pytest.fixture
def sheet(qtbot: QtBot) -> CheatSheet:
    sheet = CheatSheet()
    qtbot.addWidget(sheet)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    return sheet


WRITTEN = {"Arrows": "Left  Right  Up  Down", "1  to  5": "1  2  3  4  5"}
"""Keys that the sheet has a word for."""

SAME = {"Return": "Enter", "=": "Plus", "-": "Minus", "PgUp": "Page Up", "PgDown": "Page Down"}
"""What Qt calls a key, and what the sheet does."""

BY_MOUSE = re.compile(".*(click|wheel|Wheel|Click|Drag).*")


def _named(*titles: str) -> set[str]:
    """The single keys that the sheet speaks of below these titles."""
    lines = [line for title in titles for line in KEYS[title]]
    split = [re.split(r",\s+|\s+or\s+|\s\s+", WRITTEN.get(line, line)) for line in lines]
    return {key for keys in split for key in keys if not BY_MOUSE.fullmatch(key)}


def _pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    text = chr(key) if key < 128 and not modifiers & Qt.KeyboardModifier.ControlModifier else ""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def _name(event: QKeyEvent) -> str:
    words = re.sub(r"(?<![^+])\+$", "Plus", QKeySequence(event.keyCombination()).toString())
    *modifiers, key = words.split("+")
    return "+".join([*modifiers, SAME.get(key, key)])


def _every_key() -> Iterator[QKeyEvent]:
    """Each key of a keyboard, alone, with Ctrl, and with Ctrl and Shift."""
    signs = [
        Qt.Key(code) for code in (*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1), *b"+-=/?.,")
    ]
    named = ["Space", "Return", "Escape", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown"]
    named += ["Insert", *(f"F{number}" for number in range(1, 13)), "Backspace", "Delete"]
    for key in (*signs, *(Qt.Key[f"Key_{name}"] for name in named)):
        for modifiers in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        ):
            yield _pressed(key, modifiers)


def _taken(widget: QWidget, begin: Callable[[], object] = lambda: None) -> set[str]:
    """The keys that `widget`, begun anew, does something for; nobody hears what it asks for."""
    taken = set()
    with QSignalBlocker(widget):
        for event in _every_key():
            begin()
            widget.keyPressEvent(event)
            if event.isAccepted():
                taken.add(_name(event))
    return taken


def _shortcuts(window: QWidget) -> set[str]:
    """The keys that work in `window` wherever the focus is, and those that wait in its parts."""
    actions = {key for action in window.findChildren(QAction) for key in action.shortcuts()}
    shortcuts = {key for each in window.findChildren(QShortcut) for key in each.keys()}  # noqa: SIM118 (no dictionary)
    return {key.toString() for key in actions | shortcuts}


def test_every_shortcut_is_named_and_every_named_one_is_there(desk: OpenWindow) -> None:
    desk.window.show_duplicates()
    shortcuts = _shortcuts(desk.window)
    assert shortcuts <= _named(*KEYS)
    by_the_window_itself = {"Esc", "Enter"}
    assert _named("Anywhere", "Studio") - by_the_window_itself <= shortcuts
    assert {"A", "X", "Ctrl+Z", "Ctrl+Shift+Z"} <= shortcuts
    assert {"Ctrl+N", "Backspace"} <= shortcuts


BOTH = ("Files, in grid and loupe", "Judging photos")


def test_the_grid_knows_the_keys_it_is_said_to(desk: OpenWindow) -> None:
    grid = desk.window.library.gallery.grid
    grid.select(int(desk.window.library.gallery.shown_ids[3]))
    by_actions = {"Ctrl+N", "Backspace", "Ctrl+Z", "Ctrl+Shift+Z"}
    taken = _taken(grid)
    plain = {key for key in taken if not key.startswith("Ctrl+Shift+")} | (
        taken & {"Ctrl+Shift+C", "Ctrl+Shift+R"}
    )
    aliases = {
        f"Ctrl+{key}" for key in ("Left", "Right", "Up", "Down", "Home", "End", "Page Up", "Page Down")
    }
    assert plain - aliases - {"Ctrl+Esc", "Ctrl+Ins"} == _named("Grid", *BOTH) - by_actions | {"C"}


def test_the_loupe_knows_the_keys_it_is_said_to(desk: OpenWindow) -> None:
    gallery = desk.window.library.gallery
    begin = partial(gallery.open_loupe, int(gallery.shown_ids[3]))
    begin()
    also = {"Page Up", "Page Down", "Ctrl+Ins"}
    assert _taken(gallery.currentWidget(), begin) - also == _named("Loupe", *BOTH) - {
        "Ctrl+Z",
        "Ctrl+Shift+Z",
    } | {"C"}


def test_comparing_knows_the_keys_it_is_said_to(desk: OpenWindow, qtbot: QtBot) -> None:
    gallery = desk.window.library.gallery
    gallery.grid.select(int(gallery.shown_ids[0]))
    for _ in ("second", "third", "fourth"):
        qtbot.keyClick(gallery.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    gallery.open_compare()
    also = {"Backspace", "Space"}
    by_tab = {"Tab", "Shift+Tab"}
    assert (
        _taken(gallery.currentWidget(), gallery.open_compare) - also
        == _named("Compare", "Judging photos") - by_tab
    )


def test_culling_knows_the_keys_it_is_said_to(desk: OpenWindow) -> None:
    begin = desk.window.culling.begin
    begin()
    page = desk.window.findChild(CullPage)
    by_undo, by_shift = {"Ctrl+Z", "Ctrl+Shift+Z"}, {"Shift+B", "Shift+F"}
    also = {"Page Up", "Page Down", "Ctrl+Ins"}
    assert _taken(page, begin) - also == _named("Culling", *BOTH) - by_undo - by_shift


def test_the_timeline_knows_the_keys_it_is_said_to(desk: OpenWindow, qtbot: QtBot) -> None:
    scrubber = desk.window.findChild(Scrubber)
    qtbot.waitUntil(lambda: scrubber._scale is not None)
    assert {key for key in _taken(scrubber) if "Ctrl" not in key} == _named("Timeline")


def test_a_review_knows_the_keys_it_is_said_to(desk: OpenWindow) -> None:
    taken = {key for key in _taken(desk.window.tags.review_panel.grid) if "Shift" not in key}
    by_actions = {"A", "X", "Ctrl+Z", "Ctrl+Shift+Z"}
    assert _named("Tags") - by_actions <= taken


@pytest.mark.qt_log_ignore("This plugin does not support")  # sizes of dialogs on the offscreen platform
def test_all_of_it_is_shown_and_any_key_puts_it_away(qtbot: QtBot, sheet: CheatSheet) -> None:
    sheet.open()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    for title, keys in KEYS.items():
        assert {title, *keys, *map(in_one, keys.values())} <= shown
    qtbot.keyClick(sheet, Qt.Key.Key_Shift)
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_B)
    assert not sheet.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_click_puts_it_away(qtbot: QtBot, sheet: CheatSheet) -> None:
    sheet.open()
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()
