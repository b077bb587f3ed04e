"""The ways in the Library: into a search and out of it, back, and out of places where nothing is."""

import os
import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.core.query import Query, parse_query
from mmdesk.ui.away.forget_dialog import ForgetDialog
from mmdesk.ui.empty_state import EmptyState
from mmdesk.ui.files.actions import FileAction
from mmdesk.ui.files.dialogs import pictures_folder as folder_of_pictures
from mmdesk.ui.first_start import FirstStart
from mmdesk.ui.folders.albums import AlbumsList
from mmdesk.ui.folders.tree import FolderTree
from mmdesk.ui.library.emptiness import WayOut
from mmdesk.ui.library.source import AlbumSource, FolderSource, SearchSource, found_in
from tests.ui.conftest import Open
from tests.ui.library.conftest import library_of, title, wait_for_title

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def _empty(desk: OpenWindow) -> EmptyState:
    return desk.window.library.gallery.findChild(EmptyState)


def _way_out(desk: OpenWindow) -> str:
    """Words of the button on the empty page that is shown; empty where photos are."""
    [button] = _empty(desk).findChildren(QPushButton)
    return button.text() if button.isVisible() else ""


def _choose(desk: OpenWindow, folder: Path) -> None:
    desk.window.findChild(FolderTree).choose(os.fsencode(folder))


def _search(desk: OpenWindow, qtbot: QtBot, words: str) -> None:
    with qtbot.waitSignal(desk.workers.search.found):
        desk.window.search_line.set_words(words)


def _back(desk: OpenWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Key.Key_Left, ALT)


def _focusable(desk: OpenWindow) -> dict[str, QWidget]:
    """One widget of each kind that the keyboard may be on beside the photos."""
    window, library = desk.window, desk.window.library
    return {
        "photos": library.gallery.grid,
        "tree": window.findChild(FolderTree),
        "albums": window.findChild(AlbumsList),
        "order": library._bar.findChild(QComboBox),
        "size": library._bar.findChild(QSlider),
        "details": library._inspector,
        "rail": window._rail.findChildren(QWidget)[0],
        "strip": window.activity,
        "words": window.search_line._words,
    }


def test_escape_leaves_a_search_wherever_the_focus_is(desk: OpenWindow, qtbot: QtBot) -> None:
    desk.workers.albums.begin(desk.window.library.gallery.shown_ids[:1].tolist())
    qtbot.waitUntil(lambda: desk.window.findChild(AlbumsList).isVisible())
    for name, widget in _focusable(desk).items():
        _search(desk, qtbot, "red")
        widget.setFocus()
        qtbot.keyClick(widget, Key.Key_Escape)
        assert desk.window.search_line.is_empty, name
        wait_for_title(desk, qtbot, "All photos: 6 photos")


def test_escape_first_lets_go_of_several_chosen_photos(desk: OpenWindow, qtbot: QtBot) -> None:
    grid = desk.window.library.gallery.grid
    _search(desk, qtbot, "red score:>=0")  # weak ones, too
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selected()) == 6
    qtbot.keyClick(grid, Key.Key_Escape)
    assert (len(grid.selected_ids()), desk.window.search_line.query.line) == (0, "red score:>=0")
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_Escape)
    assert desk.window.search_line.is_empty


def test_a_search_inside_an_album_stays_in_it(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    place, window, albums = desk.window.library, desk.window, library_of(desk).albums
    trip = library_of(desk).photos.ids(os.fsencode(pictures_folder / "trip"), "name").tolist()
    album = albums.make("Italy", trip)
    library_of(desk).tags.add("sea", trip[:1])
    place.refresh()
    shelf = window.findChild(AlbumsList)
    qtbot.waitUntil(lambda: shelf.count() == 1)
    qtbot.mouseClick(
        shelf.viewport(), Qt.MouseButton.LeftButton, pos=shelf.visualItemRect(shelf.item(0)).center()
    )
    wait_for_title(desk, qtbot, "Italy: 3 photos")

    _search(desk, qtbot, "red")
    assert re.match("“red” in Italy: [0-3] found in ", title(desk))
    assert set(place.gallery._found.ids.tolist()) == set(trip)
    assert (place.album, shelf.currentItem().isSelected()) == (album, True)
    _search(desk, qtbot, "tag:sea")
    assert place.gallery.shown_ids.tolist() == trip[:1]
    _search(desk, qtbot, "red tag:nowhere")
    assert _empty(desk).heading == "Nothing found in Italy"
    assert _way_out(desk) == WayOut.SEARCH_ALL.value
    window.search_line.clear()
    wait_for_title(desk, qtbot, "Italy: 3 photos")

    _search(desk, qtbot, "red")
    with qtbot.waitSignal(desk.workers.search.found):
        albums.remove(album)
        place.refresh()
        qtbot.waitUntil(lambda: place.album is None)
    assert re.match("“red”: [0-6] found in ", title(desk))


def test_a_kept_search_is_one_of_all_photos(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    _choose(desk, pictures_folder / "trip")
    wait_for_title(desk, qtbot, "trip: 3 photos")
    smart = library_of(desk).albums.make("Red ones", (), "red")
    with qtbot.waitSignal(desk.workers.search.found):
        desk.window.library._take_album(smart)
    assert re.match("Red ones: [0-6] found in ", title(desk))
    assert desk.window.search_line.query.line == "red"


def test_alt_left_goes_back_over_places_and_searches(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    window, library = desk.window, desk.window.library
    _choose(desk, pictures_folder / "trip")
    wait_for_title(desk, qtbot, "trip: 3 photos")
    for words in ("r", "re", "red"):
        _search(desk, qtbot, words)
    _search(desk, qtbot, "blue tag:nowhere")
    window.open_tags()
    _back(desk, qtbot)
    assert window._places.currentWidget() is library
    assert window.search_line.query.line == "blue tag:nowhere"
    with qtbot.waitSignal(desk.workers.search.found):
        _back(desk, qtbot)
    assert (window.search_line.query.line, title(desk).split(":")[0]) == ("red", "“red” in trip")
    _back(desk, qtbot)
    wait_for_title(desk, qtbot, "trip: 3 photos")
    assert window.search_line.is_empty
    library.gallery.open_loupe(int(library.gallery.shown_ids[0]))
    _back(desk, qtbot)
    assert not library.gallery.is_loupe_open
    _back(desk, qtbot)
    wait_for_title(desk, qtbot, "All photos: 6 photos")
    _back(desk, qtbot)
    assert title(desk) == "All photos: 6 photos", "there is nothing before the beginning"


def test_the_way_back_leaves_out_what_is_gone(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    place = desk.window.library
    _choose(desk, pictures_folder / "trip")
    home = library_of(desk).photos.ids(os.fsencode(pictures_folder / "home"))
    album = library_of(desk).albums.make("Italy", home.tolist())
    place.show_source(AlbumSource(album))
    _choose(desk, pictures_folder / "home")
    wait_for_title(desk, qtbot, "home: 3 photos")
    library_of(desk).albums.remove(album)
    trip = library_of(desk).photos.ids(os.fsencode(pictures_folder / "trip"))
    desk.workers.files.trash(trip.tolist())
    qtbot.waitUntil(lambda: not place.knows(FolderSource(os.fsencode(pictures_folder / "trip"))))
    qtbot.waitUntil(lambda: not place.knows(AlbumSource(album)))
    _back(desk, qtbot)
    wait_for_title(desk, qtbot, "All photos: 3 photos")


def test_a_folder_all_of_whose_photos_are_trashed_gives_way_to_the_one_above(
    desk: OpenWindow, pictures_folder: Path, qtbot: QtBot
) -> None:
    grid = desk.window.library.gallery.grid
    _choose(desk, pictures_folder / "trip")
    wait_for_title(desk, qtbot, "trip: 3 photos")
    desk.window.library.gallery.file_action_requested.emit(FileAction.TRASH, grid.ids().tolist())
    wait_for_title(desk, qtbot, "Pictures: 3 photos")
    assert desk.window.library._folders.folder == os.fsencode(pictures_folder)
    desk.window.library.gallery.file_action_requested.emit(FileAction.TRASH, grid.ids().tolist())
    qtbot.waitUntil(lambda: _empty(desk).heading == "No photos in Pictures")
    assert _way_out(desk) == WayOut.ALL.value
    _empty(desk).setFocus()
    qtbot.keyClick(_empty(desk).focusWidget(), Key.Key_Return)
    qtbot.waitUntil(lambda: _empty(desk).heading == "No photos in the library")
    assert _way_out(desk) == WayOut.ADD.value


def test_an_empty_folder_then_the_samples(
    open_window: Open, empty: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = open_window(empty)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    library, first = desk.window.library, desk.window.findChild(FirstStart)
    qtbot.waitUntil(lambda: library.currentWidget() is first)
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(nothing)])
    qtbot.waitUntil(lambda: library.knows(FolderSource(os.fsencode(nothing))) and desk.workers.is_idle)
    assert library.currentWidget() is first
    with qtbot.waitSignal(desk.workers.index.ended):
        library._first_start.samples_requested.emit()
    wait_for_title(desk, qtbot, "All photos: 20 photos")


def test_nothing_found_leads_out(desk: OpenWindow, pictures_folder: Path, qtbot: QtBot) -> None:
    line = desk.window.search_line
    _choose(desk, pictures_folder / "trip")
    _search(desk, qtbot, "tag:nowhere")
    assert (_empty(desk).heading, _way_out(desk)) == ("Nothing found in trip", "Search all photos")
    line.take_focus()
    qtbot.keyClick(line._words, Key.Key_Return)
    button = _empty(desk).focusWidget()
    assert button.hasFocus(), "Enter leads to the way out"
    with qtbot.waitSignal(desk.workers.search.found):
        qtbot.keyClick(button, Key.Key_Return)
    assert (_empty(desk).heading, _way_out(desk)) == ("Nothing found", "Leave the search")
    assert "all photos" not in _empty(desk)._advice.text()
    qtbot.keyClick(_empty(desk).focusWidget(), Key.Key_Enter)
    wait_for_title(desk, qtbot, "All photos: 6 photos")
    assert line.is_empty


def test_enter_presses_the_focused_button(desk: OpenWindow, qtbot: QtBot) -> None:
    pressed = list[str]()
    bar = desk.window.message_bar
    bar.offer("Something was done.", "Undo", lambda: pressed.append("undo"))
    bar.action.setFocus()
    qtbot.keyClick(bar.action, Key.Key_Return)
    assert (pressed, bar.message) == (["undo"], "")
    dialog = ForgetDialog([(1, b"/a/b.jpg")], None, desk.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    told = list[int]()
    dialog.finished.connect(told.append)
    for button, key in ((None, Key.Key_Return), (dialog.forget, Key.Key_Enter)):
        dialog.open()
        qtbot.waitExposed(dialog)
        (button or dialog.focusWidget()).setFocus()
        qtbot.keyClick(button or dialog.focusWidget(), key)
    assert told == [ForgetDialog.DialogCode.Rejected, ForgetDialog.DialogCode.Accepted]


def test_the_picker_starts_among_the_pictures(
    desk: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert folder_of_pictures() == str(tmp_path / "Pictures")
    desk.window.library.add_requested.emit()
    [dialog] = desk.window.findChildren(QFileDialog)
    assert dialog.directory().absolutePath() == str(tmp_path / "Pictures")
    dialog.close()
    shutil.rmtree(tmp_path / "Pictures")
    assert folder_of_pictures() == str(tmp_path)


def test_more_of_the_same_search_is_no_stop_of_its_own(pictures_folder: Path) -> None:
    def found(words: str) -> SearchSource:
        return SearchSource(parse_query(words))

    assert found("red car").goes_on(found("red"))
    assert found("red").goes_on(found("red car"))
    assert not found("blue").goes_on(found("red"))
    assert not found("red").goes_on(FolderSource())
    inside = found_in(FolderSource(os.fsencode(pictures_folder)), parse_query("red car"))
    assert not inside.goes_on(found("red"))


def test_a_query_says_its_line_again() -> None:
    for line in (
        "a red car tag:sea generated:only",
        "a red car generated:yes",
        'tag:"night scene" -tag:dog',
        "",
    ):
        assert parse_query(parse_query(line).line) == parse_query(line)
    assert Query().line == ""
