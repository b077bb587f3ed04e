"""Text in the loupe: shown and hidden by R, chosen by the mouse, copied, read where nobody has; and the rest
of the window that tells of it. A reader of made-up lines stands in for the extra.
"""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.photo_text import PhotoText, ReadText, TextLine
from mmdesk.core.vectors import Ids
from mmdesk.ui.details.facts import MOST_TEXT, facts_of
from mmdesk.ui.loupe.loupe import Loupe
from mmdesk.ui.loupe.text_layer import NONE, NOT_THERE, READING, TextLayer

Key, Button, Control = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier.ControlModifier


def line(text: str, top: float) -> TextLine:
    foot = round(top + 0.1, 3)
    return TextLine(text, ((0.2, top), (0.7, top), (0.7, foot), (0.2, foot)), 0.9)


LINES = (line("GRAND TOTAL", 0.2), line("14.95 EUR", 0.4), line("Thank you", 0.6))


@pytest.fixture
def gallery_loupe(desk: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Loupe:
    """The loupe on a photo in which three lines were read."""
    monkeypatch.setattr(desk.workers.texts._reader, "read", made_up)
    desk.workers.texts.can_read = True
    wait_for_rest(desk.workers, 30)
    gallery = desk.window.library.gallery
    first = int(gallery.shown_ids[0])
    library = desk.workers.texts._searcher.library
    photo = library.photos.get(first)
    assert photo is not None
    library.texts.put({(first, photo.content_hash): PhotoText(LINES)})
    gallery.open_loupe(first)
    wait_for_rest(desk.workers, 30)
    loupe = gallery._the_loupe()
    qtbot.waitUntil(lambda: layer_of(loupe)._photo == first)
    assert (gallery.is_loupe_open, library.texts.of(first)) == (True, PhotoText(LINES))
    return loupe


def made_up(path: bytes, turn: int = 1) -> ReadText:
    """What is "read" in files: their names; nothing in some."""
    name = Path(os.fsdecode(path)).stem
    return ReadText(PhotoText((line(name, 0.1),) if "c" in name else ()))


def layer_of(loupe: Loupe) -> TextLayer:
    assert loupe.text is not None
    return loupe.text


def at(loupe: Loupe, number: int) -> QPoint:
    """The middle of a line in the widget."""
    return loupe.place_of(0.45, LINES[number].corners[0][1] + 0.05).toPoint()


def test_r_shows_lines_that_are_chosen_and_copied(
    gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot
) -> None:
    loupe, layer, clipboard = gallery_loupe, layer_of(gallery_loupe), QGuiApplication.clipboard()
    bare = loupe.grab().toImage()
    assert layer.lines == ()
    qtbot.keyClick(loupe, Key.Key_R)
    qtbot.waitUntil(lambda: layer.lines == LINES)
    assert (layer.words, layer.show_action.isChecked(), layer.copy_action.isEnabled()) == ("", True, True)
    qtbot.keyClick(loupe, Key.Key_C, Control)
    assert clipboard.text() == "GRAND TOTAL\n14.95 EUR\nThank you"
    qtbot.mouseClick(loupe, Button.LeftButton, pos=at(loupe, 1))
    qtbot.keyClick(loupe, Key.Key_C, Control)
    assert clipboard.text() == "14.95 EUR"
    qtbot.mouseClick(loupe, Button.LeftButton, Control, at(loupe, 0))
    layer.copy_action.trigger()
    assert clipboard.text() == "GRAND TOTAL\n14.95 EUR"
    qtbot.mousePress(loupe, Button.LeftButton, pos=at(loupe, 0))
    qtbot.mouseMove(loupe, at(loupe, 2))
    qtbot.mouseRelease(loupe, Button.LeftButton, pos=at(loupe, 2))
    assert layer.chosen_text.count("\n") == 2
    qtbot.mouseClick(loupe, Button.LeftButton, pos=QPoint(3, 3))
    assert layer._chosen == frozenset()
    qtbot.keyClick(loupe, Key.Key_R)
    assert (layer.lines, layer.is_on) == ((), False)
    assert loupe.grab().toImage() == bare


@pytest.mark.parametrize("zoom", [1.0, 2.5])
def test_lines_stand_where_they_are_in_the_photo(
    gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot, zoom: float
) -> None:
    loupe, layer = gallery_loupe, layer_of(gallery_loupe)
    loupe.zoom(zoom, QPointF(loupe.width() / 2, loupe.height() / 2))
    before = loupe.grab().toImage()
    qtbot.keyClick(loupe, Key.Key_R)
    qtbot.waitUntil(lambda: layer.lines == LINES)
    layer.press(QPointF(at(loupe, 1)), adding=False)
    after = loupe.grab().toImage()
    ratio, place = loupe.devicePixelRatioF(), loupe.viewport.picture_rect
    for across, down, is_marked in ((0.45, 0.45, True), (0.45, 0.35, False)):
        point = place.topLeft() + QPointF(across * place.width(), down * place.height())
        assert layer.line_at(point / ratio) == (1 if is_marked else None)
        assert (colour(before, point) != colour(after, point)) is is_marked, (across, down)


def colour(image: QImage, point: QPointF) -> int:
    return image.pixelColor(point.toPoint()).rgb()


def test_what_nobody_has_read_is_read_and_told(gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot) -> None:
    loupe, layer, library = gallery_loupe, layer_of(gallery_loupe), desk.window.library
    qtbot.keyClick(loupe, Key.Key_R)
    seen = set()
    for _ in range(len(library.gallery.shown_ids) - 1):
        qtbot.keyClick(loupe, Key.Key_Right)
        qtbot.waitUntil(lambda: layer.words == READING)
        qtbot.waitUntil(lambda: layer.words != READING)
        seen.add(layer.words)
        assert bool(layer.words) != bool(layer.lines)
        if seen == {"", NONE}:
            break
    assert seen == {"", NONE}
    wait_for_rest(desk.workers, 30)
    assert desk.window.activity.reading.isHidden()


def test_the_menu_reads_and_the_inspector_tells(gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot) -> None:
    window = desk.window
    gallery, inspector = window.library.gallery, window.library._inspector
    wait_for_rest(desk.workers, 30)
    assert inspector._facts._rows["Text"][1].text() == "GRAND TOTAL / 14.95 EUR / Thank you"
    gallery_loupe.close_loupe()
    chosen = next(
        int(one)
        for one in gallery.shown_ids
        if b"c" in os.path.basename(desk.workers.browse.photo(one).path) and one != gallery.shown_ids[0]
    )
    gallery.grid.select(chosen)
    assert window._texts.action in gallery.grid.actions()
    window._texts.action.trigger()
    qtbot.waitUntil(lambda: window.notice.message == "1 photo read, 1 with text.")
    wait_for_rest(desk.workers, 30)
    name = Path(os.fsdecode(desk.workers.browse.photo(chosen).path)).stem
    assert inspector._facts._rows["Text"][1].text() == name
    window.search_line.set_words('text:"grand total"')
    wait_for_rest(desk.workers, 30)
    assert len(gallery.shown_ids) == 1


def test_without_the_extra_it_says_how_to_get_it(
    gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot
) -> None:
    loupe, layer = gallery_loupe, layer_of(gallery_loupe)
    desk.workers.texts.can_read = False
    qtbot.keyClick(loupe, Key.Key_R)
    qtbot.waitUntil(lambda: layer.lines == LINES)
    qtbot.keyClick(loupe, Key.Key_Right)
    qtbot.waitUntil(lambda: layer.words == NOT_THERE)
    desk.window._texts.action.trigger()
    assert NOT_THERE in desk.window.message_bar.message


def test_it_reads_by_itself_when_nothing_else_is_to_be_done(
    gallery_loupe: Loupe, desk: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for power and the night as indexing does; what is asked for does not wait for it."""
    texts, gallery = desk.workers.texts, desk.window.library.gallery
    likely, is_told = gallery.shown_ids[1:3], threading.Event()
    texts.waited.connect(lambda _reason: is_told.set())

    def likely_once_told_to_wait(*_asked: object) -> Ids:
        is_told.wait()
        return likely

    monkeypatch.setattr("mmdesk.tasks.text_reading.lettered_photos", likely_once_told_to_wait)
    texts._soon.setInterval(0)
    texts.wait_because("Waits for the night, from 22:00")
    texts.start()
    qtbot.waitUntil(lambda: texts.waits_because != "")
    assert desk.window.activity.reading.words == "Text in photos waits for the night, from 22:00"
    texts.read_photos([int(gallery.shown_ids[5])])
    qtbot.waitUntil(lambda: texts._searcher.library.texts.of(gallery.shown_ids[5]) is not None)
    texts.wait_because("")
    library = texts._searcher.library
    qtbot.waitUntil(lambda: not len(library.texts.unread(likely)))
    wait_for_rest(desk.workers, 30)
    assert not texts.is_running


def test_the_inspector_has_the_beginning_of_long_texts_and_the_trouble_of_others(desk: OpenWindow) -> None:
    wait_for_rest(desk.workers, 30)
    photo = desk.workers.browse.photo(desk.window.library.gallery.shown_ids[0])
    long = facts_of(photo, PhotoText((line("word " * 100, 0.1),)))["Text"]
    assert len(long) <= MOST_TEXT + 2
    assert long.endswith("…")
    assert (
        facts_of(photo, PhotoText(trouble="The file is cut off."))["Text"] == "Not read: The file is cut off."
    )
    assert "Text" not in facts_of(photo, PhotoText())
