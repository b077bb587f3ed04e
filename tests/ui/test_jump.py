"""A file that the desktop opens with mmdesk: among its neighbours in the library, else on its own."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.ui.loupe.lone_photo import LonePhotoDialog
from mmdesk.work.single_window import WindowRequest


@pytest.fixture
def stranger(own: Places, tmp_path: Path) -> Path:
    """A picture that is not in the library."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Path(shutil.copy(own.sample_library / "coffee.png", folder / "cup.png"))


def alone(desk: OpenWindow, path: bytes, qtbot: QtBot) -> LonePhotoDialog:
    desk.window.show_file(path)
    qtbot.waitUntil(lambda: desk.window.findChild(LonePhotoDialog) is not None)
    return desk.window.findChild(LonePhotoDialog)


def press(dialog: LonePhotoDialog, words: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()


def test_what_is_opened_is_a_folder_or_a_photo(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.touch()
    assert WindowRequest.to_open(os.fsencode(picture)) == WindowRequest(photo=os.fsencode(picture))
    assert WindowRequest.to_open(os.fsencode(tmp_path)) == WindowRequest(os.fsencode(tmp_path))
    assert WindowRequest.to_open(b"/gone.jpg", "a cat") == WindowRequest(b"/gone.jpg", "a cat")


def test_a_photo_of_the_library_is_shown_among_those_of_its_folder(
    desk: OpenWindow, indexed: Path, qtbot: QtBot
) -> None:
    gallery, browse = desk.window.library.gallery, desk.workers.browse
    path = os.fsencode(Places(indexed).sample_library / "chelsea.png")
    desk.window.open_tags()
    desk.window.show_file(path)
    qtbot.waitUntil(lambda: gallery.is_loupe_open and browse.photo(gallery.looked_at) is not None)
    shown = browse.photo(gallery.looked_at)
    assert shown is not None
    assert shown.path == path
    assert desk.window.library.folder == os.path.dirname(path)


def test_another_file_is_shown_on_its_own(desk: OpenWindow, stranger: Path, qtbot: QtBot) -> None:
    dialog = alone(desk, os.fsencode(stranger), qtbot)
    qtbot.waitUntil(lambda: not dialog._canvas.is_bare)
    assert "is not in the library" in dialog._told.whole_text
    qtbot.keyClick(dialog, Qt.Key.Key_Z)
    assert not dialog._canvas.is_fitted
    press(dialog, "Find photos like it")
    qtbot.waitUntil(lambda: "Photos like this" in desk.window.library.source.title)


def test_its_folder_can_be_added(desk: OpenWindow, stranger: Path, qtbot: QtBot) -> None:
    dialog = alone(desk, os.fsencode(stranger), qtbot)
    with qtbot.waitSignal(desk.workers.index.ended):
        press(dialog, "Add its folder")
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 1)
    assert desk.window.library.folder == os.fsencode(stranger.parent)


def test_what_is_no_picture_says_so(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.png").write_text("Not a picture.")
    dialog = alone(desk, os.fsencode(tmp_path / "notes.png"), qtbot)
    qtbot.waitUntil(lambda: "not in the library" not in dialog._told.whole_text)
    assert dialog._canvas.is_bare
