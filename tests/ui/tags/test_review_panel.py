"""Reviewing a label with real keys, on real photos."""

import os
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.labels import TagState
from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from mmdesk.ui.tags.mime import mime_of
from mmdesk.ui.tags.place import TagsPlace
from tests.ui.conftest import Open
from tests.ui.tags.conftest import PATIENCE_S, SHOWN

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def begin(place: TagsPlace, desk: OpenWindow, label: str) -> None:
    place.panel.labels.choose(label)
    wait_for_rest(desk.workers, PATIENCE_S)
    place.review_panel.grid.setFocus()


def states(place: TagsPlace) -> list[TagState]:
    return [tag.state for tag in place.review_panel.photos]


def empty_heading(place: TagsPlace) -> str:
    """What is said in place of photos; empty while there are some."""
    panel = place.review_panel
    return panel._empty.heading if panel._body.currentWidget() is panel._empty else ""


def label_with(place: TagsPlace, photos: int) -> str:
    """A label that is suggested for so many photos at least."""
    assert place.shown is not None
    return next(line.name for line in place.shown.lines if line.suggested >= photos)


def test_before_labels_are_looked_for_the_place_says_what_to_do(place: TagsPlace) -> None:
    assert place.empty.heading == "Look for 62 labels in 20 photos"
    assert place.panel.look.isHidden()


def test_looking_finds_labels_and_takes_up_the_first(place: TagsPlace, desk: OpenWindow) -> None:
    place.setFocus()
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert place.shown is not None
    assert sum(line.suggested for line in place.shown.lines) > 3
    assert place.review_panel.label == place.panel.labels.label != ""
    assert len(place.review_panel.photos) > 0
    probabilities = [tag.probability or 0 for tag in place.review_panel.photos]
    assert probabilities == sorted(probabilities, reverse=True)
    assert place.review_panel.grid.current_position == 0
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_A)
    assert states(place)[0] is TagState.ACCEPTED, "the keyboard is on the photos, not in the search line"
    place.panel.look.setFocus()
    QTest.keyClick(place.panel.look, Qt.Key.Key_Space)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert desk.window.focusWidget() is place.review_panel.grid


def test_a_key_accepts_and_goes_on_and_the_label_learns(
    looked: TagsPlace, desk: OpenWindow, own: Places, qtbot: QtBot
) -> None:
    label = label_with(looked, 1)
    begin(looked, desk, label)
    first = looked.review_panel.grid.current_id()
    assert first is not None
    count = len(looked.review_panel.photos)
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_A)
    assert states(looked)[0] is TagState.ACCEPTED
    assert looked.review_panel.grid.current_position == min(1, count - 1)
    qtbot.waitUntil(lambda: looked.review_panel.header.learned.text() == "learned from 1 photo")
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(own) as library:
        assert library.tags.decided(label) == ([first], [])


def test_a_reviewed_label_becomes_an_album(looked: TagsPlace, desk: OpenWindow, own: Places) -> None:
    looked.menu.aboutToShow.emit()
    label = looked.review_panel.label
    assert looked.menu.album.text() == f"Smart album of “{label}”"
    looked.menu.album.trigger()
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(own) as library:
        [album] = library.albums.all()
    assert (album.name.lower(), album.query) == (label, f"tag:{label}")


def test_undo_brings_a_decision_back_and_redo_does_it_again(looked: TagsPlace, desk: OpenWindow) -> None:
    label = label_with(looked, 1)
    begin(looked, desk, label)
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_X)
    assert states(looked)[0] is TagState.REJECTED
    wait_for_rest(desk.workers, PATIENCE_S)
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_Z, CTRL)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert states(looked)[0] is TagState.SUGGESTED
    assert desk.window.notice.message == f"Taken back: reject “{label}” for 1 photo."
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_Z, CTRL | SHIFT)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert states(looked)[0] is TagState.REJECTED
    assert desk.window.notice.message == f"Done again: reject “{label}” for 1 photo."


def test_reset_forgets_what_was_learned_and_keeps_what_was_decided(
    looked: TagsPlace, desk: OpenWindow, own: Places
) -> None:
    label = label_with(looked, 1)
    begin(looked, desk, label)
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_A)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert looked.review_panel.header.learned.text()
    looked.review_panel.header.reset_requested.emit()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert not looked.review_panel.header.learned.text()
    with open_library(own) as library:
        assert len(library.tags.decided(label)[0]) == 1
        assert not library.labels.heads(desk.workers.tagging._clip.key)


def test_the_cut_off_counts_what_stands_above_and_accepts_it_at_once(
    looked: TagsPlace, desk: OpenWindow
) -> None:
    label = label_with(looked, 1)
    begin(looked, desk, label)
    panel = looked.review_panel
    panel.cutoff.slider.setValue(99)
    assert not panel.cutoff.accept.isEnabled()
    panel.cutoff.slider.setValue(20)
    count = len(panel.photos)
    assert panel.cutoff.accept.text().startswith(f"Accept {count} photo")
    panel.cutoff.accept.click()
    assert states(looked) == [TagState.ACCEPTED] * count
    wait_for_rest(desk.workers, PATIENCE_S)
    line = next(line for line in looked.panel.labels._model.values if line.name == label)
    assert (line.given, line.suggested) == (count, 0)
    assert states(looked) == [TagState.ACCEPTED] * count, "what was decided at once stays in sight"


def test_what_was_accepted_is_found_under_its_view(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, label_with(looked, 1))
    photo = looked.review_panel.grid.current_id()
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_A)
    wait_for_rest(desk.workers, PATIENCE_S)
    looked.review_panel.filters._views.button(1).click()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert [tag.photo for tag in looked.review_panel.photos] == [photo]
    looked.review_panel.filters._views.button(2).click()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert empty_heading(looked) == "Nothing was rejected"


def test_days_and_folders_narrow_the_review(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, label_with(looked, 1))
    since: QLineEdit = looked.review_panel.filters._since
    QTest.keyClicks(since, "2999-01")
    QTest.qWait(400)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert empty_heading(looked) == "Nothing to review"
    since.clear()
    looked.review_panel.filters.changed.emit()
    wait_for_rest(desk.workers, PATIENCE_S)
    assert not empty_heading(looked)


def test_the_loupe_decides_and_goes_on(looked: TagsPlace, desk: OpenWindow) -> None:
    label = label_with(looked, 1)
    begin(looked, desk, label)
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_Space)
    assert looked.review_panel.is_loupe_open
    loupe = looked.review_panel._loupe
    assert loupe is not None
    QTest.keyClick(loupe, Qt.Key.Key_A)
    assert states(looked)[0] is TagState.ACCEPTED
    QTest.keyClick(loupe, Qt.Key.Key_Escape)
    assert not looked.review_panel.is_loupe_open
    wait_for_rest(desk.workers, PATIENCE_S)


def test_an_empty_library_is_told_of_and_that_it_fills(
    open_window: Open, empty: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = open_window(empty)
    desk.window.open_tags()
    qtbot.waitUntil(lambda: desk.window.tags.empty.heading == "No photos yet")
    with qtbot.waitSignal(desk.window.tags.add_requested):
        desk.window.tags.empty.pressed.emit()
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.workers.index.add([os.fsencode(tmp_path)])
        assert desk.window.tags.empty.heading == "The first photos are on their way"
    assert desk.window.tags.empty.heading == "No photos yet"


def test_photos_dropped_on_a_label_are_tagged_with_it(
    looked: TagsPlace, desk: OpenWindow, own: Places
) -> None:
    begin(looked, desk, label_with(looked, 1))
    photo = looked.review_panel.grid.selected_ids()[0]
    labels = looked.panel.labels
    other = next(place for place, line in enumerate(labels._model.values) if line.name == "party")
    where = QPointF(labels.visualRect(labels.model().index(other, 0)).center())
    mime, no_buttons = mime_of([photo]), Qt.MouseButton.NoButton
    no_keys, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    event = QDropEvent(where, copy, mime, no_buttons, no_keys)
    labels.dropEvent(event)
    wait_for_rest(desk.workers, PATIENCE_S)
    with open_library(own) as library:
        assert library.tags.decided("party")[0] == [photo]
    assert looked.review_panel.header.told.whole_text == "1 photo tagged party"


def decide(place: TagsPlace, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(place.review_panel.grid, key)


A, X = Qt.Key.Key_A, Qt.Key.Key_X


def test_a_and_x_decide_wherever_the_focus_is_but_where_text_is_typed(
    looked: TagsPlace, desk: OpenWindow
) -> None:
    begin(looked, desk, "cat")
    panel, labels = looked.review_panel, looked.panel
    places = (labels.labels, labels.sets, panel.filters._folder, panel.cutoff.slider, desk.window.activity)
    for number, widget in enumerate(places):
        widget.setFocus()
        QTest.keyClick(widget, X if number % 2 else A)
        wanted = TagState.REJECTED if number % 2 else TagState.ACCEPTED
        assert (number, states(looked)[number]) == (number, wanted)
    assert (labels.labels.label, panel.label) == ("cat", "cat"), "no list took the letter for its own"
    before = states(looked)
    for field in (labels._field, panel.filters._since, desk.window.search_line._words):
        field.setFocus()
        QTest.keyClick(field, A)
    assert states(looked) == before
    assert labels._field.text() == "a"
    wait_for_rest(desk.workers, PATIENCE_S)


def test_the_end_is_told_and_enter_leads_to_the_next_label(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "dog")
    panel = looked.review_panel
    panel.cutoff.slider.setValue(30)
    decide(looked, A, A, A, X)
    assert not panel.is_done
    decide(looked, X)
    assert panel.is_done
    wait_for_rest(desk.workers, PATIENCE_S)
    assert panel.done.words == "Done: 3 accepted, 2 rejected. Next label: bicycle"
    assert "all photos with the tag “dog”" in panel.done.album.toolTip()
    panel.done.album.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    made = desk.window.library.albums.albums()
    assert [(album.name, album.query) for album in made] == [("Dog", "tag:dog")]
    looked.panel._field.setText("dog")
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    assert (panel.label, looked.panel.labels.label) == ("bicycle", "bicycle")
    assert not panel.is_done
    wait_for_rest(desk.workers, PATIENCE_S)


def test_the_mouse_over_the_labels_leads_nowhere_and_enter_does(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "dog")
    looked.review_panel.cutoff.slider.setValue(20)
    looked.review_panel.cutoff.accept.click()
    wait_for_rest(desk.workers, PATIENCE_S)
    labels = looked.panel.labels
    assert looked.review_panel.is_done
    labels.entered.emit(labels.currentIndex())  # what Qt says when the mouse comes over a row
    assert looked.review_panel.label == "dog"
    QTest.keyClick(labels, Qt.Key.Key_Return)
    assert looked.review_panel.label == "bicycle"
    wait_for_rest(desk.workers, PATIENCE_S)


def test_where_nothing_is_left_the_next_label_is_offered(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "party")
    panel = looked.review_panel
    assert empty_heading(looked) == "Nothing to review"
    panel._empty.pressed.emit()
    assert panel.label == "cat", "after the last label comes the first"
    wait_for_rest(desk.workers, PATIENCE_S)


def test_the_last_label_says_that_no_other_waits(looked: TagsPlace, desk: OpenWindow) -> None:
    for label in SHOWN:
        begin(looked, desk, label)
        looked.review_panel.cutoff.slider.setValue(20)
        looked.review_panel.cutoff.accept.click()
        wait_for_rest(desk.workers, PATIENCE_S)
    counts = f"Done: {SHOWN['bicycle']} accepted, 0 rejected."
    assert looked.review_panel.done.words == f"{counts} No other label waits."


def test_numbers_stand_on_the_buttons_only_while_they_are_known(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "cat")
    bar, panel = looked.review_panel.cutoff, looked.review_panel
    assert bar.accept.text() == "Accept 6 photos above"
    looked.panel.labels.choose("dog")
    assert (bar.accept.text(), bar.reject.text()) == ("Accept all above", "Reject all below")
    assert not bar.accept.isEnabled()
    assert not bar.reject.isEnabled()
    decide(looked, A)
    assert len(panel.photos) == 0, "nothing of the label before can be decided"
    wait_for_rest(desk.workers, PATIENCE_S)
    assert bar.accept.text() == "Accept 5 photos above"
    assert set(states(looked)) == {TagState.SUGGESTED}


def test_a_key_decides_of_the_current_photo_where_none_is_chosen(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "cat")
    QTest.keyClick(looked.review_panel.grid, Qt.Key.Key_Escape)
    decide(looked, A)
    assert states(looked)[:2] == [TagState.ACCEPTED, TagState.SUGGESTED]
    wait_for_rest(desk.workers, PATIENCE_S)


def test_enter_in_the_field_and_tab_behind_it_choose_what_was_found(
    looked: TagsPlace, desk: OpenWindow
) -> None:
    begin(looked, desk, "cat")
    field, labels = looked.panel._field, looked.panel.labels
    field.setText("dog")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (looked.review_panel.label, labels.label) == ("dog", "dog")
    field.setText("bicy")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert looked.review_panel.label == "bicycle"
    assert labels.selectionModel().isSelected(labels.currentIndex())
    wait_for_rest(desk.workers, PATIENCE_S)


def test_a_review_goes_on_while_the_field_hides_its_label(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "cat")
    looked.panel._field.setText("dog")
    decide(looked, A, A)
    wait_for_rest(desk.workers, PATIENCE_S)
    assert states(looked)[:3] == [TagState.ACCEPTED, TagState.ACCEPTED, TagState.SUGGESTED]
    assert looked.review_panel.isVisible()


def test_tab_leads_from_the_last_photo_to_the_ways_on(looked: TagsPlace, desk: OpenWindow) -> None:
    begin(looked, desk, "dog")
    panel = looked.review_panel
    panel.cutoff.slider.setValue(30)
    decide(looked, A, A, A, X, X)
    wait_for_rest(desk.workers, PATIENCE_S)
    QTest.keyClick(panel.grid, Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is panel.done.album
    QTest.keyClick(panel.done.album, Qt.Key.Key_Return)
    assert desk.window.focusWidget() is panel.grid, "the button went when it was pressed"
    QTest.keyClick(panel.grid, Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is panel.done.buttons[1]
    wait_for_rest(desk.workers, PATIENCE_S)
