"""Captions, dates and turns from the window: seen at once, written to sidecars, undone."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Photo
from mmdesk.core.places import Places
from mmdesk.ui.facts.caption_dialog import CaptionDialog
from mmdesk.ui.facts.date_dialog import DateDialog
from tests.tasks.xmp.sidecar_library import draw
from tests.ui.conftest import Open
from tests.ui.speaking import unspoken

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(open_window: Open, empty: Places, tmp_path: Path, qtbot: QtBot) -> OpenWindow:
    """A window that shows three pictures of its own, beside which it may write."""
    draw(tmp_path / "photos", "a.png", "b.png", "c.png")
    desk = open_window(empty)
    desk.window.add_folders([os.fsencode(tmp_path / "photos")])
    grid = desk.window.library.gallery.grid
    qtbot.waitUntil(lambda: grid.count == 3 and desk.workers.is_idle)
    qtbot.waitUntil(lambda: all(desk.workers.browse.photo(int(one)) is not None for one in grid.ids()))
    return desk


def row(desk: OpenWindow, place: int = 0) -> Photo:
    photo = desk.workers.browse.photo(int(desk.window.library.gallery.grid.ids()[place]))
    assert photo is not None
    return photo


def sidecar(photo: Photo) -> Path:
    return Path(os.fsdecode(photo.path) + ".xmp")


def test_a_photo_is_turned_by_key_and_back(desk: OpenWindow, qtbot: QtBot) -> None:
    gallery = desk.window.library.gallery
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    before = row(desk)
    gallery.grid.select(before.id)
    with qtbot.waitSignal(desk.workers.facts.written):
        qtbot.keyClick(gallery.grid, Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: row(desk).turn == 6)
    assert (row(desk).facts.width, row(desk).facts.height) == (before.facts.height, before.facts.width)
    assert b"tiff:Orientation" in sidecar(before).read_bytes()
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    assert desk.window.notice.message == "1 photo turned."
    gallery.open_loupe(before.id)
    loupe = gallery.currentWidget()
    kept = loupe._loader.full_pictures
    qtbot.waitUntil(lambda: kept.get(before.id) is not None)
    upright = kept.get(before.id)
    with qtbot.waitSignal(desk.workers.facts.written):
        qtbot.keyClick(loupe, Key.Key_R, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: row(desk).turn == 1 and kept.get(before.id) not in (None, upright))
    qtbot.keyClick(loupe, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: row(desk).turn == 6)
    qtbot.keyClick(loupe, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: row(desk).turn == 1)
    qtbot.waitUntil(lambda: not sidecar(before).exists())
    qtbot.waitUntil(lambda: desk.workers.is_idle)


def test_a_caption_is_written_after_a_look_at_what_changes(desk: OpenWindow, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    grid.select(row(desk).id)
    qtbot.keyClick(grid, Key.Key_Right, SHIFT)
    qtbot.keyClick(grid, Key.Key_E)
    [dialog] = desk.window.findChildren(CaptionDialog)
    assert unspoken(dialog) == []
    assert not dialog.write.isEnabled()
    dialog.caption.setPlainText("Geese")
    qtbot.waitUntil(dialog.write.isEnabled)
    assert dialog.told.text() == "2 files would change."
    assert [one.sentence for one in dialog.list.rows()] == ["caption “Geese”"] * 2
    assert not sidecar(row(desk)).exists()
    with qtbot.waitSignal(desk.workers.facts.written):
        qtbot.keyClick(dialog.caption, Key.Key_Return)
    qtbot.waitUntil(lambda: row(desk, 1).facts.caption == "Geese")
    assert b"Geese" in sidecar(row(desk)).read_bytes()


def test_dates_say_what_cannot_be(desk: OpenWindow, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    qtbot.waitUntil(lambda: desk.workers.is_idle)
    before = row(desk)
    grid.select(before.id)
    qtbot.keyClick(grid, Key.Key_T)
    [dialog] = desk.window.findChildren(DateDialog)
    dialog.shift.setText("soon")
    qtbot.waitUntil(lambda: "no distance in time" in dialog.told.text())
    dialog.camera.setText("UTC")
    dialog.shift.setText("-1 d")
    qtbot.waitUntil(lambda: "in which time zone" in dialog.told.text())
    dialog.camera.setText("")
    qtbot.waitUntil(dialog.write.isEnabled)
    with qtbot.waitSignal(desk.workers.facts.written):
        dialog.write.click()
    qtbot.waitUntil(lambda: row_of(desk, before).facts.taken_from == "xmp")
    assert (row_of(desk, before).facts.taken_at or "") < (before.facts.taken_at or "")


def row_of(desk: OpenWindow, photo: Photo) -> Photo:
    found = desk.workers.browse.photo(photo.id)
    assert found is not None
    return found
