"""The heat map of the loupe: shown and hidden by W, of each term, over the photo wherever that is."""

import os

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.ui.loupe.heat_layer import HeatLayer
from mmdesk.ui.loupe.loupe import Loupe

Key = Qt.Key


def loupe_on(desk: OpenWindow, qtbot: QtBot, words: str, name: str) -> tuple[Loupe, HeatLayer]:
    """The loupe over what `words` find, open on the photo called `name`."""
    window = desk.window
    window.search_line.set_words(words)
    wait_for_rest(desk.workers, 30)
    gallery = window.library.gallery
    if gallery._found.fold is not None:
        gallery.grid.fold_pressed.emit()
    wait_for_rest(desk.workers, 30)
    [photo] = [
        one
        for one in gallery.shown_ids.tolist()
        if (row := desk.workers.browse.photo(one)) and row.path.endswith(name.encode())
    ]
    gallery.open_loupe(photo)
    loupe = gallery._the_loupe()
    wait_for_rest(desk.workers, 30)
    assert loupe.heat is not None
    return loupe, loupe.heat


def test_w_shows_where_the_search_is_seen_and_hides_it(desk: OpenWindow, qtbot: QtBot) -> None:
    loupe, heat = loupe_on(desk, qtbot, '"orange" "teal"', "flower.jpg")
    qtbot.keyClick(loupe, Key.Key_W)
    assert heat.bar.texts() == ["Looking for “orange”, “teal” …"]
    qtbot.waitUntil(lambda: heat.image is not None)
    texts = heat.bar.texts()
    assert [text.split("  ")[0] for text in texts] == ["“orange”", "“teal”"]
    assert "cosine" in heat.bar._buttons[0].toolTip()
    orange = heat.image
    qtbot.keyClick(loupe, Key.Key_Tab)
    assert heat.image != orange
    qtbot.keyClick(loupe, Key.Key_W)
    assert (heat.image, heat.bar.isVisible(), heat.is_on) == (None, False, False)


def test_the_map_moves_with_the_photo(desk: OpenWindow, qtbot: QtBot) -> None:
    """One hot place in a cold map is painted over the same pixel of the photo at every zoom."""
    loupe, heat = loupe_on(desk, qtbot, "orange", "flower.jpg")
    layer = QImage(64, 43, QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(QColor(0, 0, 0))
    layer.setPixelColor(16, 10, QColor(255, 0, 0))
    heat.image = layer
    for zoom in (1.0, 3.0, 2.0):
        loupe.zoom(zoom, hot_place(loupe) / loupe.devicePixelRatioF())
        colour = loupe.grab().toImage().pixelColor(hot_place(loupe).toPoint())
        assert (colour.red() > 150, colour.green() < 40) == (True, True), (zoom, colour.getRgb())


def hot_place(loupe: Loupe) -> QPointF:
    """Where the hot place stands, in device pixels."""
    place = loupe.viewport.picture_rect
    return place.topLeft() + QPointF(place.width() * 16.5 / 64, place.height() * 10.5 / 43)


def test_stepping_on_looks_again_and_only_the_last_photo_counts(desk: OpenWindow, qtbot: QtBot) -> None:
    loupe, heat = loupe_on(desk, qtbot, "orange", "flower.jpg")
    qtbot.keyClick(loupe, Key.Key_W)
    qtbot.waitUntil(lambda: heat.image is not None)
    asked = []
    desk.workers.explain.explained.connect(asked.append)
    for key in (Key.Key_End, Key.Key_Left, Key.Key_Home):
        qtbot.keyClick(loupe, key)
    assert heat.image is None
    qtbot.waitUntil(lambda: heat.image is not None)
    assert [answer.photo for answer in asked] == [loupe.current_id()]
    loupe.close_loupe()
    assert (heat.is_on, heat.image) == (False, None)


def test_without_a_search_it_asks_for_a_word(desk: OpenWindow, qtbot: QtBot) -> None:
    window = desk.window
    gallery = window.library.gallery
    gallery.open_loupe(gallery.shown_ids[0])
    loupe = gallery._the_loupe()
    wait_for_rest(desk.workers, 30)
    heat = loupe.heat
    assert heat is not None
    qtbot.keyClick(loupe, Key.Key_W)
    assert heat.bar.field.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is heat.bar.field)
    qtbot.keyClicks(heat.bar.field, "teal")
    qtbot.keyClick(heat.bar.field, Key.Key_Return)
    qtbot.waitUntil(lambda: heat.image is not None)
    assert [text.split("  ")[0] for text in heat.bar.texts()] == ["“teal”"]
    assert loupe.hasFocus()
    qtbot.keyClick(loupe, Key.Key_W)
    qtbot.keyClick(loupe, Key.Key_W)
    assert heat.bar.field.isVisible()
    qtbot.keyClick(heat.bar.field, Key.Key_Escape)
    assert (heat.is_on, loupe.hasFocus(), gallery.is_loupe_open) == (False, True, True)


def test_what_is_wrong_is_said_in_the_bar(desk: OpenWindow, qtbot: QtBot) -> None:
    loupe, heat = loupe_on(desk, qtbot, "orange", "flower.jpg")
    photo = desk.workers.browse.photo(loupe.current_id())
    os.remove(photo.path)
    qtbot.keyClick(loupe, Key.Key_W)
    qtbot.waitUntil(lambda: "Looking" not in heat.bar.texts()[0])
    assert heat.image is None
