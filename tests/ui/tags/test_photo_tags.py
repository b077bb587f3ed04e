"""Tags in the inspector: of one photo, and of many."""

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest

from mmdesk.app import OpenWindow, wait_for_rest, wait_until
from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from mmdesk.ui.details.tags import TagsEdit
from mmdesk.ui.tags.place import TagsPlace
from tests.ui.tags.conftest import PATIENCE_S

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "grabbing the keyboard", extend=True)
"""The completion pops up, which the offscreen platform can only do in part."""


@pytest.fixture
def edit(desk: OpenWindow) -> TagsEdit:
    """The tags of three chosen photos."""
    grid = desk.window.library.gallery.grid
    grid._select_position(0)
    grid._select_position(2, extend=True)
    rest(desk)
    return desk.window.library._inspector.tags


def rest(desk: OpenWindow) -> None:
    wait_until(lambda: not desk.window.library._selection_timer.isActive(), PATIENCE_S)
    wait_for_rest(desk.workers, PATIENCE_S)


def shown(edit: TagsEdit) -> list[str]:
    return [chip.name.text() for chip in edit._chips]


def type_tag(edit: TagsEdit, desk: OpenWindow, name: str) -> None:
    QTest.keyClicks(edit.line, name)
    QTest.keyClick(edit.line, Qt.Key.Key_Return)
    rest(desk)


def test_a_tag_is_given_to_all_chosen_photos_and_taken_off_again(
    edit: TagsEdit, desk: OpenWindow, own: Places
) -> None:
    chosen = desk.window.library.gallery.grid.selected_ids()
    type_tag(edit, desk, "holiday 2026")
    assert shown(edit) == ["holiday 2026"]
    with open_library(own) as library:
        assert library.tags.decided("holiday 2026")[0] == sorted(chosen)
    edit._chips[0].cross.click()
    rest(desk)
    assert shown(edit) == []
    with open_library(own) as library:
        assert library.tags.decided("holiday 2026") == ([], [])


def test_a_tag_of_some_says_of_how_many(edit: TagsEdit, desk: OpenWindow) -> None:
    grid = desk.window.library.gallery.grid
    grid._select_position(1)
    rest(desk)
    type_tag(edit, desk, "jetty")
    grid._select_position(0)
    grid._select_position(2, extend=True)
    rest(desk)
    assert shown(edit) == ["jetty  1"]
    [chip] = edit._chips
    assert "Press to find more photos of “jetty”. 1 of 3 photos." in chip.name.toolTip()


def test_labels_are_completed_those_of_sets_and_those_given(edit: TagsEdit, desk: OpenWindow) -> None:
    type_tag(edit, desk, "catamaran")
    wait_until(lambda: "catamaran" in edit._labels.stringList(), PATIENCE_S)
    QTest.keyClicks(edit.line, "cat")
    assert {"cat", "catamaran"} <= offered(edit.line.completer().completionModel())


def offered(model: QAbstractItemModel) -> set[str]:
    return {model.index(row, 0).data() for row in range(model.rowCount())}


def test_a_suggestion_is_accepted_by_a_press_or_rejected_for_good(
    desk: OpenWindow, looked: TagsPlace, own: Places
) -> None:
    photo = int(looked.review_panel.photos[0].photo)
    label = looked.review_panel.label
    desk.window.open_library()
    desk.window.library.gallery.grid.select(photo)
    rest(desk)
    edit = desk.window.library._inspector.tags
    [chip] = [chip for chip in edit._chips if chip.tag.label == label]
    assert chip.tag.is_suggested
    chip.cross.click()
    rest(desk)
    assert label not in [chip.tag.label for chip in edit._chips]
    with open_library(own) as library:
        assert library.tags.decided(label) == ([], [photo])


def test_five_photos_teach_a_new_label_and_the_rest_is_found(edit: TagsEdit, desk: OpenWindow) -> None:
    type_tag(edit, desk, "like these")
    edit._chips[0].name.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    place = desk.window.tags
    assert place.review_panel.label == "like these"
    assert place.review_panel.header.learned.text() == "learned from 3 photos"
    assert place.shown is not None
    assert place.shown.is_by_hand
    assert [line.given for line in place.shown.lines] == [3]


def test_more_examples_are_learned_from_when_the_label_is_asked_for_again(
    edit: TagsEdit, desk: OpenWindow
) -> None:
    type_tag(edit, desk, "like these")
    edit._chips[0].name.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    desk.window.open_library()
    desk.window.library.gallery.grid._select_position(5)
    rest(desk)
    type_tag(edit, desk, "like these")
    edit._chips[0].name.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert desk.window.tags.review_panel.header.learned.text() == "learned from 4 photos"


@pytest.mark.parametrize("is_alone", [False, True], ids=["grid", "loupe"])
def test_a_key_leads_to_the_tags_and_esc_back_to_the_photos_of_the_search(
    desk: OpenWindow, *, is_alone: bool
) -> None:
    window, gallery = desk.window, desk.window.library.gallery
    window.search_line.set_words("cat")
    rest(desk)
    if window.library.details_shown:
        window.library.toggle_details()
    gallery.grid.setFocus()
    gallery.grid._select_position(0)
    if is_alone:
        QTest.keyClick(gallery.grid, Qt.Key.Key_Space)
    rest(desk)
    photos = window.focusWidget()
    QTest.keyClick(photos, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    line = window.library.tags.line
    assert window.focusWidget() is line
    QTest.keyClicks(line, "se")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert window.focusWidget() is photos
    assert (line.text(), window.search_line.is_empty) == ("", False)
    rest(desk)
    assert shown(window.library.tags) == []
