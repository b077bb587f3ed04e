"""A tour through everything that the window shows: all places, and all dialogs with something in them."""

import os
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.excluding import Exclusion
from mmdesk.core.photo import Folder
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
from mmdesk.ui.tags.label_set_editor import LabelSetEditor
from mmdesk.ui.tags.sidecars_dialog import SidecarsDialog

STOPS = 29
"""Places and dialogs of the tour."""


class Look(Protocol):
    """What is done at each stop: it is told what is shown there."""

    def __call__(self, name: str, shown: QWidget) -> None: ...


def tour(desk: OpenWindow, qtbot: QtBot, look_at: Look) -> None:
    """Show everything in turn, no dialog larger than the window: it could be the whole screen."""
    window, workers = desk.window, desk.workers

    def look(name: str, widget: QDialog | None = None) -> None:
        wait_for_rest(workers, 30)
        qtbot.wait(1)  # for the last layouts
        look_at(name, widget or window)

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
    _paint(desk, qtbot)
    look("studio, painted")
    window.open_models()
    look("models")
    _look_at_dialogs(desk, look)
    window.open_library()
    window.culling.action.trigger()
    look("culling")


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


def _look_at_dialogs(desk: OpenWindow, look: Look) -> None:
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


def _look_at_questions(desk: OpenWindow, look: Look) -> None:
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
