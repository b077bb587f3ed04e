"""Files of photos renamed, trashed, copied and shown, by keys and menus of the real window."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QClipboard, QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.files import Gathered
from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from mmdesk.ui.files.mime import mime_of
from mmdesk.ui.files.rename_dialog import RenameDialog
from mmdesk.ui.search.dropped import path_of, what_is_in
from tests.faults.small_program import CountingClip, index
from tests.ui.conftest import Open

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path, sample_pictures: list[Path]) -> Path:
    """Six photos of one's own; `c.jpg` has a raw file and a sidecar."""
    folder = tmp_path / "photos"
    folder.mkdir()
    jpegs = [path for path in sorted(sample_pictures) if path.suffix == ".jpg"]
    for name, picture in zip("abcde", jpegs, strict=False):
        shutil.copy(picture, folder / f"{name}.jpg")
    (folder / "c.CR2").write_bytes(b"raw")
    (folder / "c.jpg.xmp").write_bytes(b"<xmp/>")
    return folder


@pytest.fixture
def desk(open_window: Open, empty: Places, folder: Path, trash_folder: Path, qtbot: QtBot) -> OpenWindow:
    """A window on them, by name, with the grid in charge of the keyboard."""
    with open_library(empty) as library:
        index(library, folder, clip=CountingClip(library.places))
    desk = open_window(empty)
    grid = desk.window.library.gallery.grid
    qtbot.waitUntil(lambda: grid.count == 5)
    grid.setFocus()
    return desk


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """Emptied in the end: the offscreen platform lets go of it after Python, whose object it may hold."""
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()


def photo(desk: OpenWindow, qtbot: QtBot, path: Path) -> int:
    """The photo in this file, as soon as its row is there."""
    ids = desk.window.library.gallery.shown_ids.tolist()
    browse = desk.workers.browse
    browse.request_photos(ids)

    def found() -> list[int]:
        return [one for one in ids if (row := browse.photo(one)) is not None and row.path == bytes(path)]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_del_moves_to_the_trash_and_undo_brings_back(desk: OpenWindow, folder: Path, qtbot: QtBot) -> None:
    grid, bar, before = desk.window.library.gallery.grid, desk.window.notice, names(folder)
    shown = grid.ids().tolist()
    chosen = photo(desk, qtbot, folder / "c.jpg")
    grid.select(chosen)
    qtbot.keyClick(grid, Key.Key_Delete)
    qtbot.waitUntil(lambda: bar.message == "1 photo moved to the trash.")
    assert names(folder) == ["a.jpg", "b.jpg", "d.jpg", "e.jpg"]
    rest = [one for one in shown if one != chosen]
    assert grid.ids().tolist() == rest
    assert grid.current_id() == rest[min(shown.index(chosen), 3)]
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 5)
    assert (names(folder), bar.message) == (before, "1 photo brought back.")
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    qtbot.keyClick(grid, Key.Key_Delete)
    qtbot.waitUntil(lambda: bar.message == "5 photos moved to the trash.")
    assert names(folder) == []
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    desk.window.library.gallery.setFocus()
    qtbot.keyClick(desk.window.library, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: names(folder) == before)


def test_del_in_the_loupe_goes_on_to_the_next_photo(desk: OpenWindow, folder: Path, qtbot: QtBot) -> None:
    gallery = desk.window.library.gallery
    shown = gallery.shown_ids.tolist()
    gallery.grid.select(shown[3])
    qtbot.keyClick(gallery.grid, Key.Key_Space)
    assert gallery.looked_at == shown[3]
    for after in (shown[4], shown[2]):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Delete)
        qtbot.waitUntil(lambda after=after: gallery.looked_at == after)
    for _ in range(3):
        qtbot.waitUntil(lambda: desk.workers.files.is_idle)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Delete)
    qtbot.waitUntil(lambda: not gallery.is_loupe_open)
    assert not list(folder.glob("*.jpg"))


def test_f2_renames_and_says_what_stands_in_the_way(desk: OpenWindow, folder: Path, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    chosen = photo(desk, qtbot, folder / "c.jpg")
    grid.select(chosen)
    qtbot.keyClick(grid, Key.Key_F2)
    box = desk.window.findChild(RenameDialog)
    assert box.name.selectedText() == "c"
    qtbot.keyClicks(box.name, "a")
    qtbot.mouseClick(box.rename, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "a.jpg is there already" in box.told.text())
    box.name.selectAll()
    qtbot.keyClicks(box.name, "beach")
    qtbot.mouseClick(box.rename, Qt.MouseButton.LeftButton)
    bar = desk.window.notice
    qtbot.waitUntil(lambda: bar.message == "c.jpg is now beach.jpg.")
    assert names(folder) == ["a.jpg", "b.jpg", "beach.CR2", "beach.jpg", "beach.jpg.xmp", "d.jpg", "e.jpg"]
    assert photo(desk, qtbot, folder / "beach.jpg") == chosen


def test_copies_take_raw_files_and_sidecars_along_but_only_photos_are_searched_by(
    desk: OpenWindow, folder: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    grid = desk.window.library.gallery.grid
    grid.select(photo(desk, qtbot, folder / "c.jpg"))
    qtbot.keyClick(grid, Key.Key_C, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: clipboard.text() == str(folder / "c.jpg"))
    qtbot.keyClick(grid, Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: len(clipboard.mimeData().urls()) == 3)
    copied = [url.toLocalFile() for url in clipboard.mimeData().urls()]
    assert copied == [str(folder / name) for name in ("c.jpg", "c.CR2", "c.jpg.xmp")]
    assert what_is_in(clipboard.mimeData()).files == (bytes(folder / "c.jpg"),)


def test_photos_are_pulled_away_with_what_belongs_to_them(
    desk: OpenWindow, folder: Path, qtbot: QtBot
) -> None:
    """What another program would be given; here there is none, and the drag ends where it began."""
    grid = desk.window.library.gallery.grid
    chosen = photo(desk, qtbot, folder / "c.jpg")
    position = grid.ids().tolist().index(chosen)
    grid.ensure_visible(position)
    start = grid.rect_of(position).center()
    window, at = desk.window.windowHandle(), grid.viewport().mapTo(desk.window, start)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(desk.workers.files.gathered) as told:
        QTest.mouseMove(window, at + QPoint(40, 0))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=at)
    urls = mime_of(told.args[0]).urls()
    assert [url.fileName() for url in urls] == ["c.jpg", "c.CR2", "c.jpg.xmp"]
    assert (grid.current_id(), grid.count) == (chosen, 5)


def test_names_that_are_not_utf8_are_carried_along() -> None:
    strange = b"/photos/caf\xe9 100%#?.jpg"
    mime = mime_of(Gathered((strange,), (strange + b".xmp",)))
    assert [path_of(url) for url in mime.urls()] == [strange, strange + b".xmp"]
    assert what_is_in(mime).files == (strange,)


class Opened(QObject):
    """Another program for files."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[bytes] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(path_of(url))


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_menu_opens_another_program_and_the_folder(desk: OpenWindow, folder: Path, qtbot: QtBot) -> None:
    grid, opened = desk.window.library.gallery.grid, Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")
    try:
        grid.select(photo(desk, qtbot, folder / "d.jpg"))
        _choose(grid, qtbot, "Open in another program")
        qtbot.waitUntil(lambda: opened.paths == [bytes(folder / "d.jpg")])
        if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:  # else a file manager opens
            _choose(grid, qtbot, "Show in folder")
            qtbot.waitUntil(lambda: opened.paths[1:] == [bytes(folder)])
    finally:
        QDesktopServices.unsetUrlHandler("file")


def _choose(grid, qtbot: QtBot, words: str) -> None:
    """Through the menu that the menu key brings up."""
    position = grid.rect_of(grid.ids().tolist().index(grid.current_id())).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, position, grid.mapToGlobal(position))
    QApplication.sendEvent(grid.viewport(), event)
    [action] = [
        action
        for menu in grid.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for action in menu.actions()
        if action.text().startswith(words)
    ]
    action.trigger()
    action.parent().close()
