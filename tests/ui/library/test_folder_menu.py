"""The menu of the folders: taken out, excluded, shown, edited patterns, and every way back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Folder
from mmdesk.ui.folders.exclusion_dialog import ExclusionDialog
from mmdesk.ui.folders.menu import FolderEntry
from mmdesk.ui.folders.tree import FolderTree
from mmdesk.ui.library.emptiness import WayOut
from mmdesk.ui.library.folder_controller import FolderController
from mmdesk.ui.library.source import AlbumSource, FolderSource
from tests.ui.library.conftest import draw, library_of, title, wait_for_title

Key = Qt.Key


class _Desktop(QObject):
    """Takes what is to be opened by the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url)


@pytest.fixture
def desktop() -> Iterator[_Desktop]:
    desktop = _Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "take")
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


def _entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def _press(desk: OpenWindow, folder: Path | None, *words: str) -> None:
    """Choose an entry of the menu of a folder, or of all photos, through its submenus."""
    menu = desk.window.library.panel.menu_of(None if folder is None else os.fsencode(folder))
    for word in words[:-1]:
        menu = next(action for text, action in _entries(menu).items() if text.startswith(word)).menu()
    _entries(menu)[words[-1]].trigger()


def _undo(desk: OpenWindow, qtbot: QtBot, told: str) -> None:
    """Wait for a notice that can be taken back, and press its button."""
    bar = desk.window.message_bar
    qtbot.waitUntil(lambda: told in bar.message and bar.action.text() == "Undo")
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)


def _told(desk: OpenWindow) -> str:
    return desk.window.message_bar.message


def _roots(desk: OpenWindow) -> list[bytes]:
    return [root.path for root in library_of(desk).folders.roots()]


def test_a_folder_taken_out_comes_back_by_undo_and_by_the_menu(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    library, place = library_of(desk), desk.window.library
    ids = place.gallery.shown_ids.tolist()
    library.photos.set_rating(ids[:2], 4)
    desk.window.findChild(FolderTree).choose(os.fsencode(pictures_folder / "trip"))
    wait_for_title(desk, qtbot, "trip: 3 photos")
    assert FolderEntry.TAKE_OUT.value not in _entries(
        place.panel.menu_of(os.fsencode(pictures_folder / "trip"))
    )
    _press(desk, pictures_folder, "Take out of the library")
    wait_for_title(desk, qtbot, "All photos: 0 photos")
    assert _roots(desk) == []
    _undo(desk, qtbot, "Pictures is taken out of the library. What is known of its 6 photos is kept.")
    wait_for_title(desk, qtbot, "Pictures: 6 photos")
    assert {photo.rating for photo in library.photos.by_ids(ids[:2])} == {4}

    _press(desk, pictures_folder, "Take out of the library")
    qtbot.waitUntil(lambda: [folder.photos for folder in place.panel._out] == [6])
    desk.window.message_bar.hide()
    draw(pictures_folder / "home", ("black",))
    _press(desk, None, "Folders taken out", str(pictures_folder), "Put back into the library")
    wait_for_title(desk, qtbot, "Pictures: 7 photos")
    assert (_roots(desk), library.taken_out.all()) == ([os.fsencode(pictures_folder)], [])


def test_an_album_stays_the_one_thing_chosen(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    place = desk.window.library
    place.show_source(AlbumSource(library_of(desk).albums.make("All", place.gallery.shown_ids.tolist())))
    _press(desk, pictures_folder, "Take out of the library")
    wait_for_title(desk, qtbot, "All: 0 photos")
    qtbot.waitUntil(lambda: not place.knows(FolderSource(os.fsencode(pictures_folder))))
    assert not desk.window.findChild(FolderTree).currentIndex().isValid()
    assert desk.window.library.gallery._way_out is WayOut.ALL


def test_what_was_taken_out_can_be_forgotten(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    away = desk.window.library.away
    _press(desk, pictures_folder, "Take out of the library")
    qtbot.waitUntil(lambda: len(desk.window.library.panel._out) == 1)
    _press(desk, None, "Folders taken out", str(pictures_folder), "Forget…")
    qtbot.waitUntil(lambda: away.question is not None)
    qtbot.mouseClick(away.question.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.library.panel._out == [])
    assert library_of(desk).catalogue.value("SELECT count(*) FROM photos") == 0
    assert len(list(pictures_folder.rglob("*.png"))) == 6
    assert "Folders taken out" not in _entries(desk.window.library.panel.menu_of(None))


def test_a_waiting_run_does_not_add_again_what_was_taken_out(
    desk: OpenWindow, pictures_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    index, folder = desk.workers.index, os.fsencode(pictures_folder)
    other = draw(tmp_path / "other", ("black", "white"))
    with qtbot.waitSignal(index.ended):
        index.rescan()
        index.add([folder, os.fsencode(other)])
        index.look_at(os.fsencode(pictures_folder / "trip"))
        _press(desk, pictures_folder, "Take out of the library")
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    assert _roots(desk) == [os.fsencode(other)]
    with qtbot.waitSignal(index.ended):
        index.add([folder])
    assert set(_roots(desk)) == {folder, os.fsencode(other)}


def test_an_excluded_folder_is_hidden_and_shown_again(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    trip = pictures_folder / "trip"
    desk.window.findChild(FolderTree).choose(os.fsencode(trip))
    wait_for_title(desk, qtbot, "trip: 3 photos")
    _press(desk, trip, "Exclude this folder")
    wait_for_title(desk, qtbot, "Pictures: 3 photos")
    assert library_of(desk).folders.excludes(os.fsencode(pictures_folder)).patterns == ("/trip",)
    _undo(desk, qtbot, "“/trip” is excluded from Pictures: 3 photos are hidden.")
    wait_for_title(desk, qtbot, "Pictures: 6 photos")
    qtbot.waitUntil(lambda: "3 photos are shown again" in desk.window.message_bar.message)
    assert not desk.window.message_bar.action.isVisible()


def test_patterns_are_edited_and_say_what_they_hide(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    controller = desk.window.findChild(FolderController)
    library_of(desk).folders.set_excludes(os.fsencode(pictures_folder), ["red.*"])
    draw(pictures_folder / "drafts")
    _press(desk, pictures_folder / "trip", "Excluded patterns…")
    qtbot.waitUntil(lambda: controller.dialog is not None)
    dialog = controller.dialog
    assert _written(dialog) == [("red.*", "hides 2 photos")]
    assert not dialog.save.isEnabled()

    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.rows[1].pattern, "/trip")
    qtbot.waitUntil(lambda: _written(dialog)[1] == ("/trip", "hides 3 photos"))
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.rows[2].pattern, "nowhere")
    qtbot.waitUntil(lambda: _written(dialog)[2] == ("nowhere", "hides no known photo"))
    dialog.rows[2].removal_requested.emit()
    qtbot.keyClick(dialog.rows[1].pattern, Key.Key_Return)
    _undo(desk, qtbot, "“/trip” is excluded from Pictures: 2 photos are hidden.")
    qtbot.waitUntil(lambda: "are shown again" in desk.window.message_bar.message)

    _press(desk, pictures_folder, "Excluded patterns…")
    qtbot.waitUntil(lambda: controller.dialog is not None)
    controller.dialog.rows[0].removal_requested.emit()
    qtbot.mouseClick(controller.dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The patterns of Pictures are changed: 2 photos are" in _told(desk))
    wait_for_title(desk, qtbot, "All photos: 9 photos")
    assert library_of(desk).folders.excludes(os.fsencode(pictures_folder)).patterns == ()


def _written(dialog: ExclusionDialog) -> list[tuple[str, str]]:
    return [(row.pattern.text(), row.count.text()) for row in dialog.rows]


def test_a_folder_is_shown_in_the_file_manager(
    desk: OpenWindow, pictures_folder: Path, desktop: _Desktop
) -> None:
    _press(desk, pictures_folder / "trip", "Show in the file manager")
    assert [url.toLocalFile() for url in desktop.opened] == [str(pictures_folder / "trip")]


def test_the_menu_of_a_folder_that_is_away(desk: OpenWindow) -> None:
    panel = desk.window.library.panel
    panel.show_folders([Folder(b"/usb", 3, offline=True)])
    entries = _entries(panel.menu_of(b"/usb"))
    assert not entries["Show in the file manager"].isEnabled()
    assert entries["Take out of the library"].isEnabled()
    assert "Choose where it is now…" in entries
    painted = desk.workers.browse.painted_folder
    panel.show_folders([Folder(painted, 2)])
    assert list(_entries(panel.menu_of(painted))) == ["Look for changes", "Show in the file manager"]


def test_photos_that_are_all_hidden_leave_a_way_out(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    _press(desk, pictures_folder, "Excluded patterns…")
    controller = desk.window.findChild(FolderController)
    qtbot.waitUntil(lambda: controller.dialog is not None)
    qtbot.keyClicks(controller.dialog.rows[0].pattern, "*.png")
    qtbot.mouseClick(controller.dialog.save, Qt.MouseButton.LeftButton)
    wait_for_title(desk, qtbot, "All photos: 0 photos")
    assert desk.window.library.gallery._way_out is WayOut.ADD
    assert title(desk) == "All photos: 0 photos"
