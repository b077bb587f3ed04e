"""Every photo has its place, and every point its photo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from mmdesk.ui.grid.arrangement import Arrangement, Section, Spacing

SPACING = Spacing(margin=16, gap=8, header=40)


def _sections(counts: list[int], titled: bool) -> list[Section]:
    firsts = [sum(counts[:index]) for index in range(len(counts))]
    title = "Band" if titled else ""
    return [Section(first, count, title) for first, count in zip(firsts, counts, strict=True)]


def _arranged(counts: list[int], width: int, titled: bool = True) -> Arrangement:
    return Arrangement(_sections(counts, titled), QSize(100, 120), width, SPACING)


COUNTS = st.lists(st.integers(0, 40), min_size=0, max_size=4)
WIDTHS = st.integers(60, 1500)


@given(COUNTS, WIDTHS, st.booleans())
def test_the_middle_of_a_cell_is_its_photo(counts: list[int], width: int, titled: bool) -> None:
    arrangement = _arranged(counts, width, titled)
    assert arrangement.count == sum(counts)
    for position in range(arrangement.count):
        assert arrangement.position_at(arrangement.rect(position).center()) == position


@given(COUNTS, WIDTHS)
def test_cells_and_headers_never_overlap(counts: list[int], width: int) -> None:
    arrangement = _arranged(counts, width)
    headers = [rect for _, rect in arrangement.headers(0, arrangement.height)]
    places = [arrangement.rect(position) for position in range(arrangement.count)] + headers
    assert len(headers) == sum(1 for count in counts if count)
    for index, place in enumerate(places):
        assert not any(place.intersects(other) for other in places[index + 1 :])
        assert 0 <= place.top() <= place.bottom() <= arrangement.height


@given(COUNTS, WIDTHS, st.integers(0, 3000), st.integers(1, 900))
def test_what_is_visible_is_neither_forgotten_nor_far_off(
    counts: list[int], width: int, top: int, height: int
) -> None:
    arrangement = _arranged(counts, width)
    window = QRect(0, top, width, height)
    visible = arrangement.visible(top, top + height - 1)
    meeting = {p for p in range(arrangement.count) if arrangement.rect(p).intersects(window)}
    assert meeting <= set(visible)
    rows = {arrangement.rect(position).top() for position in set(visible) - meeting}
    assert len(rows) <= 2


@given(COUNTS.filter(any), WIDTHS, st.data())
def test_down_and_up_again_stays_in_the_column_or_comes_home(
    counts: list[int], width: int, data: st.DataObject
) -> None:
    arrangement = _arranged(counts, width)
    position = data.draw(st.integers(0, arrangement.count - 1))
    down = arrangement.moved(position, 1)
    assert down >= position
    assert arrangement.rect(down).left() <= arrangement.rect(position).left()
    if arrangement.rect(down).left() == arrangement.rect(position).left() and down != position:
        assert arrangement.moved(down, -1) == position


@given(COUNTS.filter(any), WIDTHS)
def test_a_page_never_leaves_the_grid(counts: list[int], width: int) -> None:
    arrangement = _arranged(counts, width)
    last = arrangement.count - 1
    assert arrangement.moved(0, -5) == 0
    assert arrangement.rect(arrangement.moved(0, 10_000)).top() == arrangement.rect(last).top()


@given(st.integers(72, 480), st.integers(72, 4000))
def test_cells_near_the_wanted_size_fill_the_width(size: int, width: int) -> None:
    cell = SPACING.stretched(size, width)
    arrangement = Arrangement([Section(0, 1000)], QSize(cell, cell), width, SPACING)
    rest = width - SPACING.margin - arrangement.rect(arrangement.columns - 1).right() - 1
    pitch, wanted = cell + SPACING.gap, size + SPACING.gap
    assert pitch <= 1.5 * wanted
    assert pitch > 0.75 * wanted - 1 or arrangement.columns == 1
    assert 0 <= rest < arrangement.columns


def test_between_the_cells_there_is_no_photo() -> None:
    arrangement = _arranged([10], 1000)
    assert arrangement.position_at(QPoint(1, 1)) is None
    assert arrangement.position_at(arrangement.rect(9).bottomRight() + QPoint(3, 0)) is None
    assert arrangement.position_at(QPoint(50, 100_000)) is None


def test_nothing_takes_no_room() -> None:
    arrangement = _arranged([], 500)
    assert (arrangement.count, arrangement.rows, arrangement.height) == (0, 0, 0)
    assert list(arrangement.visible(0, 1000)) == []


@pytest.mark.parametrize("count", [1_000_000])
def test_a_million_photos_cost_nothing(count: int) -> None:
    arrangement = _arranged([count], 1400, titled=False)
    last = arrangement.rect(count - 1)
    assert arrangement.position_at(last.center()) == count - 1
    assert arrangement.height == last.bottom() + 1 + SPACING.gap


@given(
    COUNTS, WIDTHS, st.integers(-50, 1500), st.integers(-50, 3000), st.integers(1, 900), st.integers(1, 900)
)
def test_a_band_touches_just_the_cells_it_meets(
    counts: list[int], width: int, left: int, top: int, across: int, down: int
) -> None:
    arrangement, band = _arranged(counts, width), QRect(left, top, across, down)
    met = [number for number in range(arrangement.count) if arrangement.rect(number).intersects(band)]
    assert arrangement.within(band).tolist() == met


@given(COUNTS, WIDTHS, st.integers(0, 3000), st.integers(0, 900))
def test_the_headers_in_sight_are_all_there(counts: list[int], width: int, top: int, height: int) -> None:
    arrangement = _arranged(counts, width)
    every = [rect for _, rect in arrangement.headers(0, arrangement.height)]
    seen = [rect for rect in every if rect.bottom() >= top and rect.top() <= top + height]
    assert [rect for _, rect in arrangement.headers(top, top + height)] == seen
    for _, rect in arrangement.headers(0, arrangement.height):
        assert arrangement.header_at(rect.center()) is not None
