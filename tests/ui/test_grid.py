"""The grid on a real library: looking, choosing, judging, opening."""

import sqlite3

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import Photo, PhotoId, Pick
from mmdesk.core.query import Hit, TermScore
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def grid(qtbot: QtBot, browse: BrowseWork, pictures: PictureWork, ids: Ids) -> PhotoGrid:
    """Five columns, all sample photos by name, with their thumbnails."""
    grid = PhotoGrid(browse, pictures)
    qtbot.addWidget(grid)
    grid.resize(1100, 620)
    grid.set_thumbnail_size(200)
    grid.show()
    grid.show_ids(ids)
    grid.setFocus()
    qtbot.waitUntil(lambda: _has_pictures(grid))
    return grid


def _has_pictures(grid: PhotoGrid) -> bool:
    photos = [grid._loader.photo(int(grid.ids()[position])) for position in grid.visible_positions()]
    return all(photo is not None and grid._loader.thumbnails.image(photo) is not None for photo in photos)


def _hits(ids: Ids, words: str, relevances: list[float]) -> dict[int, Hit]:
    return {
        int(photo): Hit(PhotoId(int(photo)), 0.3, relevance, (TermScore(words, 1.0, 0.3),))
        for photo, relevance in zip(ids, relevances, strict=True)
    }


def _click(qtbot: QtBot, grid: PhotoGrid, position: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    point = grid.rect_of(position).center()
    qtbot.mouseClick(grid.viewport(), LEFT, modifier or Qt.KeyboardModifier.NoModifier, point)


def _position(grid: PhotoGrid) -> int | None:
    current = grid.current_id()
    return None if current is None else int(np.flatnonzero(grid.ids() == current)[0])


# Looking


def test_a_photo_is_shown_pixel_for_pixel_and_undistorted(
    grid: PhotoGrid, by_name: dict[str, Photo], ids: Ids
) -> None:
    camera = by_name["camera.png"]
    cell = grid.rect_of(int(np.flatnonzero(ids == camera.id)[0]))
    thumbnail = grid._loader.thumbnails.image(camera)
    assert thumbnail is not None
    shown = grid.viewport().grab(cell).toImage()
    ratio = grid.devicePixelRatioF()
    left = (shown.width() - thumbnail.width()) // 2
    top = int(cell.width() * ratio - thumbnail.height()) // 2
    part = shown.copy(left, top, thumbnail.width(), thumbnail.height())
    part.setDevicePixelRatio(thumbnail.devicePixelRatio())
    assert part.convertToFormat(thumbnail.format()) == thumbnail


def test_scrolling_paints_the_same_as_painting_anew(grid: PhotoGrid, qtbot: QtBot) -> None:
    bar = grid.verticalScrollBar()
    for step in (37, 60, -15):
        bar.setValue(bar.value() + step)
        QApplication.sendEvent(grid.window(), QEvent(QEvent.Type.UpdateRequest))
    qtbot.waitUntil(lambda: _has_pictures(grid))
    qtbot.wait(50)
    scrolled = grid.screen().grabWindow(grid.winId()).toImage()
    grid.viewport().repaint()
    assert scrolled == grid.screen().grabWindow(grid.winId()).toImage()


def test_a_lost_thumbnail_shows_a_sign_and_the_name(
    qtbot: QtBot, library: Library, browse: BrowseWork, pictures: PictureWork, ids: Ids
) -> None:
    with sqlite3.connect(library.places.thumbnails) as store:
        store.execute("DELETE FROM thumbnails")
    store.close()
    grid = PhotoGrid(browse, pictures)
    qtbot.addWidget(grid)
    grid.resize(600, 400)
    grid.show()
    grid.show_ids(ids)
    photo_is_missing = grid._loader.thumbnails.is_missing
    qtbot.waitUntil(lambda: (photo := browse.photo(int(ids[0]))) is not None and photo_is_missing(photo))
    image = grid.viewport().grab(grid.rect_of(0)).toImage()
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 2


def test_a_million_photos_are_hung_at_once(qtbot: QtBot, grid: PhotoGrid) -> None:
    grid.show_ids(np.arange(1_000_000, 0, -1, dtype=np.int64))
    qtbot.keyClick(grid, Key.Key_End)
    assert grid.current_id() == 1
    assert 999_999 in grid.visible_positions()
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    assert len(grid.selected_ids()) == 1_000_000


def test_it_follows_the_palette(grid: PhotoGrid) -> None:
    palette = QPalette(grid.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("#ddeeff"))
    grid.setPalette(palette)
    assert grid.viewport().grab().toImage().pixelColor(2, 2) == QColor("#ddeeff")


# Moving and choosing


def test_the_first_key_stands_on_the_first_photo_in_sight(qtbot: QtBot, grid: PhotoGrid) -> None:
    assert grid.current_id() is None
    qtbot.keyClick(grid, Key.Key_Right)
    assert _position(grid) == 0


@pytest.mark.parametrize(
    ("keys", "position"),
    [
        ([Key.Key_Right, Key.Key_Right], 2),
        ([Key.Key_Down], 5),
        ([Key.Key_Down, Key.Key_Up], 0),
        ([Key.Key_Left], 0),
        ([Key.Key_End], 19),
        ([Key.Key_End, Key.Key_Right], 19),
        ([Key.Key_End, Key.Key_Home], 0),
        ([Key.Key_PageDown], 10),
        ([Key.Key_PageDown, Key.Key_PageUp], 0),
    ],
)
def test_keys_of_motion(qtbot: QtBot, grid: PhotoGrid, keys: list[Qt.Key], position: int) -> None:
    grid.select(int(grid.ids()[0]))
    for key in keys:
        qtbot.keyClick(grid, key)
    assert _position(grid) == position
    assert grid.viewport().rect().contains(grid.rect_of(position))
    assert grid.selected_ids() == [grid.current_id()]


def test_shift_chooses_on_the_way(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    grid.select(int(ids[1]))
    qtbot.keyClick(grid, Key.Key_Right, SHIFT)
    qtbot.keyClick(grid, Key.Key_Down, SHIFT)
    assert grid.selected_ids() == ids[1:8].tolist()


def test_clicks_with_ctrl_and_shift(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    _click(qtbot, grid, 2)
    _click(qtbot, grid, 4, CONTROL)
    assert grid.selected_ids() == [ids[2], ids[4]]
    _click(qtbot, grid, 7, SHIFT)
    assert grid.selected_ids() == ids[4:8].tolist()
    _click(qtbot, grid, 6)
    assert grid.selected_ids() == [ids[6]]


def test_a_click_beside_the_photos_chooses_none(qtbot: QtBot, grid: PhotoGrid) -> None:
    _click(qtbot, grid, 2)
    with qtbot.waitSignal(grid.current_changed) as told:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(2, 2))
    assert told.args == [None]
    assert grid.selected_ids() == []


def test_each_change_of_the_current_photo_is_told_once(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    told: list[object] = []
    grid.current_changed.connect(told.append)
    _click(qtbot, grid, 2)
    _click(qtbot, grid, 2)
    qtbot.keyClick(grid, Key.Key_Right)
    assert told == [ids[2], ids[3]]


# Doing


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter])
def test_keys_that_open(qtbot: QtBot, grid: PhotoGrid, ids: Ids, key: Qt.Key) -> None:
    grid.select(int(ids[3]))
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.keyClick(grid, key)
    assert opened.args == [ids[3]]


def test_a_double_click_opens(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=grid.rect_of(6).center())
    assert opened.args == [ids[6]]


def test_s_asks_for_similar_photos(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    grid.select(int(ids[3]))
    with qtbot.waitSignal(grid.similar_requested) as asked:
        qtbot.keyClick(grid, Key.Key_S)
    assert asked.args == [ids[3]]


def test_stars_and_flags_by_key_reach_the_catalogue(
    qtbot: QtBot, grid: PhotoGrid, browse: BrowseWork, library: Library, ids: Ids
) -> None:
    _click(qtbot, grid, 2)
    _click(qtbot, grid, 3, SHIFT)
    for key in (Key.Key_4, Key.Key_P):
        with qtbot.waitSignal(browse.photos_changed):
            qtbot.keyClick(grid, key)
    photos = library.photos.by_ids(ids[2:4])
    assert [(photo.rating, photo.pick) for photo in photos] == [(4, Pick.PICKED)] * 2
    for key in (Key.Key_0, Key.Key_X):
        with qtbot.waitSignal(browse.photos_changed):
            qtbot.keyClick(grid, key)
    assert [(photo.rating, photo.pick) for photo in library.photos.by_ids(ids[2:4])] == [
        (0, Pick.REJECTED)
    ] * 2
    assert {photo.rating for photo in library.photos.by_ids(ids[4:])} == {0}


def test_stars_are_painted_in_the_cell(qtbot: QtBot, grid: PhotoGrid, browse: BrowseWork, ids: Ids) -> None:
    grid.select(int(ids[1]))
    before = grid.viewport().grab(grid.rect_of(1)).toImage()
    with qtbot.waitSignal(browse.photos_changed):
        qtbot.keyClick(grid, Key.Key_5)
    after = grid.viewport().grab(grid.rect_of(1)).toImage()
    footer = before.rect().adjusted(before.width() // 2, grid.rect_of(1).width(), 0, 0)
    assert before.copy(footer) != after.copy(footer)


def test_keys_with_ctrl_are_left_to_the_window(
    qtbot: QtBot, grid: PhotoGrid, library: Library, ids: Ids
) -> None:
    grid.select(int(ids[1]))
    qtbot.keyClick(grid, Key.Key_5, CONTROL)
    qtbot.wait(50)
    [photo] = library.photos.by_ids([int(ids[1])])
    assert photo.rating == 0


@pytest.mark.parametrize(
    ("key", "modifier", "size"),
    [(Key.Key_Plus, CONTROL | SHIFT, 224), (Key.Key_Equal, CONTROL, 224), (Key.Key_Minus, CONTROL, 176)],
)
def test_ctrl_and_plus_and_minus_change_the_size(
    qtbot: QtBot, grid: PhotoGrid, key: Qt.Key, modifier: Qt.KeyboardModifier, size: int
) -> None:
    qtbot.keyClick(grid, key, modifier)
    assert grid.thumbnail_size == size


def test_ctrl_and_wheel_change_the_size_around_what_one_sees(qtbot: QtBot, grid: PhotoGrid) -> None:
    grid.verticalScrollBar().setValue(260)
    anchor = grid.anchor()
    with qtbot.waitSignal(grid.thumbnail_size_changed) as told:
        QApplication.sendEvent(grid.viewport(), _wheel(120))
    assert told.args == [224]
    assert grid.thumbnail_size == 224
    assert anchor is not None
    position = int(np.flatnonzero(grid.ids() == anchor.photo)[0])
    assert position in grid.visible_positions()


def _wheel(angle: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


# Other lists


def test_a_growing_list_stays_where_it_is(grid: PhotoGrid, ids: Ids) -> None:
    grid.show_ids(ids[5:])
    grid.select(int(ids[12]))
    grid.verticalScrollBar().setValue(240)
    anchor = grid.anchor()
    assert anchor is not None
    grid.show_ids(ids)
    position = int(np.flatnonzero(grid.ids() == anchor.photo)[0])
    assert grid.rect_of(position).top() == anchor.offset
    assert grid.selected_ids() == [ids[12]]


def test_at_the_very_top_new_photos_come_into_sight(grid: PhotoGrid, ids: Ids) -> None:
    grid.show_ids(ids[5:])
    grid.show_ids(ids)
    assert grid.verticalScrollBar().value() == 0


def test_a_search_starts_at_its_best(grid: PhotoGrid, ids: Ids) -> None:
    grid.select(int(ids[19]))
    found = ids[::-1].copy()
    grid.show_ids(found, _hits(found, "a cat", [0.9] * 4 + [0.3] * 6 + [0.01] * 10))
    assert grid.current_id() == found[0]
    assert grid.verticalScrollBar().value() == 0


def test_the_same_search_again_stays_where_it_is(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    grid.show_ids(ids[:15], _hits(ids[:15], "a cat", [0.9] * 15))
    _click(qtbot, grid, 6)
    grid.show_ids(ids, _hits(ids, "a cat", [0.9] * 20))
    assert grid.current_id() == ids[6]
    grid.show_ids(ids, _hits(ids, "a dog", [0.9] * 20))
    assert grid.current_id() == ids[0]


def test_after_a_search_the_grid_is_where_it_was(grid: PhotoGrid, ids: Ids) -> None:
    grid.verticalScrollBar().setValue(240)
    found = ids[:6]
    grid.show_ids(found, _hits(found, "a cat", [0.9] * 6))
    grid.show_ids(ids)
    assert grid.verticalScrollBar().value() == 240
    assert grid.current_id() is None


def test_after_a_search_the_chosen_hit_is_shown_among_all(qtbot: QtBot, grid: PhotoGrid, ids: Ids) -> None:
    found = ids[[18, 2]]
    grid.show_ids(found, _hits(found, "a cat", [0.9] * 2))
    _click(qtbot, grid, 0)
    grid.show_ids(ids)
    assert grid.current_id() == ids[18]
    assert 18 in grid.visible_positions()


def test_bands_stand_apart(grid: PhotoGrid, ids: Ids) -> None:
    grid.show_ids(ids, _hits(ids, "a cat", [0.9] * 4 + [0.3] * 6 + [0.01] * 10))
    tops = [grid.rect_of(position).top() for position in (0, 4, 10)]
    assert len(set(tops)) == 3
    assert grid.rect_of(4).left() == grid.rect_of(0).left()


def test_nothing_at_all_is_shown_calmly(qtbot: QtBot, grid: PhotoGrid) -> None:
    grid.show_ids(np.empty(0, np.int64))
    for press in (Key.Key_Right, Key.Key_End, Key.Key_Space, Key.Key_5, Key.Key_S):
        qtbot.keyClick(grid, press)
    assert grid.current_id() is None
    grid.viewport().grab()


@pytest.mark.qt_log_ignore("This plugin does not support")  # pop-ups of the offscreen platform
def test_the_menu_does_what_the_keys_do(qtbot: QtBot, grid: PhotoGrid, browse: BrowseWork, ids: Ids) -> None:
    grid.select(int(ids[2]))
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=grid.rect_of(2).center())
    QApplication.sendEvent(grid.viewport(), _context_menu(grid, 2))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    chosen = {action.text().split("\t")[0]: action.trigger for action in menu.actions()}
    assert {"Open", "Find similar", "Copy", "Pick", "Reject", "Unflag"} <= chosen.keys()
    with qtbot.waitSignal(browse.photos_changed) as changed:
        chosen["Reject"]()
    assert changed.args is not None
    assert [photo.pick for photo in changed.args[0]] == [Pick.REJECTED]
    menu.close()


def _context_menu(grid: PhotoGrid, position: int) -> QEvent:
    point = grid.rect_of(position).center()
    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, grid.viewport().mapToGlobal(point))


def test_of_a_cell_higher_than_the_view_the_top_is_seen(grid: PhotoGrid) -> None:
    grid.resize(1100, 150)
    for position in (12, 7, 12):
        grid.ensure_visible(position)
        assert 0 <= grid.rect_of(position).top() < 20
