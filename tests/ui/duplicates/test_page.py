"""The page of duplicates, from the search to the trash, over real pictures."""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.duplicates import Kind
from mmdesk.ui.duplicates.dialog import AGAIN, DuplicatesDialog
from mmdesk.ui.duplicates.group_painter import mark_of


@pytest.fixture
def folder(desk: OpenWindow, qtbot: QtBot, tmp_path: Path, sample_pictures: list[Path]) -> Path:
    """A folder in the library with a coffee and a cat, either copied and saved again smaller."""
    folder = tmp_path / "twice"
    folder.mkdir()
    for picture in sample_pictures:
        if picture.stem in {"coffee", "chelsea"}:
            own = folder / f"my-{picture.stem}.png"
            with Image.open(picture) as image:
                colours = image.convert("RGB")
            colours.crop((20, 10, colours.width, colours.height)).save(own)
            shutil.copy(own, folder / f"{own.stem} (1).png")
            with Image.open(own) as image:
                smaller = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
            smaller.save(folder / f"{own.stem}-small.jpg", quality=90)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(folder)])
    return folder


def page(desk: OpenWindow, qtbot: QtBot) -> DuplicatesDialog:
    with qtbot.waitSignal(desk.workers.duplicates.found):
        desk.window.show_duplicates()
    dialog = desk.window._pages._duplicates
    assert dialog is not None
    qtbot.waitUntil(lambda: not desk.workers.duplicates.is_running)
    return dialog


def counts(dialog: DuplicatesDialog) -> list[str]:
    return [tab.text().split()[-1] for tab in dialog._tabs.values()]


def marks(dialog: DuplicatesDialog) -> list[str]:
    decision = dialog._list.current_decision()
    assert decision is not None
    return [mark_of(decision, member) for member in decision.members]


def press(dialog: DuplicatesDialog, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(dialog._list, key)


def choose(dialog: DuplicatesDialog, kind: Kind) -> None:
    dialog._tabs[kind].click()


def test_where_nothing_is_twice_the_page_says_so(desk: OpenWindow, qtbot: QtBot) -> None:
    dialog = page(desk, qtbot)
    assert counts(dialog) == ["0", "0", "0"]
    assert dialog._pages.currentWidget() is dialog._empty
    assert dialog._empty.heading == "No file is there twice"
    assert not dialog._move.isEnabled()


def test_what_is_accepted_is_reviewed_and_then_moved_to_the_trash(
    desk: OpenWindow, qtbot: QtBot, folder: Path, trash_folder: Path
) -> None:
    dialog = page(desk, qtbot)
    assert counts(dialog) == ["2", "2", "0"]
    assert marks(dialog) == ["Keep", "Trash"]
    press(dialog, qtbot, Qt.Key.Key_Return)
    choose(dialog, "same-shot")
    press(dialog, qtbot, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert marks(dialog) == ["Trash", "Keep"]
    press(dialog, qtbot, Qt.Key.Key_Left, Qt.Key.Key_K, Qt.Key.Key_Return)
    assert dialog._move.text().startswith("Review 2 photos")
    before = set(folder.iterdir())
    dialog._move.click()
    assert dialog._title.text().startswith("2 photos to the trash")
    assert set(folder.iterdir()) == before
    with qtbot.waitSignal(desk.workers.files.gone):
        dialog._move.click()
    gone = {path.name for path in before - set(folder.iterdir())}
    assert len(gone) == 2
    assert {path.name for path in (trash_folder / "files").iterdir()} == gone
    assert counts(dialog) == ["1", "1", "0"]
    assert "moved to the trash" in dialog._told.whole_text
    with qtbot.waitSignal(desk.workers.duplicates.found):
        dialog._undo()
    assert set(folder.iterdir()) == before
    qtbot.waitUntil(lambda: counts(dialog) == ["2", "2", "0"])


def test_no_duplicates_is_remembered_and_taken_back(desk: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    dialog = page(desk, qtbot)
    choose(dialog, "same-shot")
    press(dialog, qtbot, Qt.Key.Key_N, Qt.Key.Key_N)
    assert counts(dialog) == ["2", "0", "0"]
    dialog._undo()
    assert counts(dialog) == ["2", "1", "0"]
    qtbot.waitUntil(lambda: desk.workers.duplicates.is_idle)
    with qtbot.waitSignal(desk.workers.duplicates.found):
        dialog._again.click()
    qtbot.waitUntil(lambda: counts(dialog) == ["2", "1", "0"])
    assert len(list(folder.iterdir())) == 6


def test_a_photo_is_marked_alone_but_never_the_last(desk: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    dialog = page(desk, qtbot)
    press(dialog, qtbot, Qt.Key.Key_X)
    assert marks(dialog) == ["Keep", "Trash"]
    press(dialog, qtbot, Qt.Key.Key_Right, Qt.Key.Key_X, Qt.Key.Key_Return)
    assert not dialog._decisions.accepted
    dialog._accept_all.click()
    press(dialog, qtbot, Qt.Key.Key_Space)
    assert dialog._pages.currentWidget() is dialog._loupe
    qtbot.keyClick(dialog._loupe, Qt.Key.Key_Space)
    assert dialog._pages.currentWidget() is dialog._list


def test_a_search_that_was_stopped_claims_nothing(desk: OpenWindow, qtbot: QtBot, folder: Path) -> None:
    work = desk.workers.duplicates
    desk.window.show_duplicates()
    dialog = desk.window._pages._duplicates
    assert dialog is not None
    assert dialog._pages.currentWidget() is dialog._searching
    with qtbot.waitSignal(work.ended):
        dialog._searching.stopped.emit()
    assert not dialog._is_known
    assert dialog._empty.heading == "Not searched to the end"
    assert dialog._empty._button.text() == AGAIN
    with qtbot.waitSignal(work.found):
        dialog.search()
