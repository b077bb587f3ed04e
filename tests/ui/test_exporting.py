"""Exports from the window: asked for, done in the background, and what was left out is listed."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.copy_shape import CopyFormat
from mmdesk.core.exporting import ExportForm
from mmdesk.core.photo import Photo
from mmdesk.tasks.exporting import copying
from mmdesk.ui.exporting.export_dialog import ExportDialog
from mmdesk.ui.exporting.left_out_dialog import LeftOutDialog
from mmdesk.ui.exporting.shape_fields import FORMATS
from mmdesk.ui.search.words_field import WordsField

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def _asked(desk: OpenWindow, form: ExportForm, out: Path) -> str:
    """Answer both dialogs; returns what the first one says is exported."""
    [dialog] = desk.window.findChildren(ExportDialog)
    dialog.forms.button(list(ExportForm).index(form)).click()
    said = [one.text() for one in dialog.findChildren(QLabel)]
    dialog.go_on.click()
    [where] = desk.window.findChildren(QFileDialog)
    where.fileSelected.emit(str(out))
    where.close()
    return " ".join(said)


def test_what_is_selected_is_exported_by_key(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window, grid = desk.window, desk.window.library.gallery.grid
    grid.setFocus()
    grid.select(int(grid.ids()[0]))
    qtbot.keyClick(grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Key.Key_E, CONTROL)
    assert "Export the 2 photos of “All photos”" in _asked(desk, ExportForm.COPIES, tmp_path / "out")
    qtbot.waitUntil(lambda: window.notice.message == f"2 photos copied to {tmp_path / 'out'}.")
    assert len(os.listdir(tmp_path / "out")) == 2
    assert not window.activity.exporting.isVisible()


def test_copies_are_made_anew_and_named_by_a_pattern(desk: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = desk.window
    window._export.export_shown()
    [dialog] = window.findChildren(ExportDialog)
    fields = dialog.shape
    assert not fields.quality.isEnabled()
    fields.format.setCurrentIndex(list(FORMATS).index(CopyFormat.WEBP))
    fields.longest.setValue(64)
    fields.pattern.setText("{where}")
    assert not dialog.go_on.isEnabled()
    assert fields.told.whole_text.startswith("{where} cannot be filled in.")
    fields.pattern.setText("small-{nr}")
    assert fields.told.whole_text == "As in small-001.webp"
    assert not dialog.companions.isEnabled()
    assert fields.quality.isEnabled()
    _asked(desk, ExportForm.COPIES, tmp_path / "out")
    qtbot.waitUntil(lambda: window.notice.message == f"20 photos copied to {tmp_path / 'out'}.")
    assert sorted(os.listdir(tmp_path / "out"))[::19] == ["small-001.webp", "small-020.webp"]
    window._export.export_shown()
    _asked(desk, ExportForm.COPIES, _folder_of_the_library(desk))
    qtbot.waitUntil(window.message_bar.isVisible)
    assert "is in your library" in window.message_bar.message


def test_by_keys_alone_a_form_is_chosen_and_a_new_folder_named(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = desk.window
    window._export.export_shown()
    [dialog] = window.findChildren(ExportDialog)
    dialog.forms.button(0).setFocus()
    for key in (Key.Key_Down, Key.Key_Up):
        qtbot.keyClick(dialog.focusWidget(), key)
    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)
    [where] = window.findChildren(QFileDialog)
    name = where.findChild(QLineEdit)
    for path, is_gone in ((tmp_path / "not there" / "new", False), (tmp_path / "new", True)):
        name.setText(str(path))
        QTimer.singleShot(0, _dismiss)
        qtbot.keyClick(name, Key.Key_Return)
        assert where.isHidden() is is_gone
    qtbot.waitUntil(lambda: window.notice.message == f"20 photos copied to {tmp_path / 'new'}.")
    assert len(os.listdir(tmp_path / "new")) == 20
    assert not (tmp_path / "not there").exists()


def _dismiss() -> None:
    """Press Esc in the box that says that a folder is not there."""
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        QTest.keyClick(box, Key.Key_Escape)


def test_the_key_is_not_lost_in_the_search_line(desk: OpenWindow, qtbot: QtBot) -> None:
    words = desk.window.search_line.findChild(WordsField)
    words.setFocus()
    words.setText("cat")
    qtbot.keyClick(words, Key.Key_E, CONTROL)
    [dialog] = desk.window.findChildren(ExportDialog)
    dialog.close()


def test_an_album_is_listed_and_no_list_is_overwritten(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window, grid = desk.window, desk.window.library.gallery.grid
    (tmp_path / "list.txt").write_text("mine")
    desk.workers.albums.begin(grid.ids()[:3].tolist())
    qtbot.waitUntil(lambda: window.library.albums.count() == 1)
    window.library.albums.export_requested.emit(window.library.albums.albums()[0])
    _asked(desk, ExportForm.PATHS, tmp_path / "list.txt")
    qtbot.waitUntil((tmp_path / "list (2).txt").exists)
    assert len((tmp_path / "list (2).txt").read_text().splitlines()) == 3
    assert (tmp_path / "list.txt").read_text() == "mine"


def test_what_was_left_out_is_listed(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.window
    monkeypatch.setattr(copying, "_copy", _refuse)
    window._export.export_shown()
    _asked(desk, ExportForm.COPIES, tmp_path / "out")
    qtbot.waitUntil(window.message_bar.isVisible)
    assert window.message_bar.message.endswith("20 files could not be copied.")
    window.message_bar.action.click()
    [listed] = window.findChildren(LeftOutDialog)
    assert len(listed.rows.values) == 20
    assert listed.rows.values[0].reason == "There is no permission to read it, or to write where it is to go."
    listed.close()


def test_an_export_is_stopped_by_the_strip(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, note = desk.window, desk.window.activity.exporting
    gate, real = threading.Event(), copying._copy_photo

    def wait(
        library: copying.Library, photo: Photo, folder: bytes, name: bytes, *, companions: bool
    ) -> object:
        gate.wait()
        return real(library, photo, folder, name, companions=companions)

    monkeypatch.setattr(copying, "_copy_photo", wait)
    window._export.export_shown()
    _asked(desk, ExportForm.COPIES, tmp_path / "out")
    qtbot.waitUntil(lambda: note.words == "Copying photos, 0 of 20")
    assert note.isVisible()
    note.stop.click()
    gate.set()
    qtbot.waitUntil(note.isHidden)
    assert window.notice.message == "Stopped exporting. What was copied by then stays."
    assert len(os.listdir(tmp_path / "out")) < 20


def _refuse(source: bytes, copy: bytes) -> None:
    raise PermissionError(13, "Permission denied", source, None, copy)


def _folder_of_the_library(desk: OpenWindow) -> Path:
    return Path(os.fsdecode(desk.workers.browse._library.folders.roots()[0].path))
