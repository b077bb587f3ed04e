"""The library copied from the window: asked for in the menu, told in the strip, stopped without a trace."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.library import online_copy
from mmdesk.tasks.library import open_library
from mmdesk.ui.library_copy.copy_dialog import CopyDialog


def asked(desk: OpenWindow, qtbot: QtBot, there: str, out: Path) -> None:
    """Choose it in the menu, and answer both dialogs."""
    desk.window._copy.action.trigger()
    qtbot.waitUntil(lambda: bool(desk.window.findChildren(CopyDialog)))
    [dialog] = desk.window.findChildren(CopyDialog)
    [field] = dialog.fields.values()
    field.setText("photos")
    assert not dialog.go_on.isEnabled()
    assert dialog.trouble.text()
    field.setText(there)
    dialog.go_on.click()
    [where] = desk.window.findChildren(QFileDialog)
    where.fileSelected.emit(str(out))
    where.close()


def test_the_library_is_copied_into_a_folder_of_its_own(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    (stick / "mmdesk library").mkdir(parents=True)
    asked(desk, qtbot, "D:\\Photos\\", stick)
    copy = stick / "mmdesk library 2"
    qtbot.waitUntil(desk.window.message_bar.isVisible)
    photos = desk.window.library.gallery.grid.ids().size
    assert desk.window.message_bar.message == (
        f"The library with {photos} photos was copied to {copy} and checked."
    )
    qtbot.waitUntil(lambda: not desk.window.activity.copying.isVisible())
    with open_library(Places(copy)) as library:
        assert [folder.path for folder in library.folders.roots()] == [b"D:\\Photos"]


def test_stopped_nothing_is_left_of_the_copy(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online_copy, "PAGES_AT_ONCE", 1)
    note = desk.window.activity.copying
    note.stop.clicked.connect(lambda: None)
    desk.workers.library_copy.started.connect(note.stop.click)
    asked(desk, qtbot, "", tmp_path / "out")
    qtbot.waitUntil(lambda: desk.window.notice.message.startswith("The library was not copied"))
    assert not note.isVisible()
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]
