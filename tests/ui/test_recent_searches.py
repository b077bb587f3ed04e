"""Searches of before: remembered when they were meant, offered on the empty line, cleared."""

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.ui.search.completer import CLEAR
from mmdesk.ui.search.words_field import WordsField

Key = Qt.Key


def _field(desk: OpenWindow) -> WordsField:
    field = desk.window.search_line.findChild(QLineEdit)
    assert isinstance(field, WordsField)
    return field


def test_a_search_that_was_meant_is_offered_again(desk: OpenWindow, own: Places, qtbot: QtBot) -> None:
    line, field = desk.window.search_line, _field(desk)
    line.take_focus()
    assert field.completions.texts() == [], "nothing was searched for yet"
    qtbot.keyClicks(field, "red")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: line._recent == ("red",))
    line.take_focus()
    qtbot.keyClicks(field, "blue sky")
    qtbot.keyClick(field, Key.Key_Escape)
    qtbot.waitUntil(lambda: line._recent == ("blue sky", "red"))
    assert json.loads(own.recent_searches.read_bytes()) == ["blue sky", "red"]

    desk.window.library.gallery.grid.setFocus()
    line.take_focus()
    assert field.completions.texts() == ["blue sky", "red", CLEAR]
    qtbot.keyClick(field, Key.Key_Escape)
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Down)
    with qtbot.waitSignal(desk.workers.search.found) as told:
        qtbot.keyClick(field, Key.Key_Return)
    assert told.args[0].query.line == field.text() == "red"
    assert field.hasFocus()
    line.set_words("rating:5")
    desk.window.library.gallery.grid.setFocus()
    line.chips._chips[0].cross.click()
    assert field.hasFocus()
    assert field.completions.texts() == [], "nobody asked for them"
    qtbot.keyClicks(field, "sk")
    assert field.completions.texts() == ["blue sky"]


def test_what_was_searched_for_is_forgotten_when_asked(desk: OpenWindow, own: Places, qtbot: QtBot) -> None:
    line, field = desk.window.search_line, _field(desk)
    desk.workers.recent.note("red")
    qtbot.waitUntil(lambda: line._recent == ("red",))
    line.take_focus()
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: line._recent == ())
    assert not own.recent_searches.exists()
    qtbot.keyClick(field, Key.Key_Down)
    assert desk.window.library.gallery.grid.hasFocus()
