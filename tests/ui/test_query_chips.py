"""Chips below the search line: how it is understood, changed by them, and kept as a smart album."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.query import FoundApart, SearchResult, ThingFound, parse_query
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.reading import read_names
from mmdesk.core.search_line.spelling import Spelling
from mmdesk.ui.search.line import SearchLine
from mmdesk.ui.search.query_chips import QueryChips
from mmdesk.ui.search.words_field import WordsField
from mmdesk.work.lanes import Lanes
from mmdesk.work.pasted import PastedWork
from mmdesk.work.pictures import PictureWork


@pytest.fixture
def line(pictures: PictureWork, lanes: Lanes, root: QObject, tmp_path: Path, qtbot: QtBot) -> SearchLine:
    """A search line, and its chips beside it."""
    line = SearchLine(pictures, PastedWork(tmp_path, lanes, root))
    qtbot.addWidget(line)
    qtbot.addWidget(line.chips)
    line.show()
    return line


def _press(chips: QueryChips, number: int, *, cross: bool = False) -> None:
    chip = chips._chips[number]
    (chip.cross if cross else chip.name).click()


def test_chips_say_how_the_line_is_understood(line: SearchLine) -> None:
    line.set_words("a red car")
    assert line.chips.texts() == []
    assert not line.chips.isVisible()
    line.set_words('cars summer 2017 -dog "old town":2 (cat|bird) camera:canon|nikon @/a/b.jpg rating:lots')
    assert line.chips.isVisible()
    assert line.chips.texts() == [
        "date: summer 2017",
        "not dog",
        "“old town” × 2",
        "cat or bird",
        "camera: canon or nikon",
        "like b.jpg",
        "rating:lots ?",
    ]


def test_a_word_that_is_also_a_name_stays_a_word_until_its_chip_is_pressed(line: SearchLine) -> None:
    line.set_known(KnownNames(folders={"Old Italy": 1, "Italy": 2}))
    line.set_words("italy at night")
    assert line.chips.texts() == ["“italy” is also a folder"]
    _press(line.chips, 0)
    assert line.findChild(QLineEdit).text() == "folder:Italy at night"
    assert line.chips.texts() == ["folder: Italy"]


def test_a_chip_is_taken_away_changed_or_turned_back_into_words(line: SearchLine) -> None:
    field = line.findChild(QLineEdit)
    line.set_words("cars summer 2017 -dog")
    _press(line.chips, 1, cross=True)
    assert field.text() == "cars summer 2017"
    _press(line.chips, 0)
    assert field.text() == 'cars "summer 2017"'
    assert [term.text for term in line.terms] == ["cars", "summer 2017"]
    assert line.query.filters == ()
    _press(line.chips, 0)
    assert field.selectedText() == '"summer 2017"'


def test_names_are_known_as_soon_as_the_library_tells(line: SearchLine) -> None:
    line.set_words("dogs from Vienna")
    asked = []
    line.search_requested.connect(asked.append)
    line.set_known(KnownNames(folders={"Vienna": 3}))
    assert [query.written for query in asked] == ["dogs folder:Vienna"]
    assert line.chips.texts() == ["folder: Vienna"]
    line.set_known(KnownNames(folders={"Vienna": 4}))
    assert len(asked) == 1


def test_a_search_is_kept_as_a_smart_album(desk: OpenWindow, qtbot: QtBot) -> None:
    window = desk.window
    albums = window.library.albums
    window.search_line.set_words("chelsea.png type:png")
    wait_for_rest(desk.workers, 30)
    assert window.search_line.chips.texts() == ["name: chelsea.png", "type: png"]
    assert window.library.gallery.grid.count == 1
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: albums.findChild(QLineEdit) is not None)
    editor = albums.findChild(QLineEdit)
    editor.setText("Cats")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [album.name for album in albums.albums()] == ["Cats"])
    [album] = albums.albums()
    assert album.query == "name:chelsea.png type:png"
    window.search_line.set_words("album:cats")
    wait_for_rest(desk.workers, 30)
    assert window.library.gallery.grid.count == 1
    window.search_line.set_words("-album:cats type:png")
    wait_for_rest(desk.workers, 30)
    assert window.library.gallery.grid.count > 1


def test_without_a_search_there_is_nothing_to_keep(desk: OpenWindow) -> None:
    desk.window._album_controller.keep_search()
    assert desk.window.notice.message.startswith("Search for something first")
    wait_for_rest(desk.workers, 30)
    assert desk.window.library.albums.albums() == []


def test_a_misspelling_is_put_right_by_its_chip(line: SearchLine) -> None:
    line.set_known(KnownNames(spelling=Spelling(["bicycle"])))
    line.set_words("red bycicle")
    assert line.chips.texts() == ["bycicle: did you mean bicycle ?"]
    _press(line.chips, 0)
    assert line.findChild(QLineEdit).text() == "red bicycle"
    assert not line.chips.isVisible()


def test_names_and_values_are_completed_with_counts(line: SearchLine, qtbot: QtBot) -> None:
    line.set_known(KnownNames(cameras={"NIKON D70": 1200, "Canon EOS 5D": 7}))
    field = line.findChild(WordsField)
    field.setFocus()
    qtbot.keyClicks(field, "dogs cam")
    assert field.completions.texts() == ["camera:"]
    field.completions._take(field.completions._rows.index(0, 0))
    assert field.text() == "dogs camera:"
    assert field.completions.texts() == ['camera:"NIKON D70"    1,200', 'camera:"Canon EOS 5D"    7']
    field.completions._take(field.completions._rows.index(1, 0))
    assert field.text() == 'dogs camera:"Canon EOS 5D" '
    assert field.completions.texts() == []
    qtbot.waitUntil(lambda: line.chips.texts() == ["camera: Canon EOS 5D"])


def test_a_word_may_be_misspelt_while_it_is_typed(line: SearchLine, qtbot: QtBot) -> None:
    line.set_known(KnownNames(spelling=Spelling(["bicycle"])))
    field = line.findChild(WordsField)
    line._rest.setInterval(60_000)
    qtbot.keyClicks(field, "bycicle")
    line._show_parts()
    assert line.chips.texts() == []
    qtbot.keyClicks(field, " -dog")
    misspelt = "bycicle: did you mean bicycle ?"
    qtbot.waitUntil(lambda: line.chips.texts() == [misspelt, "not dog"])
    field.setText("bycicl")
    qtbot.keyClicks(field, "e")
    line.ask()
    assert line.chips.texts() == [misspelt], "the fingers rest"


def test_escape_puts_the_list_away_and_enter_is_for_what_is_marked(line: SearchLine, qtbot: QtBot) -> None:
    asked = []
    line.search_requested.connect(lambda query: asked.append(query.written))
    field = line.findChild(WordsField)
    field.setFocus()
    qtbot.keyClicks(field, "sort:na")
    assert field.completions.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.completions.isVisible()
    assert field.text() == "sort:na"
    qtbot.keyClick(field, Qt.Key.Key_M)
    assert field.completions.texts() == ["sort:name"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.completions.is_chosen
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "sort:name "
    assert asked == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["sort:name"]


def test_another_language_than_the_model_reads_is_told(line: SearchLine, qtbot: QtBot) -> None:
    qtbot.addWidget(line.note)
    line.set_words("Hund im Schnee")
    result = SearchResult(line.query, "starter-clip", reads_english_only=True)
    line.show_answer(replace(result, reads_english_only=False))
    assert line.note.isHidden()
    line.show_answer(result)
    assert not line.note.isHidden()
    line.set_words("Hund im Schnee am Abend")
    assert not line.note.isHidden(), "it stays while one goes on typing"
    line.set_words("a dog")
    assert line.note.isHidden()
    line.show_answer(result)
    assert line.note.isHidden(), "an answer to what was asked before"


def test_where_nothing_was_found_a_chip_leads_on(line: SearchLine, qtbot: QtBot) -> None:
    qtbot.addWidget(line.ways)
    line.set_words("dog people rating:3")
    both = parse_query('"dog" "people" rating:3')
    things = tuple(ThingFound(text, parse_query(f'"{text}" rating:3'), 4) for text in ("dog", "people"))
    found = SearchResult(line.query, "dummy", apart=FoundApart(both, things, "dog people", 2))
    line.show_answer(found)
    [button] = line.ways.buttons
    assert button.text() == "Search for “dog” and “people” as two things: 2 photos"
    with qtbot.waitSignal(line.search_requested) as asked:
        button.click()
    assert asked.args[0].terms == both.terms
    assert line.ways.isHidden()
    line.show_answer(found)
    assert line.ways.isHidden(), "an answer to what was asked before"
    line.show_answer(SearchResult(line.query, "dummy", apart=FoundApart(both, things)))
    assert [button.text() for button in line.ways.buttons] == ["“dog”: 4 photos", "“people”: 4 photos"]
    line.ways.buttons[1].click()
    assert line.query.written == '"people" rating:3'


def test_a_key_reads_the_line_once_and_uses_the_chips_again(
    line: SearchLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    monkeypatch.setattr(
        "mmdesk.ui.search.line_reading.read_names", lambda *asked: read.append(asked[0]) or read_names(*asked)
    )
    line.set_words("-dog rating:5 -c")
    dog, rating, _ = chips = list(line.chips._chips)
    field = line.findChild(WordsField)
    read.clear()
    qtbot.keyClicks(field, "at")
    line.ask()
    assert read[-1] == "-dog rating:5 -cat"
    assert len(read) == len(set(read))
    assert line.chips._chips == chips
    assert line.chips.texts() == ["not dog", "rating: 5", "not cat"]
    field.setText("rating:5 -cat")
    assert line.chips.texts() == ["rating: 5", "not cat"]
    assert line.chips._chips == [dog, rating]
    _press(line.chips, 0, cross=True)
    assert line.chips.texts() == ["not cat"]
    assert dog.cross.accessibleName() == "Search without “not cat”"
    line.set_words("rating:many")
    assert (dog.name.text(), dog.property("role")) == ("rating:many ?", "suggestion")


def test_a_time_that_is_also_a_folder_has_a_second_chip_for_that(line: SearchLine) -> None:
    line.set_known(KnownNames(folders={"Winter 2017": 2}))
    line.set_words("winter 2017")
    assert line.chips.texts() == ["date: winter 2017", "“Winter 2017” is also a folder"]
    assert [chip.cross.isHidden() for chip in line.chips._chips] == [False, True]
    _press(line.chips, 1)
    assert line.query.written == 'folder:"Winter 2017"'


def test_what_is_found_is_put_in_another_order_by_the_line(line: SearchLine) -> None:
    line.set_words("a dog sort:name")
    line.sort_by("rating")
    assert line.query.written == "a dog sort:rating"
    line.sort_by("relevance")
    assert line.query.written == "a dog"


def test_chips_of_all_kinds_are_as_high_and_what_is_not_understood_is_an_outline(
    line: SearchLine, qtbot: QtBot
) -> None:
    line.set_known(KnownNames(folders={"Winter 2017": 2}))
    line.set_words("winter 2017 -foo:bar dogs")
    assert line.chips.texts() == ["date: winter 2017", "“Winter 2017” is also a folder", "-foo:bar ?"]
    chips = line.chips._chips
    assert [chip.property("role") for chip in chips] == ["chip", "suggestion", "suggestion"]
    qtbot.waitUntil(lambda: len({chip.height() for chip in chips}) == 1)


def test_completions_stay_below_the_chips(line: SearchLine, qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    for widget in (line, line.chips):
        column.addWidget(widget)
    column.addStretch(1)
    whole.resize(600, 400)
    whole.show()
    line.set_words("-dogs")
    field = line.findChild(WordsField)
    whole.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, " cam")
    assert field.completions.isVisible()
    qtbot.waitUntil(lambda: field.completions.y() > line.chips.geometry().bottom())
    field.completions.setParent(field)
    for widget in (line, line.chips):  # each is closed by itself
        widget.setParent(None)
