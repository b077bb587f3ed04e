"""Photos in the order of time: their groups, their headers, the bar that leads to any time, and the band."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.timeline import MONTH, YEAR, Timeline
from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.dates import DateSections
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.ui.grid.scrubber import Scrubber
from mmdesk.ui.grid.time_scale import TimeScale
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SIDE = 120


def _decades(photos: int = 1000, days: int = 1000) -> Timeline:
    """So many photos, every few days some, and at last some without a date."""
    newest = date(2024, 7, 14)
    runs = [((newest - timedelta(days=3 * day)).isoformat(), photos // days) for day in range(days)]
    return Timeline.of([*runs, (None, 7)])


@pytest.fixture
def grid(qtbot: QtBot, browse: BrowseWork, pictures: PictureWork, ids: Ids) -> PhotoGrid:
    """Photos of eight years, of which the newest are real."""
    grid = PhotoGrid(browse, pictures)
    qtbot.addWidget(grid)
    grid.resize(900, 620)
    grid.set_thumbnail_size(SIDE)
    grid.show()
    timeline = _decades()
    rest = np.arange(10_000, 10_000 + timeline.counts.sum() - len(ids))
    grid.show_ids(np.concatenate([ids, rest]), timeline=timeline)
    grid.setFocus()
    return grid


def _headers(grid: PhotoGrid) -> list[str]:
    """The words on the headers in sight."""
    titles = []
    for y in range(grid.viewport().height()):
        section = grid.header_at(QPoint(grid.viewport().width() // 2, y))
        if section is not None and section.title not in titles:
            titles.append(section.title)
    return titles


def _find_header(grid: PhotoGrid, title: str) -> QPoint:
    points = (QPoint(40, y) for y in range(grid.viewport().height()))
    return next(
        point for point in points if (section := grid.header_at(point)) is not None and section.title == title
    )


# Groups


def test_photos_of_a_month_or_year_stand_under_it_and_not_under_its_first_day() -> None:
    timeline = Timeline.of(
        [("2019-08-01", 2), ("2019-08", 3), ("2019-01-01", 1), ("2019-01", 1), ("2019", 4)]
    )
    days = DateSections(timeline, "days")
    assert [(section.title, section.count) for section in days] == [
        ("Thursday, 1 August 2019", 2),
        ("August 2019", 3),
        ("Tuesday, 1 January 2019", 1),
        ("January 2019", 1),
        ("2019", 4),
    ]
    months = DateSections(timeline, "months")
    assert [(section.title, section.count) for section in months] == [
        ("August 2019", 5),
        ("January 2019", 2),
        ("2019", 4),
    ]
    scale = TimeScale(timeline)
    assert [scale.stretch(number).part for number in range(len(scale))] == [MONTH, MONTH, YEAR]


def test_photos_stand_under_months_or_days_or_nothing(grid: PhotoGrid) -> None:
    assert _headers(grid)[:2] == ["July 2024", "June 2024"]
    grid.group_by("days")
    assert _headers(grid)[:2] == ["Sunday, 14 July 2024", "Thursday, 11 July 2024"]
    grid.group_by("none")
    assert _headers(grid) == []
    grid.group_by("months")
    grid.bring_to_top(grid.count - 7)
    assert _headers(grid)[-1] == "No date"


def test_a_header_chooses_its_photos_and_with_ctrl_those_of_others_too(qtbot: QtBot, grid: PhotoGrid) -> None:
    july = grid.ids()[:5].tolist()
    qtbot.mouseClick(grid.viewport(), LEFT, pos=_find_header(grid, "July 2024"))
    assert grid.selected_ids() == july
    qtbot.mouseClick(grid.viewport(), LEFT, CONTROL, _find_header(grid, "June 2024"))
    assert grid.selected_ids() == grid.ids()[:15].tolist()
    qtbot.mouseClick(grid.viewport(), LEFT, pos=_find_header(grid, "July 2024"))
    assert grid.selected_ids() == july


def test_photos_taken_away_leave_their_month(grid: PhotoGrid) -> None:
    grid.take_away(grid.ids()[:5].tolist())
    assert _headers(grid)[0] == "June 2024"
    assert grid.timeline is not None
    assert grid.timeline.counts.sum() == grid.count


# The bar beside them


@pytest.fixture
def scrubber(grid: PhotoGrid) -> Scrubber:
    return grid.scrubber


def _month_in_sight(grid: PhotoGrid) -> str:
    return grid.scrubber.accessibleDescription().split("  ·  ")[0]


def test_a_press_on_the_bar_leads_to_that_time(qtbot: QtBot, grid: PhotoGrid, scrubber: Scrubber) -> None:
    assert scrubber.isVisible()
    qtbot.mouseMove(scrubber, QPoint(40, scrubber.height() // 2))
    QTest.mousePress(scrubber, LEFT, pos=QPoint(40, scrubber.height() // 2))
    middle = grid.visible_positions().start
    assert 400 < middle < 600
    assert scrubber._bubble.words == scrubber.accessibleDescription()
    qtbot.mouseMove(scrubber, QPoint(40, scrubber.height() - 1))
    QTest.mouseRelease(scrubber, LEFT, pos=QPoint(40, scrubber.height() - 1))
    assert scrubber._bubble.words == "No date  ·  7 photos"
    assert grid.visible_positions().stop == grid.count
    scrubber.grab()


def test_the_bar_listens_to_keys(qtbot: QtBot, grid: PhotoGrid, scrubber: Scrubber) -> None:
    for key, month in (
        (Key.Key_Down, "June 2024"),
        (Key.Key_Down, "May 2024"),
        (Key.Key_PageDown, "May 2023"),
        (Key.Key_Up, "June 2023"),
        (Key.Key_Home, "July 2024"),
    ):
        qtbot.keyClick(scrubber, key)
        assert _month_in_sight(grid) == month


def test_there_is_no_bar_where_photos_are_not_in_the_order_of_time(grid: PhotoGrid) -> None:
    wide = grid.viewport().width()
    grid.show_ids(grid.ids())
    assert not grid.scrubber.isVisible()
    assert grid.viewport().width() == wide + grid.scrubber.width()


@given(
    st.lists(
        st.tuples(
            st.dates(date(1900, 1, 1)).map(date.isoformat)
            | st.dates(date(1900, 1, 1)).map(lambda day: day.isoformat()[:7])
            | st.dates(date(1900, 1, 1)).map(lambda day: f"{day.year}")
            | st.none(),
            st.integers(1, 50),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_places_and_photos_of_the_line_belong_together(runs: list[tuple[str | None, int]]) -> None:
    timeline = Timeline.of(sorted(runs, key=lambda run: run[0] or "", reverse=True))
    scale = TimeScale(timeline)
    places = [scale.place_of(position) for position in range(timeline.counts.sum())]
    assert all(0 <= place < 1 for place in places)
    assert places == sorted(set(places))
    for position, place in enumerate(places):
        assert abs(scale.position_at(place) - position) <= 1
    assert scale.densities(50).max() == 1
    assert [
        scale.stretch(number).count for number in range(len(scale))
    ] == timeline.by_month().counts.tolist()


# The band


def _draw(grid: PhotoGrid, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    QTest.mousePress(grid.viewport(), LEFT, held, start)
    QTest.mouseMove(grid.viewport(), (start + end) / 2)
    QTest.mouseMove(grid.viewport(), end)


def test_a_band_chooses_what_it_touches(qtbot: QtBot, grid: PhotoGrid) -> None:
    plain = Qt.KeyboardModifier.NoModifier
    end = grid.rect_of(2).center()
    dragged: list[object] = []
    grid.dragged.connect(lambda: dragged.append(True))
    _draw(grid, QPoint(4, 2), end, plain)
    assert grid.selected_ids() == grid.ids()[:3].tolist()
    grid.viewport().grab()
    QTest.mouseMove(grid.viewport(), grid.rect_of(0).center())
    QTest.mouseRelease(grid.viewport(), LEFT, plain, grid.rect_of(0).center())
    assert grid.selected_ids() == grid.ids()[:1].tolist()
    _draw(grid, grid.rect_of(7).topLeft() - QPoint(4, 4), grid.rect_of(8).center(), CONTROL)
    assert grid.selected_ids() == grid.ids()[[0, 7, 8]].tolist()
    qtbot.keyClick(grid, Key.Key_Escape)
    assert grid.selected_ids() == grid.ids()[:1].tolist()
    QTest.mouseRelease(grid.viewport(), LEFT, CONTROL, QPoint(4, 4))
    assert not dragged


def test_a_band_pulls_the_photos_along_at_the_edge(qtbot: QtBot, grid: PhotoGrid) -> None:
    below = QPoint(300, grid.viewport().height() + 40)
    _draw(grid, QPoint(4, 2), below, Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: len(grid.selected_ids()) > 40)
    assert grid.verticalScrollBar().value() > 0
    QTest.mouseRelease(grid.viewport(), LEFT, pos=below)
    still = grid.verticalScrollBar().value()
    qtbot.wait(60)
    assert grid.verticalScrollBar().value() == still


def test_everything_that_is_shown_is_chosen_and_let_go(qtbot: QtBot, grid: PhotoGrid) -> None:
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    assert len(grid.selected_ids()) == grid.count
    qtbot.keyClick(grid, Key.Key_Escape)
    assert grid.selected_ids() == []


# The window


def test_the_window_groups_by_date_and_keeps_the_choice(desk: OpenWindow, qtbot: QtBot) -> None:
    place = desk.window.library
    grid, bar = place.gallery.grid, place._bar
    assert grid.timeline is not None
    assert grid.timeline.counts.sum() == 20
    assert bar._grouping.isVisible()
    assert _headers(grid)
    bar._order.setCurrentIndex(bar._order.findData("name"))
    qtbot.waitUntil(lambda: grid.timeline is None)
    assert not bar._grouping.isVisible()
    bar._grouping.setCurrentIndex(bar._grouping.findData("days"))
    kept: list[object] = []
    desk.window.chosen.connect(kept.append)
    desk.window.close()
    assert kept[0].grouping == "days"


def test_of_many_rated_photos_only_those_in_sight_are_read_again(
    qtbot: QtBot, grid: PhotoGrid, browse: BrowseWork, ids: Ids
) -> None:
    qtbot.waitUntil(lambda: all(browse.photo(int(photo)) is not None for photo in ids[:5]))
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    with qtbot.waitSignal(browse.photos_changed) as changed:
        qtbot.keyClick(grid, Key.Key_4)
    assert changed.args is not None
    assert 5 <= len(changed.args[0]) <= len(ids)
    assert all(photo.rating == 4 for photo in changed.args[0])
