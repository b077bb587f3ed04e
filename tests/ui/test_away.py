"""What is not there, as the window shows it: nothing is emptied, and nothing goes unasked."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Folder
from mmdesk.core.places import Places
from mmdesk.tasks.library import Library
from mmdesk.ui.away.notice import Absence, FolderAction, notice_of, roots_of
from mmdesk.ui.folders.delegate import ICON_ROLE, OFFLINE_ROLE
from mmdesk.ui.library.gallery import Gallery


@pytest.fixture
def folder(own: Places, desk: OpenWindow) -> bytes:
    """The folder of the 20 sample pictures, which a test may do with as it likes."""
    del desk  # the window is open, and so is the library
    moved = own.data_dir.parent / "Pictures"
    return bytes(moved)


@pytest.fixture
def gallery(desk: OpenWindow, folder: bytes, own: Places, qtbot: QtBot) -> Gallery:
    """The gallery of a window that shows one folder of its own, looked through."""
    shutil.copytree(own.sample_library, os.fsdecode(folder))
    [there] = [row.path for row in _library(desk).folders.all()]
    desk.workers.away.relocate(there, folder)
    gallery = desk.window.library.gallery
    qtbot.waitUntil(lambda: _folders(desk) == [folder] and _is_quiet(desk))
    return gallery


def _library(desk: OpenWindow) -> Library:
    return desk.workers.away._library


def _folders(desk: OpenWindow) -> list[bytes]:
    return [row.path for row in _library(desk).folders.all()]


def _is_quiet(desk: OpenWindow) -> bool:
    return desk.workers.index.is_idle and desk.workers.is_idle


def _rescan(desk: OpenWindow, qtbot: QtBot) -> None:
    desk.workers.index.rescan()
    qtbot.waitUntil(lambda: _is_quiet(desk))


def _press(gallery: Gallery, action: FolderAction, qtbot: QtBot) -> None:
    button = gallery.banner.buttons[action]
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_folder_that_is_away_is_shown_and_found_again_elsewhere(
    desk: OpenWindow, gallery: Gallery, folder: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    library = _library(desk)
    ids = gallery.shown_ids.tolist()
    library.photos.set_rating(ids[:3], 5)
    library.tags.add("dear", ids[:2])
    vectors = library.catalogue.rows("SELECT seq, photo_id FROM vectors ORDER BY seq")
    elsewhere = tmp_path / "usb" / "Pictures"
    shutil.move(os.fsdecode(folder), elsewhere)
    _rescan(desk, qtbot)
    assert gallery.shown_ids.tolist() == ids
    assert "its 20 photos are kept" in gallery.banner.words
    assert "not found since" in gallery.banner.words
    tree = desk.window.library._folders._tree
    row = tree._items[folder].index()
    assert (row.data(ICON_ROLE), row.data(OFFLINE_ROLE)) == ("offline", True)
    assert "its 20 photos are kept" in row.data(Qt.ItemDataRole.ToolTipRole).replace("Its", "its")
    gallery.open_loupe(ids[0])
    loupe = gallery.currentWidget()
    photo = loupe._photo()
    qtbot.waitUntil(lambda: "Pictures is not there now" in loupe._loader.trouble(photo))
    assert not loupe.is_bare  # the thumbnail
    qtbot.keyClick(loupe, Qt.Key.Key_Escape)

    strangers = tmp_path / "strangers"
    strangers.mkdir()
    _choose(desk, gallery, strangers, qtbot)
    qtbot.waitUntil(lambda: "None of the photos" in desk.window.message_bar.message)
    assert _folders(desk) == [folder]
    _choose(desk, gallery, elsewhere, qtbot)
    qtbot.waitUntil(lambda: _folders(desk) == [bytes(elsewhere)] and _is_quiet(desk))
    qtbot.waitUntil(lambda: not gallery.banner.words)
    assert sorted(gallery.shown_ids.tolist()) == sorted(ids)
    assert (
        library.catalogue.rows("SELECT seq, photo_id FROM vectors ORDER BY seq") == vectors
    )  # none made anew
    assert [photo.rating for photo in library.photos.by_ids(ids[:4])] == [5, 5, 5, 0]
    assert {tag.photo for tag in library.tags.photos_of("dear")} == set(ids[:2])
    assert desk.workers.browse.photo(ids[0]).path.startswith(bytes(elsewhere))


def _choose(desk: OpenWindow, gallery: Gallery, folder: Path, qtbot: QtBot) -> None:
    """Through the button and the dialog of the desktop."""
    _press(gallery, FolderAction.RELOCATE, qtbot)
    [dialog] = [box for box in desk.window.findChildren(QFileDialog) if box.isVisible()]
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def test_lost_photos_are_asked_about_then_missing_then_forgotten(
    desk: OpenWindow, gallery: Gallery, folder: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    library = _library(desk)
    files = sorted(Path(os.fsdecode(folder)).rglob("*.*"))[:7]
    aside = tmp_path / "aside"
    aside.mkdir()
    for file in files:
        shutil.move(file, aside / file.name)
    _rescan(desk, qtbot)
    assert "7 of 20 photos are gone from Pictures" in gallery.banner.words
    assert len(gallery.shown_ids) == 20
    _press(gallery, FolderAction.WAIT, qtbot)
    assert not gallery.banner.words
    _rescan(desk, qtbot)
    assert not gallery.banner.words  # who waits is not asked twice

    shutil.move(aside / files[0].name, files[0])
    _rescan(desk, qtbot)
    assert "6 of 20 photos are gone" in gallery.banner.words
    _press(gallery, FolderAction.BELIEVE, qtbot)
    missing = desk.window.library._folders.missing
    qtbot.waitUntil(lambda: len(gallery.shown_ids) == 14 and missing.isVisible())
    assert "6" in missing.text()
    assert not gallery.banner.words

    qtbot.mouseClick(missing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(gallery.shown_ids) == 6)
    assert "6 photos were not found" in gallery.banner.words
    assert gallery.grid._absence.everything
    titles = [section.title for section in gallery.grid._sections]
    assert any(title.endswith("Pictures") or "Pictures/" in title for title in titles)
    shutil.move(aside / files[1].name, files[1])
    _press(gallery, FolderAction.LOOK, qtbot)
    qtbot.waitUntil(lambda: len(gallery.shown_ids) == 5 and _is_quiet(desk))

    backups = len(library.backups.all())
    _press(gallery, FolderAction.FORGET_MISSING, qtbot)
    qtbot.waitUntil(lambda: desk.window.library.away.question is not None)
    desk.window.library.away.question.reject()
    assert library.photos.missing_count() == 5
    _press(gallery, FolderAction.FORGET_MISSING, qtbot)
    qtbot.waitUntil(lambda: desk.window.library.away.question is not None)
    desk.window.library.away.question.forget.click()
    qtbot.waitUntil(lambda: library.photos.missing_count() == 0 and _is_quiet(desk))
    qtbot.waitUntil(lambda: not missing.isVisible() and len(gallery.shown_ids) == 0)
    assert len(library.backups.all()) >= max(backups, 1)
    assert "5 photos forgotten" in desk.window.message_bar.message
    desk.window.library._folders.choose(folder)
    qtbot.waitUntil(lambda: len(gallery.shown_ids) == 15)
    assert all((aside / file.name).exists() for file in files[2:])


def test_a_drive_that_goes_and_comes_is_noticed_without_a_look_at_its_photos(
    desk: OpenWindow, gallery: Gallery, folder: bytes, qtbot: QtBot
) -> None:
    away = Path(os.fsdecode(folder)).rename(os.fsdecode(folder) + " away")
    with qtbot.assertNotEmitted(desk.workers.index.started):
        desk.window.library.away._watch.timeout.emit()
        qtbot.waitUntil(lambda: "20 photos are kept" in gallery.banner.words)
        away.rename(os.fsdecode(folder))
        desk.window.library.away._watch.timeout.emit()
        qtbot.waitUntil(lambda: not gallery.banner.words)
    assert len(gallery.shown_ids) == 20


def test_a_folder_that_is_away_is_forgotten_only_when_told(
    desk: OpenWindow, gallery: Gallery, folder: bytes, qtbot: QtBot
) -> None:
    Path(os.fsdecode(folder)).rename(os.fsdecode(folder) + " away")
    _rescan(desk, qtbot)
    _press(gallery, FolderAction.FORGET, qtbot)
    qtbot.waitUntil(lambda: desk.window.library.away.question is not None)
    assert len(_library(desk).photos.ids()) == 20
    desk.window.library.away.question.forget.click()
    qtbot.waitUntil(lambda: _folders(desk) == [] and _is_quiet(desk))
    assert _library(desk).photos.count() == 0
    assert _library(desk).backups.newest_good() is not None


def test_what_is_said_of_folders() -> None:
    here = Folder(b"/here", 5)
    usb = Folder(b"/usb", 1, offline=True)
    disk = Folder(b"/disk", 2, offline=True, offline_since="2024-05-03T10:20:00Z")
    inside = Folder(b"/disk/old", 2, offline=True)
    lossy = Folder(b"/lossy", 400, lost=312)
    assert notice_of([here], None, ()) is None
    assert notice_of(roots_of([disk, inside, here]), b"/here", ()) is None
    notice = notice_of(roots_of([disk, inside, here]), b"/disk/old", ())
    assert notice is not None
    assert notice.folder == b"/disk"
    assert "since" in notice.words
    assert "May 2024" in notice.words
    alone = notice_of([usb], None, ())
    assert alone is not None
    assert alone.words == "usb: not found; its 1 photo is kept."
    several = notice_of(roots_of([disk, inside, usb]), None, ())
    assert several is not None
    assert several.words.startswith("2 folders are not there now; their 3 photos")
    question = notice_of(roots_of([disk, inside, lossy]), None, ())
    assert question is not None
    assert question.words.startswith("312 of 400 photos are gone from lossy")
    assert question.actions[:2] == (FolderAction.WAIT, FolderAction.BELIEVE)
    assert notice_of([lossy], None, {lossy}) is None
    absence = Absence((b"/disk",))
    assert absence.covers(b"/disk/old/1.jpg")
    assert not absence.covers(b"/disk2/1.jpg")
