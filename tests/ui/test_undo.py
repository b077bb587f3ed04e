"""Undo in the window: one key for everything, and a notice that moves nothing."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Pick

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_rejecting_all_is_told_and_taken_back_and_each_photo_has_its_own_mark(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    window, notice = desk.window, desk.window.notice
    grid, photos = window.library.gallery.grid, desk.workers.browse._library.photos
    ids = grid.ids().tolist()
    photos.set_pick(ids[:2], Pick.PICKED)
    photos.set_pick(ids[2:3], Pick.REJECTED)
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    place = (window.library.pos(), window.library.size())
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    qtbot.keyClick(grid, Key.Key_X)
    qtbot.waitUntil(lambda: notice.message == "19 photos rejected.")
    assert notice.action.text() == "Undo"
    assert window.geometry().width() > notice.width() > notice.action.width()
    assert (window.library.pos(), window.library.size()) == place
    assert "Undo: reject 19 photos" in [action.text() for action in window.library.actions()]
    qtbot.keyClick(grid, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: notice.message == "Taken back: reject 19 photos.")
    marks = [photo.pick for photo in photos.by_ids(ids)]
    assert marks == [Pick.PICKED] * 2 + [Pick.REJECTED] + [Pick.UNFLAGGED] * 17
    qtbot.waitUntil(lambda: desk.workers.browse.photo(ids[5]).pick is Pick.UNFLAGGED)
    qtbot.keyClick(grid, Key.Key_Z, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: notice.message == "Done again: reject 19 photos.")
    assert {photo.pick for photo in photos.by_ids(ids)} == {Pick.REJECTED}


def test_where_there_is_nothing_it_is_said_for_a_while(desk: OpenWindow, qtbot: QtBot) -> None:
    window, notice = desk.window, desk.window.notice
    grid = window.library.gallery.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: notice.message == "There is nothing to undo.")
    assert not notice.action.isVisible()
    assert window.message_bar.message == ""
    assert notice._goes.isActive()
    notice._goes.timeout.emit()
    assert notice.message == ""


def test_a_field_keeps_its_own_undo(desk: OpenWindow, qtbot: QtBot) -> None:
    grid, photos = desk.window.library.gallery.grid, desk.workers.browse._library.photos
    grid.select(int(grid.ids()[0]))
    qtbot.keyClick(grid, Key.Key_4)
    qtbot.waitUntil(lambda: "rated 4 stars" in desk.window.notice.message)
    field = desk.window.library._inspector.tags.line
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    field.setCompleter(None)  # its list would come up
    field.insert("sea")
    qtbot.keyClick(field, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    assert photos.by_ids(grid.ids()[:1])[0].rating == 4
    assert field.text() == ""
