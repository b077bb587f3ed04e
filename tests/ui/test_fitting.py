"""No text is cut and nothing is out of reach: in a small window, on a sharp screen, in large letters."""

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.excluding import Exclusion
from mmdesk.core.photo import Folder
from mmdesk.core.places import Places
from mmdesk.core.preferences import LARGEST_TEXT, Preferences, save_preferences
from mmdesk.core.settings import Settings, save_settings
from mmdesk.ui.about_dialog import AboutDialog
from mmdesk.ui.away.forget_dialog import ForgetDialog
from mmdesk.ui.cheat_sheet import CheatSheet
from mmdesk.ui.duplicates.dialog import DuplicatesDialog
from mmdesk.ui.exporting.export_dialog import ExportDialog
from mmdesk.ui.files.rename_dialog import RenameDialog
from mmdesk.ui.folders.exclusion_dialog import ExclusionDialog
from mmdesk.ui.health.dialog import HealthDialog
from mmdesk.ui.library.file_controller import BACK_BY_UNDO
from mmdesk.ui.library_copy.copy_dialog import CopyDialog
from mmdesk.ui.parts.collapsible import CollapsibleHeader
from mmdesk.ui.parts.question import QuestionDialog
from mmdesk.ui.parts.room import resize_on_screen
from mmdesk.ui.tags.label_set_editor import LabelSetEditor
from mmdesk.ui.tags.sidecars_dialog import SidecarsDialog
from tests.ui.conftest import Open
from tests.ui.fitting import misfits
from tests.ui.speaking import misordered, unreachable, unspoken

SMALL, SHARP = (1024, 700), (840, 525)
"""A small window, and the whole of a screen of 1680 x 1050 at scale 2; device-independent pixels."""

CASES = {"sharp": (SHARP, 100), "large letters": (SMALL, LARGEST_TEXT)}
"""What fits into the smaller of both fits into the other, too, unless the letters are larger."""


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def crowded(request: pytest.FixtureRequest, own: Places, open_window: Open, qtbot: QtBot) -> OpenWindow:
    """A window with little room for what is in it."""
    (width, height), percent = request.param
    save_settings(Settings(window_place=(0, 0, width, height)), own.settings)
    save_preferences(Preferences(text_percent=percent), own.preferences)
    desk = open_window(own)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 20)
    assert desk.window.size().toTuple() == (width, height)
    return desk


def _settle(desk: OpenWindow, qtbot: QtBot) -> None:
    wait_for_rest(desk.workers, 30)
    qtbot.wait(1)  # for the last layouts


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_everything_fits_and_is_told_and_reached(crowded: OpenWindow, qtbot: QtBot) -> None:
    seen: dict[str, list[str]] = {}
    window, workers = crowded.window, crowded.workers

    def look(name: str, widget: QDialog | None = None) -> None:
        _settle(crowded, qtbot)
        size = (widget or window).size()
        is_too_large = size.boundedTo(window.size()) != size
        too_large = [f"too large: {size.toTuple()}"] if is_too_large else []
        shown = widget or window
        seen[name] = [*too_large, *misfits(shown), *unspoken(shown), *misordered(shown), *unreachable(shown)]

    gallery = window.library.gallery
    gallery.grid.select(int(gallery.shown_ids[3]))
    look("photos")
    window.search_line.set_words("a flower")
    qtbot.waitUntil(lambda: "flower" in window.library._bar.title)
    look("hits")
    window.search_line.set_words("")
    qtbot.waitUntil(lambda: "flower" not in window.library._bar.title)
    gallery.open_loupe(int(gallery.shown_ids[0]))
    look("loupe")
    gallery.leave_loupe()
    gallery.grid.select(int(gallery.shown_ids[0]))
    for _ in ("second", "third"):
        QTest.keyClick(gallery.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(gallery.grid, Qt.Key.Key_C)
    look("compared")
    window.open_tags()
    qtbot.waitUntil(lambda: window.tags.shown is not None)
    look("tags, not looked for")
    workers.tagging.tag(window.tags.shown.labels)
    qtbot.waitUntil(lambda: not workers.tagging.is_running)
    window.tags.review("cat")
    look("review")
    window.tags.panel.pages.button(1).click()
    look("labels of folders")
    window.open_studio()
    look("studio, empty")
    _paint(crowded, qtbot)
    look("studio, painted")
    window.open_models()
    look("models")
    _look_at_dialogs(crowded, look)
    window.open_library()
    window.culling.action.trigger()
    look("culling")
    assert len(seen) == 29
    cut = [f"{name}: {told}" for name, found in seen.items() for told in found]
    assert not cut, "\n".join(cut)


def _paint(desk: OpenWindow, qtbot: QtBot) -> None:
    """A painting, with all the settings there are beside it."""
    settings = desk.window.studio.settings
    settings.choose_preset("pixel art")
    settings.size_field.set_size(32, 32)
    settings._steps.setValue(3)
    settings.prompt.set_words("a red rose in the rain, painted at dawn | fog:-0.4")
    for fold in settings.findChildren(CollapsibleHeader):
        fold.click()
    with qtbot.waitSignal(desk.workers.paint.ended):
        desk.window.studio.paint()
    qtbot.waitUntil(lambda: desk.window.studio.painting_view.spec is not None)


def _look_at_dialogs(desk: OpenWindow, look: Callable[[str, QDialog], None]) -> None:
    """Each dialog, no larger than the window: it could be the whole screen."""
    window = desk.window
    window._show_keys()
    window.show_health()
    window.show_duplicates()
    window.tags.menu.open_editor()
    window.tags.menu.open_sidecars()
    for kind in (CheatSheet, HealthDialog, DuplicatesDialog, LabelSetEditor, SidecarsDialog):
        dialog = window.findChild(kind)
        dialog.resize(dialog.size().boundedTo(window.size()))
        look(kind.__name__, dialog)
        dialog.close()
    _look_at_questions(desk, look)
    preferences = window.preferences.open()
    preferences.resize(preferences.size().boundedTo(window.size()))
    for title in preferences.pages:
        preferences.open_page(title)
        look(title, preferences)
    preferences.close()


def _look_at_questions(desk: OpenWindow, look: Callable[[str, QDialog], None]) -> None:
    """Dialogs that ask one thing, with something to ask about."""
    window, workers = desk.window, desk.workers
    photo = workers.browse.photo(int(window.library.gallery.shown_ids[0]))
    folders = [Folder(os.fsencode(f"/home/somebody/Pictures/{year}"), 20) for year in (2019, 2020)]
    gone = [(number, b"/home/somebody/Pictures/2019/a picture.jpg") for number in range(3)]
    for dialog in (
        AboutDialog(workers.about, window),
        ExportDialog("Export 3 photos of “a flower”", window),
        RenameDialog(workers.files, photo, window),
        ExclusionDialog(Exclusion(folders[0].path, ("*.png",), (3,)), workers.folders, window),
        ForgetDialog(gone, folders[0].path, window),
        CopyDialog(folders, window),
        QuestionDialog("Move 3 photos to the trash?", BACK_BY_UNDO, "Move to the trash", window),
    ):
        dialog.open()
        dialog.resize(dialog.size().boundedTo(window.size()))
        look(type(dialog).__name__, dialog)
        dialog.close()


def test_a_dialog_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    room = dialog.screen().availableGeometry()
    resize_on_screen(dialog, 900, 640)
    assert dialog.size().toTuple() == (900, 640)
    resize_on_screen(dialog, 900, 6400)
    assert dialog.width() == 900
    assert 0.9 * room.height() < dialog.frameGeometry().height() < room.height()
