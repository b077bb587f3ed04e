"""Each of the preferences: set with the real control, in force at once, and there again the next time."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.caches import CacheKind
from mmdesk.core.cores import limit_cores, usable_cores
from mmdesk.core.language import LANGUAGES
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.preferences import Preferences, load_preferences
from mmdesk.core.settings import load_settings
from mmdesk.ui.away.forget_dialog import ForgetDialog
from mmdesk.ui.cheat_sheet import KEYS, CheatSheet
from mmdesk.ui.choices_menu import ChoicesMenu
from mmdesk.ui.keys.scopes import SCOPES
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.question import QuestionDialog
from mmdesk.ui.preferences.dialog import AT_ONCE, PreferencesDialog
from mmdesk.ui.preferences.processor import ProcessorPage
from mmdesk.ui.preferences.storage import NAMES
from mmdesk.ui.theme.colours import CONTRAST
from mmdesk.work.patience import FOR_POWER
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PATIENCE_S = 30
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def all_cores() -> Iterator[None]:
    """Tests to come have all cores again."""
    yield
    limit_cores(0)


@pytest.fixture
def dialog(desk: OpenWindow, qtbot: QtBot) -> PreferencesDialog:
    return opened(desk, qtbot)


def opened(desk: OpenWindow, qtbot: QtBot) -> PreferencesDialog:
    """The dialog, as the key opens it."""
    activate(desk, qtbot)
    qtbot.keyClick(desk.window, Qt.Key.Key_Comma, CTRL)
    dialog = desk.window.findChild(PreferencesDialog)
    assert dialog.isVisible()
    wait_for_rest(desk.workers, PATIENCE_S)
    return dialog


def activate(desk: OpenWindow, qtbot: QtBot) -> None:
    """Let the window have its keys."""
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)


def page(dialog: PreferencesDialog, title: str) -> Any:
    """A page, shown."""
    dialog.open_page(title)
    return dialog.pages[title]


def pick(box: ComboBox, value: object, qtbot: QtBot) -> None:
    """Choose by the keyboard."""
    wanted = box.findData(value)
    while box.currentIndex() != wanted:
        qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)


def test_all_that_is_chosen_is_there_the_next_time(
    desk: OpenWindow, dialog: PreferencesDialog, own: Places, open_window: Open, qtbot: QtBot
) -> None:
    looks, work = page(dialog, "Appearance"), page(dialog, "Processor")
    pick(looks.language, "sv", qtbot)
    pick(looks.theme, "contrast", qtbot)
    pick(looks.text, 110, qtbot)
    pick(looks.animations, "off", qtbot)
    for switch in (work.gentle, work.look, work.paint):
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    pick(work.begins, "21:30", qtbot)
    pick(page(dialog, "Storage").limit, 5, qtbot)
    wait_for_rest(desk.workers, PATIENCE_S)
    desk.window.close()
    assert load_preferences(own.preferences) == Preferences(
        language="sv", text_percent=110, animations="off", gentle=False, index_by_night=True, thumbnails_gb=5
    )
    again = open_window(own)
    dialog = opened(again, qtbot)
    looks, work = page(dialog, "Appearance"), page(dialog, "Processor")
    boxes = (looks.language, looks.theme, looks.text, looks.animations, work.begins)
    assert [box.currentData() for box in boxes] == ["sv", "contrast", 110, "off", "21:30"]
    assert [each.isChecked() for each in (work.gentle, work.look, work.paint)] == [False, True, True]
    assert again.workers.paint.night.on


def test_languages_are_named_in_themselves_and_wait_for_the_next_start(dialog: PreferencesDialog) -> None:
    looks = page(dialog, "Appearance")
    offered = [looks.language.itemText(place) for place in range(looks.language.count())]
    assert offered == ["System's language", *(each.name for each in LANGUAGES.values())]
    assert looks.language.currentText() == "System's language"
    notes = [told.text() for told in looks.findChildren(QLabel)]
    assert "Takes effect when mmdesk is started again." in notes


def test_a_cluster_is_kept_once_its_address_is_one(
    desk: OpenWindow, dialog: PreferencesDialog, own: Places, qtbot: QtBot
) -> None:
    work = page(dialog, "Processor")

    def write(line: QLineEdit, words: str) -> list[str]:
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, words)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        return [note.text() for note in work.findChildren(QLabel) if note.isVisible()]

    assert any("nowhere is no cluster" in note for note in write(work.cluster, "nowhere"))
    assert desk.workers.preferences.now.cluster == ""
    assert not any("is no cluster" in note for note in write(work.cluster, "nas:6379"))
    assert any("does not name two folders" in note for note in write(work.cluster_map, "/a"))
    write(work.cluster_map, "/a=/b; /c=/d")
    wait_for_rest(desk.workers, PATIENCE_S)
    kept = load_preferences(own.preferences)
    assert (kept.cluster, kept.cluster_map) == ("nas:6379", "/a=/b; /c=/d")
    assert dialog.isVisible()


def test_how_it_looks_is_in_force_at_once(
    desk: OpenWindow, dialog: PreferencesDialog, qapp: QApplication, qtbot: QtBot
) -> None:
    looks, menu = page(dialog, "Appearance"), desk.window.findChild(ChoicesMenu)
    usual, blink = qapp.font().pointSizeF(), qapp.styleHints().cursorFlashTime()
    assert AT_ONCE in [told.text() for told in dialog.findChildren(QLabel)]
    pick(looks.theme, "contrast", qtbot)
    assert dialog.palette().window().color() == CONTRAST.chrome
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["High contrast"]
    next(action for action in menu.actions() if action.text() == "Light").trigger()
    assert looks.theme.currentData() == "light"
    pick(looks.text, 110, qtbot)
    assert looks.text.font().pointSizeF() == pytest.approx(1.1 * usual)
    pick(looks.animations, "off", qtbot)
    assert qapp.styleHints().cursorFlashTime() == 0
    assert not any(qapp.isEffectEnabled(effect) for effect in Qt.UIEffect)
    pick(looks.animations, "system", qtbot)
    assert qapp.styleHints().cursorFlashTime() == blink
    desk.theme.leave()
    assert qapp.font().pointSizeF() == usual


def test_folders_are_taken_out_and_put_back(
    desk: OpenWindow, dialog: PreferencesDialog, qtbot: QtBot
) -> None:
    folders, panel = page(dialog, "Library"), desk.window.library.panel

    def press(words: str) -> None:
        buttons = folders.findChildren(QPushButton)
        next(each for each in buttons if each.isVisible() and each.text() == words).click()
        wait_for_rest(desk.workers, PATIENCE_S)

    press("Excluded patterns…")
    assert desk.window._folder_controller.dialog is not None
    desk.window._folder_controller.dialog.reject()
    press("Take out of the library")
    assert len(panel._out) == 1
    press("Put back into the library")
    assert not panel._out


def test_it_is_asked_before_the_trash_where_that_is_wished(
    desk: OpenWindow, dialog: PreferencesDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trashed: list[list[int]] = []
    monkeypatch.setattr(desk.workers.files, "trash", trashed.append)
    grid = desk.window.library.gallery.grid
    grid.select(int(desk.window.library.gallery.shown_ids[0]))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert len(trashed) == 1
    desk.window._files._rest()
    qtbot.keyClick(page(dialog, "Library").asks["ask_trash"], Qt.Key.Key_Space)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    desk.window.findChild(QuestionDialog).reject()
    assert len(trashed) == 1
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    next(each for each in desk.window.findChildren(QuestionDialog) if each.isVisible()).yes.click()
    assert len(trashed) == 2


def test_it_is_not_asked_before_photos_are_forgotten_where_that_is_wished(
    desk: OpenWindow, dialog: PreferencesDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[object] = []
    monkeypatch.setattr(desk.workers.away, "forget", lambda gone, folder: forgotten.append(gone))
    answer = (b"/away", [(int(desk.window.library.gallery.shown_ids[0]), b"/away/photo.jpg")])
    desk.workers.away.gone_loaded.emit(answer)
    desk.window.findChild(ForgetDialog).reject()
    assert not forgotten
    qtbot.keyClick(page(dialog, "Library").asks["ask_forget"], Qt.Key.Key_Space)
    desk.workers.away.gone_loaded.emit(answer)
    assert forgotten == [answer[1]]


def test_sidecars_are_written_unasked_where_that_is_wished(
    empty: Places, open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "Photos"
    folder.mkdir()
    Image.linear_gradient("L").save(folder / "photo.png")
    desk = open_window(empty)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(folder)])
    qtbot.keyClick(page(opened(desk, qtbot), "Library").asks["ask_sidecars"], Qt.Key.Key_Space)
    desk.workers.photo_tags.add("seen", desk.window.library.gallery.shown_ids.tolist())
    wait_for_rest(desk.workers, PATIENCE_S)
    sidecars = desk.window.tags.menu.open_sidecars()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert (folder / "photo.png.xmp").exists()
    assert sidecars.take_back.isEnabled()
    sidecars.reject()


def test_another_model_paints(desk: OpenWindow, dialog: PreferencesDialog, own: Places, qtbot: QtBot) -> None:
    shutil.copytree(builtin_models() / "starter-vqgan", own.models / "another")
    models = page(dialog, "Models")
    desk.workers.models.refresh()
    wait_for_rest(desk.workers, PATIENCE_S)
    box = models.boxes["painting"]
    assert box.currentText() == "starter-vqgan"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert load_settings(own.settings).vqgan == box.currentText() == "another"
    next(each for each in models.findChildren(QPushButton) if each.text() == "Show all models").click()
    assert desk.window.models.isVisible()


def test_heavy_work_keeps_to_its_cores(
    desk: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    work = ProcessorPage(desk.workers)
    qtbot.addWidget(work)
    assert usable_cores() == 8
    pick(work.threads, 3, qtbot)
    assert usable_cores() == 3
    pick(work.threads, 0, qtbot)
    assert usable_cores() == 8


@pytest.mark.parametrize("by_night", [False, True])
def test_looking_at_photos_waits_and_can_be_told_to_go_on(
    by_night: bool,
    desk: OpenWindow,
    dialog: PreferencesDialog,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index, patience, work = desk.workers.index, desk.workers.patience, page(dialog, "Processor")
    monkeypatch.setattr(patience, "_is_on_battery", lambda: not by_night)
    monkeypatch.setattr("mmdesk.core.painting.queue.Night.allows", lambda night, _: not night.on)
    if by_night:
        qtbot.keyClick(work.look, Qt.Key.Key_Space)
    words = "Waits for the night, from 22:00" if by_night else FOR_POWER
    patience.start()
    qtbot.waitUntil(lambda: index._reason == words)
    index.rescan()
    assert index.is_paused
    assert desk.window.activity.words == words
    desk.window.activity._pause.click()
    qtbot.waitUntil(lambda: not index.is_running)
    index.rescan()
    assert index.waits_because == words
    qtbot.keyClick(work.look if by_night else work.gentle, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not index.is_running)


def test_power_that_comes_back_is_noticed_while_the_window_is_open(
    desk: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, patience = desk.workers.index, desk.workers.patience
    monkeypatch.setattr(patience, "_is_on_battery", lambda: True)
    patience.start()
    qtbot.waitUntil(lambda: index._reason == FOR_POWER)
    monkeypatch.setattr(patience, "_is_on_battery", lambda: False)
    patience._clock.timeout.emit()  # as it does every 20 seconds
    qtbot.waitUntil(lambda: index._reason == "")


def test_caches_are_cleared_and_made_again(desk: OpenWindow, dialog: PreferencesDialog, own: Places) -> None:
    storage, library = page(dialog, "Storage"), desk.workers.caches._library
    own.plans.write_text("{}", "utf-8")
    (own.fetching / "model").mkdir(parents=True)
    (own.fetching / "model" / "part").write_bytes(bytes(5000))
    desk.workers.caches.measure()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert storage.sizes[CacheKind.FETCHED].text() == "5.0 kB"
    contents = library.photos.contents()
    for kind, button in storage.clears.items():
        assert button.accessibleName() == f"Clear now: {NAMES[kind][0]}", "which of them is heard, too"
        button.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert not own.plans.exists()
    assert not own.fetching.exists()
    assert not storage.clears[CacheKind.FETCHED].isEnabled()
    assert library.photos.contents() == contents
    assert not library.thumbnails.lacking(contents)


def test_thumbnails_of_photos_that_left_go_beyond_the_limit(
    desk: OpenWindow, dialog: PreferencesDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmdesk.tasks.caches.GIGABYTE", 1000)
    library = desk.workers.caches._library
    library.thumbnails.put_many([(b"left the library", bytes(90_000))])
    pick(page(dialog, "Storage").limit, 1, qtbot)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert library.thumbnails.get(b"left the library") is None
    assert not library.thumbnails.lacking(library.photos.contents())


def test_every_part_of_the_program_has_widgets_for_its_keys() -> None:
    assert set(SCOPES) == set(KEYS) - {"Anywhere", "Studio"}


def test_keys_are_changed_and_clashes_said(
    desk: OpenWindow, dialog: PreferencesDialog, own: Places, qtbot: QtBot
) -> None:
    keyboard, gallery = page(dialog, "Keyboard"), desk.window.library.gallery
    gallery.grid.select(int(gallery.shown_ids[0]))
    similar: list[object] = []
    gallery.similar_requested.connect(similar.append)

    def change(name: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> str:
        qtbot.mouseClick(keyboard.buttons[name], Qt.MouseButton.LeftButton)
        qtbot.keyClick(keyboard.buttons[name], key, modifiers)
        told: str = keyboard.told.text()
        return told

    assert change("Grid/S", Qt.Key.Key_P) == "P is taken: Pick (Judging photos). Nothing is changed."
    assert change("Grid/S", Qt.Key.Key_F) == "Find similar photos: F from now on."
    assert change("Anywhere/Ctrl+2", Qt.Key.Key_J, CTRL) == "Tags: Ctrl+J from now on."
    activate(desk, qtbot)
    qtbot.keyClick(desk.window, Qt.Key.Key_2, CTRL)
    assert not desk.window.tags.isVisible()
    qtbot.keyClick(desk.window, Qt.Key.Key_J, CTRL)
    assert desk.window.tags.isVisible()
    qtbot.keyClick(gallery.grid, Qt.Key.Key_S)
    assert not similar
    qtbot.keyClick(gallery.grid, Qt.Key.Key_F)
    assert len(similar) == 1
    wait_for_rest(desk.workers, PATIENCE_S)
    assert load_preferences(own.preferences).keys == {"Grid/S": "F", "Anywhere/Ctrl+2": "Ctrl+J"}
    desk.window._show_keys()
    sheet = desk.window.findChild(CheatSheet)
    assert {"F", "Ctrl+1,  Ctrl+J"} <= {each.text() for each in sheet.findChildren(QLabel)}
    sheet.close()
    keyboard.usual.click()
    activate(desk, qtbot)
    qtbot.keyClick(desk.window, Qt.Key.Key_1, CTRL)
    assert desk.window.library.isVisible()
    qtbot.keyClick(gallery.grid, Qt.Key.Key_S)
    assert len(similar) == 2
