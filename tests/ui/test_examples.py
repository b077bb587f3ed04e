"""More like these, less like those: from the grid, on the line, and back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.ui.search.words_field import WordsField

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


def choose(desk: OpenWindow, entry: str, *names: str) -> list[int]:
    """Select photos by name, and press an entry of the menu; returns their ids."""
    grid, library = desk.window.library.gallery.grid, desk.workers.search._searcher.library
    rows = library.photos.by_ids(shown(desk))
    photos = [row.id for name in names for row in rows if row.path.endswith(name.encode())]
    grid.select(photos[0])
    for photo in photos[1:]:
        grid._selection.toggle(int((grid._ids == photo).argmax()))
    assert sorted(grid.selected_ids()) == sorted(photos)
    grid.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    [menu] = [one for one in grid.findChildren(QMenu) if one.isVisible()]
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()
    wait_for_rest(desk.workers, 30)
    return photos


def go_back(desk: OpenWindow) -> None:
    next(one for one in desk.window.actions() if one.shortcut() == QKeySequence("Alt+Left")).trigger()


def shown(desk: OpenWindow) -> list[int]:
    return desk.window.library.gallery.shown_ids.tolist()


def test_more_like_these_and_back(desk: OpenWindow) -> None:
    window, everything = desk.window, shown(desk)
    field, chips = window.search_line.findChild(WordsField), window.search_line.chips
    wait_for_rest(desk.workers, 30)
    photos = choose(desk, "More like these", "motorcycle_left.png", "motorcycle_right.png")
    ids = ",".join(map(str, sorted(photos)))
    assert set(photos) <= set(shown(desk)[:3])
    assert chips.texts() == ["like 2 photos"]
    assert window.library.source.title == "Photos like these"
    field.setText(f"{field.text()}:2")
    window.search_line.ask()
    wait_for_rest(desk.workers, 30)
    assert chips.texts() == ["like 2 photos × 2"]
    field.setText(f"teal like:{ids}")
    window.search_line.ask()
    wait_for_rest(desk.workers, 30)
    go_back(desk)
    wait_for_rest(desk.workers, 30)
    assert chips.texts() == ["like 2 photos × 2"]
    chips._chips[0].cross.click()
    wait_for_rest(desk.workers, 30)
    assert (field.text(), shown(desk)) == ("", everything)


def test_less_like_those_leaves_them_out(desk: OpenWindow) -> None:
    window = desk.window
    window.search_line.set_words("orange")
    wait_for_rest(desk.workers, 30)
    before = shown(desk)
    [flower] = choose(desk, "Less like these", "flower.jpg")
    assert window.search_line.query.written == f"orange -like:{flower}"
    assert window.search_line.chips.texts() == ["not like 1 photo"]
    assert flower not in shown(desk)
    go_back(desk)
    wait_for_rest(desk.workers, 30)
    assert shown(desk) == before


def test_the_last_example_is_undone_before_any_act_and_an_act_after_it_first(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    window, undo, everything = desk.window, desk.window._undo.undo, shown(desk)
    photos, grid = desk.workers.search._searcher.library.photos, window.library.gallery.grid
    wait_for_rest(desk.workers, 30)
    [flower] = choose(desk, "More like these", "flower.jpg")
    assert window.notice.message == "More like this photo."
    grid.select(flower)
    qtbot.keyClick(grid, Qt.Key.Key_4)
    wait_for_rest(desk.workers, 30)
    assert photos.by_ids([flower])[0].rating == 4
    undo.trigger()
    wait_for_rest(desk.workers, 30)
    assert not photos.by_ids([flower])[0].rating
    assert window.search_line.query.written == f"like:{flower}"
    other = photos.by_ids(shown(desk)[1:2])[0].path.decode()
    choose(desk, "Less like these", other)
    assert window.search_line.query.written != f"like:{flower}"
    undo.trigger()
    wait_for_rest(desk.workers, 30)
    assert window.search_line.query.written == f"like:{flower}"
    window.search_line.set_words("")
    wait_for_rest(desk.workers, 30)
    assert shown(desk) == everything
