"""Numbers of photos beside albums; smart ones renamed in their place, removed and brought back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow

Key = Qt.Key


def _shown(desk: OpenWindow) -> dict[str, str]:
    return desk.window.library.albums.counted()


def test_counts_follow_the_library(desk: OpenWindow, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    ids = grid.ids()
    desk.workers.browse.set_rating(ids[:3], 5)
    desk.workers.albums.keep_search("rating:5", "rating:5")
    qtbot.waitUntil(lambda: _shown(desk) == {"rating:5": "3"})
    desk.workers.albums.begin(ids[:2].tolist())
    qtbot.waitUntil(lambda: _shown(desk) == {"rating:5": "3", "New album": "2"})
    desk.workers.browse.set_rating(ids[:5], 5)
    qtbot.waitUntil(lambda: _shown(desk)["rating:5"] == "5")


def test_a_smart_album_is_renamed_in_its_place_removed_and_brought_back(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    window, albums = desk.window, desk.window.library.albums
    desk.workers.albums.keep_search("rating:5", "rating:5")
    qtbot.waitUntil(lambda: albums.findChild(QLineEdit) is not None)
    editor = albums.findChild(QLineEdit)
    editor.setText("Best")
    qtbot.waitUntil(lambda: _shown(desk) == {"rating:5": "0"})
    assert editor.text() == "Best", "what is being written stays when the numbers come"
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: list(_shown(desk)) == ["Best"])
    qtbot.waitUntil(lambda: albums.findChild(QLineEdit) is None)
    albums.setFocus()
    albums.setCurrentRow(0)
    qtbot.keyClick(albums, Key.Key_F2)
    again = albums.findChild(QLineEdit)
    assert again.text() == "Best"
    again.setText("Very best")
    qtbot.keyClick(again, Key.Key_Return)
    qtbot.waitUntil(lambda: list(_shown(desk)) == ["Very best"])
    albums.removal_requested.emit(albums.albums()[0])
    qtbot.waitUntil(lambda: albums.count() == 0)
    qtbot.waitUntil(window.notice.action.isVisible)
    window.notice.action.click()
    qtbot.waitUntil(lambda: list(_shown(desk)) == ["Very best"])
    assert albums.albums()[0].query == "rating:5"
