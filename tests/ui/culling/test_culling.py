"""A card is culled in the real window: full screen, by single keys, and left where one was."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.culling import CullCounts, CullFilter
from mmdesk.core.full_picture import PictureLevels
from mmdesk.core.photo import Pick
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings
from mmdesk.library.reading.levels import pixels_of
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.ui.compare.compare_view import CompareView
from mmdesk.ui.culling.cull_page import CullPage
from mmdesk.ui.culling.tones import DARKEST, LIGHTEST, tones_of
from mmdesk.ui.loupe.pyramid import Pyramid
from tests.ui.conftest import Open

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def card(tmp_path: Path, sample_pictures: list[Path]) -> Path:
    """Five photos of a camera, some seconds apart; the second to fourth are a burst."""
    card = tmp_path / "card"
    card.mkdir()
    large = Image.open(next(path for path in sample_pictures if path.stem == "coffee")).convert("RGB")
    large = large.resize((1800, 1200))
    shots = [large.transpose(Image.Transpose.FLIP_LEFT_RIGHT), large, large, large, large.rotate(90)]
    for number, (shot, second) in enumerate(zip(shots, (0, 20, 21, 22, 50), strict=True)):
        exif = Image.Exif()
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Sigma", "Sigma fp"
        exif[ExifTags.Base.DateTime] = f"2019:07:14 18:03:{second:02}"
        shot.save(card / f"IMG_{number}.jpg", exif=exif, quality=90 - number)
    return card


@pytest.fixture
def desk(open_window: Open, empty: Places, card: Path, trash_folder: Path, qtbot: QtBot) -> OpenWindow:
    with open_library(empty) as library:
        for _ in index_folders(library, DummyClip(empty), [os.fsencode(card)]):
            pass
    desk = open_window(empty)
    desk.window.library._bar._order.setCurrentIndex(1)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 5 and desk.workers.is_idle)
    return desk


@pytest.fixture
def page(desk: OpenWindow, qtbot: QtBot) -> CullPage:
    """The page of culling, with all that it asks for."""
    grid = desk.window.library.gallery.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_K, CONTROL)
    page = desk.window.findChild(CullPage)
    qtbot.waitUntil(lambda: page.is_sharp and desk.workers.is_idle)
    return page


def _photos(desk: OpenWindow) -> Library:
    return desk.workers.browse._library


def _rest(desk: OpenWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.workers.is_idle)


def test_marks_go_on_and_ctrl_z_leads_back_to_what_was_marked(
    desk: OpenWindow, page: CullPage, qtbot: QtBot
) -> None:
    assert desk.window.isFullScreen()
    assert page.isVisible()
    first = page.culled.current
    assert page.culled.counts == CullCounts(0, 0, 5)
    assert len(page.culled.shown) == 3
    qtbot.keyClick(page, Key.Key_P)
    assert page.culled.current != first
    assert page.culled.counts == CullCounts(1, 0, 4)
    _rest(desk, qtbot)
    assert _photos(desk).photos.get(first).pick is Pick.PICKED
    assert desk.window.notice.message == ""
    qtbot.keyClick(page, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: page.culled.current == first)
    assert page.culled.counts == CullCounts(0, 0, 5)
    qtbot.keyClick(page, Key.Key_A)
    qtbot.keyClick(page, Key.Key_4)
    assert page.culled.current == first
    assert page.culled.rating_of(first) == 4
    assert (page.canvas.caption.rating, page.canvas.caption.place) == (4, "1 of 3")


def test_one_of_a_burst_is_kept_the_rejects_go_to_the_trash_and_come_back(
    desk: OpenWindow, page: CullPage, card: Path, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Key.Key_Right)
    assert page.canvas.caption.place == "2 of 3  ·  burst of 3"
    kept = page.culled.current
    qtbot.keyClick(page, Key.Key_K)
    assert page.culled.counts == CullCounts(1, 2, 2)
    _rest(desk, qtbot)
    qtbot.keyClick(page, Key.Key_F)
    qtbot.keyClick(page, Key.Key_F)
    assert page.culled.filter is CullFilter.REJECTS
    with qtbot.waitSignal(desk.workers.files.gone):
        qtbot.keyClick(page, Key.Key_Delete, CONTROL)
    assert desk.window.notice.message.startswith("2 photos moved to the trash")
    assert page.end.heading == "No rejects"
    assert len(list(card.iterdir())) == 3
    _rest(desk, qtbot)
    qtbot.keyClick(page, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: page.culled.counts == CullCounts(1, 2, 2))
    assert len(list(card.iterdir())) == 5
    _rest(desk, qtbot)
    qtbot.keyClick(page, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: page.culled.counts == CullCounts(0, 0, 5))
    assert _photos(desk).photos.get(kept).pick is Pick.UNFLAGGED


def test_the_end_tells_what_came_of_it_and_escape_leads_to_the_photo_seen_last(
    desk: OpenWindow, page: CullPage, qtbot: QtBot
) -> None:
    for key in (Key.Key_P, Key.Key_X, Key.Key_Right):
        qtbot.keyClick(page, key)
    assert page.culled.current is None
    assert page.end.heading == "Done: 1 pick, 1 reject, 3 unmarked."
    assert page.end.isVisible()
    last = int(page.culled.shown[-1])
    qtbot.mouseClick(page.end.unmarked, Qt.MouseButton.LeftButton)
    assert page.culled.filter is CullFilter.UNMARKED
    assert len(page.culled.shown) == 2
    qtbot.keyClick(page, Key.Key_End)
    qtbot.keyClick(page, Key.Key_Escape)
    grid = desk.window.library.gallery.grid
    assert not desk.window.isFullScreen()
    assert grid.current_id() == last
    assert grid.hasFocus()
    assert load_settings(_photos(desk).places.settings).window_state == "normal"


def test_the_next_ones_are_read_ahead_in_the_size_shown_and_one_looked_into_whole(
    desk: OpenWindow, page: CullPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Key.Key_B)
    kept = page._loader.full_pictures
    qtbot.waitUntil(lambda: len({photo for photo, *_ in kept._kept}) == 3)
    sizes = {longest for _, longest, *_ in kept._kept if longest is not None}
    assert sizes
    assert all(longest <= max(page.canvas.width(), page.canvas.height()) for longest in sizes)
    shown = page.canvas._pyramid
    assert not shown.is_whole
    assert shown.size.width() == 1800
    at = QPoint(page.canvas.width() // 2, page.canvas.height() // 2)
    before = page.canvas.grab().toImage().pixelColor(at)
    qtbot.keyClick(page, Key.Key_Space)
    assert page.canvas.scale == 1.0
    qtbot.waitUntil(lambda: page.canvas._pyramid.is_whole)
    qtbot.keyClick(page, Key.Key_Right)
    qtbot.waitUntil(lambda: page.canvas._pyramid is not None and page.canvas._pyramid.is_whole)
    assert page.canvas.scale == 1.0, "the next shot is seen as closely"
    qtbot.keyClick(page, Key.Key_Z)
    assert page.canvas.is_fitted
    assert before != QColor(0, 0, 0)


def test_a_survey_of_the_burst_is_judged_and_leads_back(
    desk: OpenWindow, page: CullPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(page, Key.Key_Right)
    qtbot.keyClick(page, Key.Key_V)
    survey = next(view for view in desk.window.findChildren(CompareView) if view.isVisible())
    assert len(survey._compared.photos) == 3
    qtbot.keyClick(survey, Key.Key_Right)
    chosen = survey.current_id()
    qtbot.keyClick(survey, Key.Key_P)
    _rest(desk, qtbot)
    qtbot.keyClick(survey, Key.Key_Escape)
    assert page.isVisible()
    assert page.culled.current == chosen
    assert page.culled.pick_of(chosen) is Pick.PICKED
    qtbot.keyClick(page, Key.Key_C)
    assert len(survey._compared.photos) == 2


def test_from_the_loupe_to_the_loupe_and_the_selection_alone_is_culled(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    gallery = desk.window.library.gallery
    ids = gallery.shown_ids.tolist()
    gallery.open_loupe(ids[0])
    desk.window.culling.begin()
    page = desk.window.findChild(CullPage)
    qtbot.keyClick(page, Key.Key_Home)
    qtbot.keyClick(page, Key.Key_End)
    qtbot.keyClick(page, Key.Key_G)
    assert gallery.looked_at == ids[4]
    gallery.leave_loupe()
    gallery.grid.select(ids[0])
    qtbot.keyClick(gallery.grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.window.culling.begin()
    assert page.culled.all_ids.tolist() == ids[:2]
    qtbot.keyClick(page, Key.Key_Home)
    desk.window.close()
    assert load_settings(_photos(desk).places.settings).window_state == "normal"
    assert gallery.grid.selected_ids() == ids[:2]
    _rest(desk, qtbot)


def test_an_empty_place_says_so(open_window: Open, empty: Places) -> None:
    desk = open_window(empty)
    desk.window.culling.begin()
    assert desk.window.notice.message == "There are no photos here to cull."
    assert not desk.window.culling.is_open


def test_clipped_places_are_striped_and_the_histogram_tells_how_many() -> None:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(90, 120, 200))
    for x in range(10):
        for y in range(20):
            image.setPixelColor(x, y, QColor(LIGHTEST, 0, 0))
            image.setPixelColor(39 - x, y, QColor(DARKEST, 0, DARKEST))
    tones = tones_of(image)
    assert (tones.highlights, tones.shadows) == (0.25, 0.25)
    assert np.argmax(tones.histogram[:, 1:-1], axis=1).tolist() == [44, 59, 99]
    striped = {(x, y) for x in range(40) for y in range(20) if tones.stripes.pixelColor(x, y).alpha()}
    assert {x for x, _ in striped} == {*range(10), *range(30, 40)}
    assert 0 < len(striped) < 400


def test_a_picture_read_smaller_stands_for_the_whole_one() -> None:

    image = Image.new("RGB", (400, 300))
    image.putpixel((399, 299), (255, 255, 255))
    pyramid = Pyramid(PictureLevels((image.size,), pixels_of(image), (4000, 3000)))
    assert (pyramid.size, pyramid.is_whole) == (QSize(4000, 3000), False)
    target = QImage(400, 300, QImage.Format.Format_RGB32)
    with QPainter(target) as painter:
        pyramid.paint(painter, QRectF(0, 0, 400, 300), QRectF(0, 0, 4000, 3000), 1.0)
    assert target == pyramid.levels[0]
