"""Albums by hand, in the window: made, named, filled by dragging, emptied, removed; and the way back."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.ui.files.mime import PHOTOS

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton


def _begin_album(desk: OpenWindow, qtbot: QtBot, name: str) -> None:
    """Ctrl+N, and the name is written where it stands."""
    grid, albums = desk.window.library.gallery.grid, desk.window.library.albums
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: albums.findChild(QLineEdit) is not None)
    editor = albums.findChild(QLineEdit)
    editor.setText(name)
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: name in [album.name for album in albums.albums()])


def _drop(desk: OpenWindow, row: int) -> bool:
    """Drag the chosen photos onto an album, as Qt does it; whether they were taken."""
    albums = desk.window.library.albums
    where = albums.visualItemRect(albums.item(row)).center()
    mime = QMimeData()
    mime.setData(PHOTOS, b"/some/photo.jpg")
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(albums.viewport(), QDragEnterEvent(where, COPY, mime, LEFT, none))
    move = QDragMoveEvent(where, COPY, mime, LEFT, none)
    QApplication.sendEvent(albums.viewport(), move)
    drop = QDropEvent(where.toPointF(), COPY, mime, LEFT, none)
    QApplication.sendEvent(albums.viewport(), drop)
    return move.isAccepted()


def test_the_life_of_an_album(desk: OpenWindow, qtbot: QtBot) -> None:
    place, bar = desk.window.library, desk.window.notice
    grid, shelf = place.gallery.grid, desk.workers.browse._library.albums
    first, second, third = grid.ids()[:3].tolist()
    grid.select(first)
    _begin_album(desk, qtbot, "Italy")
    [album] = shelf.all()
    assert shelf.photos(album.id) == [first]

    grid.select(second)
    assert _drop(desk, 0)
    qtbot.waitUntil(lambda: bar.message == "1 photo put into “Italy”.")
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: bar.message == "Taken back: put 1 photo into “Italy”.")
    assert shelf.photos(album.id) == [first]
    assert not bar.action.isVisible()
    assert _drop(desk, 0)
    qtbot.waitUntil(lambda: len(shelf.photos(album.id)) == 2)
    grid.select(third)
    entry = next(action for action in grid.actions() if action.text() == "Put into album")
    entry.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: len(shelf.photos(album.id)) == 3)

    qtbot.mouseClick(place.albums.viewport(), LEFT, pos=QPoint(40, 10))
    qtbot.waitUntil(lambda: grid.count == 3)
    grid.setFocus()
    grid.select(second)
    qtbot.keyClick(grid, Key.Key_Backspace)
    qtbot.waitUntil(lambda: grid.count == 2)
    assert place._bar.title == "Italy"
    place.albums.removal_requested.emit(album)
    qtbot.waitUntil(lambda: grid.count == 20)
    assert place.album is None


def test_a_kept_search_takes_no_photos_and_a_taken_name_is_refused(desk: OpenWindow, qtbot: QtBot) -> None:
    place, bar = desk.window.library, desk.window.message_bar
    place.gallery.grid.select(int(place.gallery.grid.ids()[0]))
    desk.workers.albums.make_smart_album("cat")
    qtbot.waitUntil(lambda: len(place.albums.albums()) == 1)
    assert not _drop(desk, 0)
    _begin_album(desk, qtbot, "Dogs")
    place.albums.item(1).setText("Cat")
    qtbot.waitUntil(lambda: "called Cat already" in bar.message)
    names = ["Cat", "Dogs"]
    qtbot.waitUntil(lambda: [place.albums.item(row).text() for row in range(2)] == names)
