"""Two to four photos side by side: the same part of each, and what is judged is the active one."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.photo import Photo, Pick
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.ui.compare.compare_view import CompareView
from mmdesk.ui.compare.compared_photos import ComparedPhotos, compared_photos
from mmdesk.ui.compare.footer import differing
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.loupe.viewport import Viewport
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

Key = Qt.Key
SHARES = st.floats(0, 1)


@pytest.fixture
def compare(qtbot: QtBot, browse: BrowseWork, pictures: PictureWork) -> CompareView:
    compare = CompareView(browse, pictures)
    qtbot.addWidget(compare)
    compare.resize(1000, 640)
    compare.show()
    return compare


def _open(qtbot: QtBot, compare: CompareView, ids: Ids, photos: Iterable[int]) -> None:
    """Compare photos, and wait until every pixel of them is there."""
    compare.open(ComparedPhotos(ids, photos))
    qtbot.waitUntil(lambda: all(_has_all_pixels(compare, photo) for photo in compare._compared.photos))


def _has_all_pixels(compare: CompareView, photo: int) -> bool:
    return isinstance(compare._loader.full_pictures.get(photo), Pyramid)


def _part_seen(canvas: PictureCanvas) -> tuple[float, float, float]:
    """What is in the middle, and how wide a part is seen, as shares of the picture."""
    viewport = canvas.viewport
    middle = viewport.picture_point(QPointF(viewport.window.width() / 2, viewport.window.height() / 2))
    wide, high = viewport.picture.width(), viewport.picture.height()
    touching = min(viewport.window.width() / wide, viewport.window.height() / high)
    return middle.x() / wide, middle.y() / high, viewport.shown_scale / touching


@given(
    st.builds(QSizeF, st.integers(40, 9000), st.integers(40, 9000)),
    st.integers(1, 4),
    SHARES,
    SHARES,
    st.floats(1.2, 5),
)
def test_a_picture_of_twice_the_pixels_shows_the_same_part(
    size: QSizeF, times: int, x: float, y: float, zoom: float
) -> None:
    window = QSizeF(700, 500)
    at = QPointF(x * window.width(), y * window.height())
    viewport = Viewport(size, window)
    viewport = viewport.zoomed(viewport.touching * zoom, at)
    larger = Viewport(size * times, window).in_step_with(viewport)
    if viewport.scale is not None:
        assert larger.picture_point(at).x() == pytest.approx(
            viewport.picture_point(at).x() * times, abs=2 * times
        )
        assert larger.picture_point(at).y() == pytest.approx(
            viewport.picture_point(at).y() * times, abs=2 * times
        )
    assert (larger.scale is None) == (viewport.scale is None)


def test_what_is_lined_up() -> None:
    shown = np.arange(10, 20)
    assert compared_photos(shown, shown[3:4], 13).photos == [13, 14]
    assert compared_photos(shown, shown[9:], 19).photos == [19, 18]
    assert compared_photos(shown, shown[2:5], 13).photos == [12, 13, 14]
    assert compared_photos(shown[:1], shown[:1], 10).photos == []
    assert ComparedPhotos(shown, [10, 12]).upcoming() == [11, 19], "from the first photo on"
    many = compared_photos(shown, shown[:6], 10)
    assert (many.photos, many.upcoming()) == ([10, 11, 12, 13], [14, 15])
    many.swap(1)
    many.swap(1)
    assert many.photos == [15, 11, 12, 13]
    many.swap(1)
    assert many.photos == [10, 11, 12, 13]
    many.step(-1)
    many.take_out([11])
    assert (many.photos, many.active_photo) == ([10, 12, 13], 13)
    many.forget([13, 14, 15])
    assert (many.photos, many.active_photo, many.upcoming()) == ([10, 12], 12, [11, 11])


def test_all_are_zoomed_and_moved_in_step_unless_unlinked(
    qtbot: QtBot, compare: CompareView, ids: Ids, by_name: dict[str, Photo]
) -> None:
    of_size = {(photo.facts.width, photo.facts.height): photo.id for photo in by_name.values()}
    photos = list(of_size.values())[:3]  # of three sizes
    _open(qtbot, compare, ids, photos)
    first, second, third = (pane.canvas for pane in compare.panes[:3])
    _turn_wheel(second, QPointF(second.rect().center()) + QPointF(30, -40), notches=6)
    for canvas in (first, third):
        assert not canvas.is_fitted
        assert _part_seen(canvas) == pytest.approx(_part_seen(second), abs=0.02)
    centre = third.rect().center()
    qtbot.mousePress(third, Qt.MouseButton.LeftButton, pos=centre)
    qtbot.mouseMove(third, centre - QPoint(50, 30))
    qtbot.mouseRelease(third, Qt.MouseButton.LeftButton, pos=centre - QPoint(50, 30))
    assert _part_seen(first)[:2] == pytest.approx(_part_seen(third)[:2], abs=0.02)
    assert compare.current_id() == photos[2]  # who takes hold of a picture means it
    qtbot.keyClick(compare, Key.Key_L)
    before = _part_seen(first)
    qtbot.keyClick(compare, Key.Key_Plus)
    assert _part_seen(first) == before
    assert _part_seen(third)[2] > before[2]
    qtbot.keyClick(compare, Key.Key_L)
    assert _part_seen(first)[2] == pytest.approx(_part_seen(third)[2], rel=0.02)
    qtbot.keyClick(compare, Key.Key_Left)
    compare.panes[1].canvas.fit()
    qtbot.keyClick(compare, Key.Key_Z)
    assert second.scale == 1.0
    assert _part_seen(first)[2] == pytest.approx(_part_seen(second)[2], rel=0.02)
    qtbot.keyClick(compare, Key.Key_Z)
    assert first.is_fitted
    assert third.is_fitted


def test_keys_choose_exchange_judge_and_take_out(
    qtbot: QtBot, compare: CompareView, browse: BrowseWork, library: Library, ids: Ids
) -> None:
    _open(qtbot, compare, ids, ids[:4])
    qtbot.keyClick(compare, Key.Key_Down)
    assert compare.current_id() == ids[2]
    qtbot.keyClick(compare, Key.Key_Right)
    assert compare.current_id() == ids[3]
    with qtbot.waitSignal(browse.photos_changed):
        qtbot.keyClick(compare, Key.Key_4)
    with qtbot.waitSignal(browse.photos_changed):
        qtbot.keyClick(compare, Key.Key_P)
    rows = library.photos.by_ids(ids[:4])
    assert [(row.rating, row.pick) for row in rows] == [(0, Pick.UNFLAGGED)] * 3 + [(4, Pick.PICKED)]
    qtbot.keyClick(compare, Key.Key_Tab)
    assert list(compare._compared.photos) == [*ids[:3], ids[4]]
    qtbot.waitUntil(lambda: _has_all_pixels(compare, int(ids[5])))  # whom Tab brings next is read ahead
    qtbot.keyClick(compare, Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert list(compare._compared.photos) == ids[:4].tolist()
    files = {row.path for row in library.photos.by_ids(ids)}
    with qtbot.assertNotEmitted(compare.closed):
        qtbot.keyClick(compare, Key.Key_Delete)
        qtbot.keyClick(compare, Key.Key_Delete)
    assert list(compare._compared.photos) == ids[:2].tolist()
    assert [pane.isVisible() for pane in compare.panes] == [True, True, False, False]
    with qtbot.waitSignal(compare.closed):
        qtbot.keyClick(compare, Key.Key_Delete)
    assert {row.path for row in library.photos.by_ids(ids)} == files
    assert len(library.photos.ids()) == len(ids)


def test_facts_that_differ_stand_out(
    qtbot: QtBot, compare: CompareView, ids: Ids, by_name: dict[str, Photo]
) -> None:
    rows = list(by_name.values())
    assert differing([rows[0], rows[0]]) == set()
    assert "File" in differing(rows[:2])
    _open(qtbot, compare, ids, ids[:2])
    told = [dict(pane.footer.facts()) for pane in compare.panes[:2]]
    assert all(told)
    for words, stands_out in compare.panes[0].footer.facts():
        assert (words not in told[1]) == stands_out


def test_from_the_grid_and_the_loupe_and_back_with_the_same_choice(qtbot: QtBot, desk: OpenWindow) -> None:
    gallery = desk.window.library.gallery
    ids = gallery.shown_ids
    gallery.grid.setFocus()
    qtbot.keyClick(gallery.grid, Key.Key_Home)
    qtbot.keyClick(gallery.grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(gallery.grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(gallery.grid, Key.Key_C)
    compare = gallery.currentWidget()
    assert isinstance(compare, CompareView)
    assert list(compare._compared.photos) == ids[:3].tolist()
    qtbot.keyClick(compare, Key.Key_Right)
    assert gallery.looked_at == ids[1]
    qtbot.keyClick(compare, Key.Key_Escape)
    assert not gallery.is_comparing
    assert gallery.grid.selected_ids() == ids[:3].tolist()
    qtbot.keyClick(gallery.grid, Key.Key_C)
    qtbot.keyClick(compare, Key.Key_Return)
    assert gallery.is_loupe_open
    assert gallery.looked_at == ids[0]
    loupe = gallery.currentWidget()
    qtbot.keyClick(loupe, Key.Key_Right)
    qtbot.keyClick(loupe, Key.Key_C)
    assert list(compare._compared.photos) == ids[1:3].tolist()
    gallery.take_away([int(ids[1])])
    assert not gallery.is_comparing


def _turn_wheel(canvas: PictureCanvas, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
