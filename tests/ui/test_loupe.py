"""The loupe: every pixel, the right photo, and back."""

import os

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmdesk.core.full_picture import PictureLevels
from mmdesk.core.photo import Photo, Pick
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.levels import levels_of, pixels_of
from mmdesk.tasks.library import Library
from mmdesk.ui.loupe.full_pictures import FullPictures
from mmdesk.ui.loupe.loupe import Loupe
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.loupe.viewport import Viewport
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

Key = Qt.Key


@pytest.fixture
def loupe(qtbot: QtBot, browse: BrowseWork, pictures: PictureWork) -> Loupe:
    loupe = Loupe(browse, pictures)
    qtbot.addWidget(loupe)
    loupe.resize(900, 600)
    loupe.show()
    return loupe


def _open(qtbot: QtBot, loupe: Loupe, ids: Ids, photo: Photo) -> None:
    """Open the loupe and wait for the full picture."""
    loupe.open(ids, int(np.flatnonzero(ids == photo.id)[0]))
    qtbot.waitUntil(lambda: isinstance(loupe._loader.full_pictures.get(photo.id), Pyramid))


# The arithmetic of looking

SIZES = st.builds(QSizeF, st.integers(1, 9000), st.integers(1, 9000))
WINDOWS = st.builds(QSizeF, st.integers(50, 4000), st.integers(50, 4000))
POINTS = st.builds(QPointF, st.floats(0, 1), st.floats(0, 1))


@given(SIZES, WINDOWS)
def test_fitted_means_wholly_seen(picture: QSizeF, window: QSizeF) -> None:
    place = Viewport(picture, window).picture_rect
    assert QRectF(QPointF(0, 0), window).adjusted(-1, -1, 1, 1).contains(place)


@given(SIZES, WINDOWS, POINTS, st.floats(1.05, 8))
def test_zooming_in_holds_the_point_under_the_pointer(
    picture: QSizeF, window: QSizeF, at: QPointF, factor: float
) -> None:
    covering = max(window.width() / picture.width(), window.height() / picture.height())
    assume(covering * factor < 16)
    pointer = QPointF(at.x() * window.width(), at.y() * window.height())
    viewport = Viewport(picture, window).zoomed(covering, pointer)
    zoomed = viewport.zoomed(covering * factor, pointer)
    moved = zoomed.picture_point(pointer) - viewport.picture_point(pointer)
    assert abs(moved.x()) * zoomed.shown_scale <= 1 + factor
    assert abs(moved.y()) * zoomed.shown_scale <= 1 + factor


@given(SIZES, WINDOWS, st.lists(POINTS, max_size=6))
def test_panning_never_loses_the_picture(picture: QSizeF, window: QSizeF, moves: list[QPointF]) -> None:
    viewport = Viewport(picture, window).zoomed(2.0, QPointF(10, 10))
    for move in moves:
        viewport = viewport.panned(QPointF(4000 * (move.x() - 0.5), 4000 * (move.y() - 0.5)))
        place = viewport.picture_rect
        assert place.left() <= max(0.0, (window.width() - place.width()) / 2) + 1
        assert place.right() >= min(window.width(), (window.width() + place.width()) / 2) - 1


def test_zooming_out_ends_in_the_whole_picture() -> None:
    viewport = Viewport(QSizeF(4000, 3000), QSizeF(800, 600)).zoomed(1.0, QPointF(5, 5))
    assert viewport.scale == 1.0
    assert viewport.zoomed(0.1, QPointF(5, 5)).scale is None


# The picture at halving sizes


def _picture(width: int, height: int) -> PictureLevels:
    ramp = np.zeros((height, width, 3), np.uint8)
    ramp[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)
    ramp[..., 1] = np.linspace(0, 255, height, dtype=np.uint8)[:, None]
    levels = levels_of(Image.fromarray(ramp))
    pixels = b"".join(pixels_of(level) for level in levels)
    return PictureLevels(tuple(level.size for level in levels), pixels, (width, height))


def test_levels_halve_down_to_the_size_of_a_window() -> None:
    pyramid = Pyramid(_picture(6001, 4000))
    assert [level.width() for level in pyramid.levels] == [6001, 3001, 1501, 751]
    assert pyramid.levels[0].pixelColor(6000, 0) == QColor(255, 0, 0)


def test_odd_widths_are_not_sheared() -> None:
    """Rows of 3 bytes a pixel are not padded to 4, as Qt would by itself."""
    image = Pyramid(_picture(101, 51)).levels[0]
    assert image.pixelColor(0, 50) == QColor(0, 255, 0)
    assert image.pixelColor(100, 50) == QColor(255, 255, 0)


@pytest.mark.parametrize("scale", [0.13, 0.3, 0.77, 1.0, 3.0])
def test_the_part_asked_for_is_painted_at_every_scale(scale: float) -> None:
    pyramid = Pyramid(_picture(4000, 3000))
    canvas = QImage(100, 100, QImage.Format.Format_RGB32)
    source = QRectF(2000, 1500, 100 / scale, 100 / scale)
    with QPainter(canvas) as painter:
        pyramid.paint(painter, QRectF(0, 0, 100, 100), source, 1.0)
    middle = canvas.pixelColor(50, 50)
    assert middle.red() == pytest.approx(255 * source.center().x() / 4000, abs=3)
    assert middle.green() == pytest.approx(255 * source.center().y() / 3000, abs=3)


@pytest.mark.parametrize(("side", "is_smooth"), [(8, True), (16, False)])
def test_pixels_are_squares_beyond_four_times_only(side: int, is_smooth: bool) -> None:
    pyramid, canvas = Pyramid(_picture(2, 2)), QImage(side, side, QImage.Format.Format_RGB32)
    with QPainter(canvas) as painter:
        pyramid.paint(painter, QRectF(0, 0, side, side), QRectF(0, 0, 2, 2), 1.0)
    reds = {canvas.pixelColor(x, 0).red() for x in range(side)}
    assert (len(reds) > 2) == is_smooth


# The loupe itself


def test_the_thumbnail_comes_first_then_every_pixel(
    qtbot: QtBot, loupe: Loupe, ids: Ids, by_name: dict[str, Photo]
) -> None:
    retina = by_name["retina.jpg"]
    _open(qtbot, loupe, ids, retina)
    assert loupe._pyramid is not None
    assert loupe._pyramid.size.width() == retina.facts.width
    loupe.toggle_full_size(QPointF(450, 300))
    assert loupe.scale == 1.0
    shown = loupe.grab().toImage()
    whole, place = loupe._pyramid.levels[0], loupe._viewport.picture_rect.topLeft().toPoint()
    for x, y in ((450, 300), (200, 250), (700, 350)):
        at = QPoint(x, y) * loupe.devicePixelRatioF()
        assert shown.pixelColor(at) == whole.pixelColor(at - place)


def test_leafing(qtbot: QtBot, loupe: Loupe, ids: Ids) -> None:
    loupe.open(ids, 3)
    told: list[object] = []
    loupe.current_changed.connect(told.append)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Home, Key.Key_Left, Key.Key_End):
        qtbot.keyClick(loupe, key)
    assert told == [ids[4], ids[5], ids[4], ids[0], ids[0], ids[-1]]


def test_the_neighbours_are_read_ahead(
    qtbot: QtBot, loupe: Loupe, ids: Ids, by_name: dict[str, Photo]
) -> None:
    loupe.open(ids, 5)
    for position in (5, 6, 4):
        qtbot.waitUntil(lambda position=position: loupe._loader.full_pictures.get(ids[position]) is not None)
    loupe.open(ids, 12)
    qtbot.waitUntil(lambda: loupe._loader.full_pictures.get(ids[12]) is not None)
    assert loupe._loader.full_pictures.get(ids[4]) is None


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape, Key.Key_G, Key.Key_Return])
def test_back_to_the_grid(qtbot: QtBot, loupe: Loupe, ids: Ids, key: Qt.Key) -> None:
    loupe.open(ids, 3)
    qtbot.keyClick(loupe, Key.Key_Right)
    with qtbot.waitSignal(loupe.closed) as closed:
        qtbot.keyClick(loupe, key)
    assert closed.args == [ids[4]]
    assert loupe.current_id() is None


def test_judging(qtbot: QtBot, loupe: Loupe, browse: BrowseWork, library: Library, ids: Ids) -> None:
    loupe.open(ids, 3)
    for key in (Key.Key_3, Key.Key_P):
        with qtbot.waitSignal(browse.photos_changed):
            qtbot.keyClick(loupe, key)
    [photo] = library.photos.by_ids([int(ids[3])])
    assert (photo.rating, photo.pick) == (3, Pick.PICKED)


def test_s_asks_for_similar_photos(qtbot: QtBot, loupe: Loupe, ids: Ids) -> None:
    loupe.open(ids, 3)
    with qtbot.waitSignal(loupe.similar_requested) as asked:
        qtbot.keyClick(loupe, Key.Key_S)
    assert asked.args == [ids[3]]


def test_z_wheel_and_double_click_zoom(
    qtbot: QtBot, loupe: Loupe, ids: Ids, by_name: dict[str, Photo]
) -> None:
    _open(qtbot, loupe, ids, by_name["hubble_deep_field.jpg"])
    fitted = loupe.scale
    qtbot.keyClick(loupe, Key.Key_Z)
    assert loupe.scale == 1.0
    qtbot.keyClick(loupe, Key.Key_Z)
    assert loupe.is_fitted
    QApplication.sendEvent(loupe, _wheel(240))
    assert loupe.scale == pytest.approx(fitted * 1.25**2)
    qtbot.mouseDClick(loupe, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert loupe.is_fitted
    for key in (Key.Key_Plus, Key.Key_Minus, Key.Key_Minus):
        qtbot.keyClick(loupe, key)
    assert loupe.is_fitted


def test_dragging_moves_the_picture(qtbot: QtBot, loupe: Loupe, ids: Ids, by_name: dict[str, Photo]) -> None:
    _open(qtbot, loupe, ids, by_name["retina.jpg"])
    loupe.zoom(8, QPointF(450, 300))
    before = loupe._viewport.picture_rect.topLeft()
    qtbot.mousePress(loupe, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QApplication.sendEvent(loupe, _move(QPointF(430, 280)))
    qtbot.mouseRelease(loupe, Qt.MouseButton.LeftButton, pos=QPoint(430, 280))
    assert loupe._viewport.picture_rect.topLeft() - before == QPointF(30, -20) * loupe.devicePixelRatioF()


def _wheel(angle: int) -> QWheelEvent:
    at = QPointF(450, 300)
    none = Qt.KeyboardModifier.NoModifier
    return QWheelEvent(
        at, at, QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )


def _move(at: QPointF) -> QMouseEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, at, at, left, left, none)


def test_a_photo_that_is_gone_says_why(
    qtbot: QtBot, loupe: Loupe, library: Library, ids: Ids, by_name: dict[str, Photo]
) -> None:
    with library.catalogue.writing() as db:
        gone = b"/nowhere/rocket.jpg"
        db.execute("UPDATE photos SET path = ? WHERE id = ?", [gone, by_name["rocket.jpg"].id])
    rocket = by_name["rocket.jpg"].id
    loupe.open(ids, int(np.flatnonzero(ids == rocket)[0]))
    qtbot.waitUntil(lambda: isinstance(loupe._loader.full_pictures.get(rocket), str))
    qtbot.waitUntil(lambda: loupe._thumbnail is not None)
    reason = loupe._loader.full_pictures.get(rocket)
    assert isinstance(reason, str)
    assert reason.endswith(".")
    loupe.grab()


def test_neighbours_are_read_ahead_within_a_budget_only(
    qtbot: QtBot, pictures: PictureWork, library: Library, ids: Ids
) -> None:
    rows = library.photos.by_ids(ids)
    full_pictures = FullPictures(pictures, budget=1)
    full_pictures.request(rows[:3])
    qtbot.waitUntil(lambda: full_pictures.get(rows[0].id) is not None)
    qtbot.waitUntil(lambda: pictures.is_idle)
    assert [full_pictures.get(row.id) is not None for row in rows[:3]] == [True, False, False]
    full_pictures.request(rows[1:3])  # the first request is always met
    full_pictures.request(())  # who leaves while it is read
    full_pictures.request(rows[1:3])  # and comes back gets it all the same
    qtbot.waitUntil(lambda: full_pictures.get(rows[1].id) is not None)
    assert full_pictures.get(rows[0].id) is None


def test_leafing_faster_than_pictures_can_be_read_ends_on_the_right_one(
    qtbot: QtBot, loupe: Loupe, ids: Ids
) -> None:
    loupe.open(ids, 0)
    for _ in range(15):
        qtbot.keyClick(loupe, Key.Key_Right)
    qtbot.waitUntil(lambda: isinstance(loupe._loader.full_pictures.get(ids[15]), Pyramid))
    photo = loupe._photo()
    assert photo is not None
    assert loupe._pyramid is not None
    assert loupe._pyramid.size.width() == photo.facts.width, os.fsdecode(photo.path)


def test_an_empty_loupe_is_calm(qtbot: QtBot, loupe: Loupe) -> None:
    for key in (Key.Key_Right, Key.Key_Z, Key.Key_Space, Key.Key_5):
        qtbot.keyClick(loupe, key)
    loupe.close_loupe()
    loupe.grab()
