"""The filter bar: what it offers, how it changes the line, and that bar, chips and line agree."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.facets import Facets
from mmdesk.core.photo import Pick
from mmdesk.core.places import Places
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import parts_of
from mmdesk.core.settings import load_settings
from mmdesk.tasks.library import open_library
from mmdesk.ui.search.filters.filter_bar import KIND, FilterBar
from mmdesk.ui.search.filters.month_scale import MonthScale
from mmdesk.ui.search.filters.values_button import ValuesButton

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CAMERAS = {"Canon EOS 80D": 12, "Canon G7": 3, "Nikon D750": 5}
FACETS = Facets(
    stars={0: 10, 3: 4, 5: 2},
    picks={"none": 10, "yes": 4},
    kinds={"jpeg": 14, "raw": 6},
    states={"painted": 1},
    months={"2017-06": 4, "2017-08": 2, "2019-01": 9},
)


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    """A bar that follows its own changes of the line, as a search line has it."""
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.line_changed.connect(lambda line: bar.show_parts(parts_of(line)))
    bar.resize(800, 500)
    bar.show_known(KnownNames(cameras=CAMERAS))
    bar.show_facets(FACETS)
    bar.show()
    return bar


def _line(bar: FilterBar) -> str:
    return "".join(part.text for part in bar.parts)


def _toggle(button: ValuesButton, *values: str) -> None:
    popup = button.open_list()
    for value in values:
        popup.toggled.emit(next(one for one in button.choices if one.value == value))
    popup.hide()


def test_the_bar_has_only_what_the_library_has(bar: FilterBar) -> None:
    shown = [name for name, button in bar.buttons.items() if not button.isHidden()]
    assert shown == ["camera", KIND]
    assert not bar.flags["yes"].isHidden()
    assert bar.flags["rejected"].isHidden()
    bar.show_known(KnownNames())
    bar.show_facets(Facets())
    assert not bar._nothing.isHidden()
    assert bar.stars.isHidden()
    assert bar.histogram.isHidden()


def test_values_are_taken_and_left(bar: FilterBar) -> None:
    camera, kind = bar.buttons["camera"], bar.buttons[KIND]
    _toggle(camera, "Nikon D750")
    assert _line(bar) == 'camera:"Nikon D750"'
    assert camera.text() == "Nikon D750"
    _toggle(camera, "Canon G7")
    assert _line(bar) == 'camera:"Canon G7"|"Nikon D750"'
    _toggle(camera, "Nikon D750", "Canon G7")
    assert _line(bar) == ""
    bar.show_parts(parts_of("red camera:canon"))
    assert camera.text() == "Canon EOS 80D, Canon G7"
    _toggle(camera, "Canon G7")
    assert _line(bar) == 'red camera:"Canon EOS 80D"'
    _toggle(kind, "raw")
    _toggle(kind, "painted")
    assert _line(bar) == 'red camera:"Canon EOS 80D" type:raw is:painted'
    assert kind.text() == "Raw, Painted here"


def test_a_list_is_worked_by_keys(bar: FilterBar, qtbot: QtBot) -> None:
    camera = bar.buttons["camera"]
    popup = camera.open_list()
    qtbot.keyClick(popup._list, Key.Key_Down)
    qtbot.keyClick(popup._list, Key.Key_Space)
    assert _line(bar) == 'camera:"Canon G7"'
    qtbot.keyClick(popup._list, Key.Key_Down)
    qtbot.keyClick(popup._list, Key.Key_Return)
    assert _line(bar) == 'camera:"Canon G7"|"Nikon D750"'
    assert popup.isHidden()
    bar.show_known(KnownNames(cameras={f"Camera {number}": 20 - number for number in range(20)}))
    camera.open_list()
    qtbot.keyClicks(popup._field, "1 7")
    assert popup.texts() == ["Camera 17"]


def test_stars_and_flags(bar: FilterBar, qtbot: QtBot) -> None:
    bar.stars.rated.emit(3)
    bar.flags["yes"].click()
    assert _line(bar) == "rating:>=3 pick:yes"
    assert bar.stars.accessibleName() == "Rating: 3 of 5 stars"
    bar.flags["yes"].click()
    bar.stars.rated.emit(0)
    assert _line(bar) == ""
    bar.show_parts(parts_of("pick:yes"))
    assert bar.flags["yes"].isChecked()


def _month(bar: FilterBar, number: int, y: int = 20) -> QPoint:
    return bar.histogram._stretch(range(number, number + 1)).center().toPoint() + QPoint(0, y - 20)


def test_a_time_is_dragged_clicked_and_stepped(bar: FilterBar, qtbot: QtBot) -> None:
    chart = bar.histogram
    qtbot.mousePress(chart, LEFT, pos=_month(bar, 5))
    qtbot.mouseMove(chart, _month(bar, 7))
    qtbot.mouseRelease(chart, LEFT, pos=_month(bar, 7))
    assert _line(bar) == "date:2017-06..2017-08"
    assert chart.accessibleName() == "Time. June 2017 to August 2017: 6 photos"
    qtbot.mouseClick(chart, LEFT, pos=_month(bar, 12))
    assert _line(bar) == "date:2019-01"
    qtbot.mouseClick(chart, LEFT, pos=_month(bar, 3, y=45))
    assert _line(bar) == "date:2017"
    qtbot.keyClick(chart, Key.Key_Delete)
    assert _line(bar) == ""
    bar.show_parts(parts_of("date:2017-08"))
    assert chart.months == range(7, 8)
    qtbot.keyClick(chart, Key.Key_Right)
    qtbot.keyClick(chart, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert _line(bar) == "date:2017-09..2017-10"


def test_years_without_photos_take_no_room() -> None:
    scale = MonthScale.of({"1904-01": 1, "2019-12": 5, "2020": 2})
    assert scale.years == (1904, 2019, 2020)
    assert scale.period(12, 35) == "2019..2020"
    assert scale.period(0, 23) == "1904..2019"
    assert (scale.named(23), scale.photos(range(12, 24))) == ("2019-12", 5)


def test_bar_chips_and_line_agree_in_the_window(desk: OpenWindow, own: Places, qtbot: QtBot) -> None:
    window, line = desk.window, desk.window.search_line
    field, bar = line.findChild(QLineEdit), line.filters
    ids = window.library.gallery.grid.ids().tolist()
    with open_library(own) as library:
        library.photos.set_rating(ids[:4], 3)
        library.photos.set_pick(ids[:2], Pick.PICKED)
    assert bar.isHidden()
    qtbot.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.stars.isHidden())
    line.set_words("summer 2017")
    bar.stars.rated.emit(3)
    assert field.text() == "summer 2017 rating:>=3"
    assert line.chips.texts() == ["date: summer 2017", "rating: >=3"]
    bar.histogram.chosen.emit("")
    assert field.text() == "rating:>=3"
    qtbot.waitUntil(lambda: window.library.gallery.grid.count == 4)
    bar.flags["yes"].click()
    qtbot.waitUntil(lambda: window.library.gallery.grid.count == 2)
    line.chips._chips[0].cross.click()
    line.chips._chips[0].cross.click()
    assert line.is_empty
    assert not bar.flags["yes"].isChecked()
    qtbot.waitUntil(lambda: window.library.gallery.grid.count == 20)
    window.close()
    assert load_settings(own.settings).filters_shown
