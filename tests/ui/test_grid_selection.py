"""Clicks with and without Ctrl and Shift, as in every file manager."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Hit
from mmdesk.ui.grid.bands import sections_of
from mmdesk.ui.grid.selection import Selection, position_of


def _selected(selection: Selection) -> list[int]:
    return selection.positions().tolist()


def test_a_choice_replaces_and_a_toggle_adds() -> None:
    selection = Selection(10)
    selection.select(3)
    selection.toggle(7)
    assert _selected(selection) == [3, 7]
    assert selection.current == 7
    selection.toggle(3)
    assert _selected(selection) == [7]
    selection.select(1)
    assert _selected(selection) == [1]


def test_a_range_starts_where_the_last_single_choice_was() -> None:
    selection = Selection(10)
    selection.select(4)
    selection.extend(7)
    assert _selected(selection) == [4, 5, 6, 7]
    selection.extend(2)
    assert _selected(selection) == [2, 3, 4]
    assert selection.current == 2


def test_all_of_a_million_are_one_byte_each() -> None:
    selection = Selection(1_000_000)
    selection.select(5)
    selection.select_all()
    assert len(selection) == 1_000_000
    assert selection.current == 5


IDS = st.lists(st.integers(1, 50), unique=True, min_size=1, max_size=30)


@given(IDS, IDS, st.data())
def test_the_same_photos_stay_chosen_in_another_list(
    old: list[int], new: list[int], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(old), unique=True, min_size=1))
    selection = Selection(len(old))
    for photo in chosen:
        selection.toggle(old.index(photo))
    carried = selection.carry_over(np.array(old), np.array(new))
    assert [new[position] for position in carried.positions()] == [p for p in new if p in chosen]
    assert carried.current == (new.index(chosen[-1]) if chosen[-1] in new else None)


def test_position_of() -> None:
    ids = np.array([4, 9, 2])
    assert position_of(9, ids) == 1
    assert position_of(5, ids) is None


def test_bands_become_sections_in_the_order_of_the_hits() -> None:
    ids = np.array([5, 3, 8, 1])
    relevance = {5: 0.9, 3: 0.5, 8: 0.2, 1: 0.01}
    hits = {photo: Hit(PhotoId(photo), 0.3, value) for photo, value in relevance.items()}
    sections = sections_of(ids, hits)
    assert [(section.title, section.first, section.count) for section in sections] == [
        ("Strong", 0, 2),
        ("Maybe", 2, 1),
        ("Weak", 3, 1),
    ]
    assert [(section.title, section.count) for section in sections_of(ids, None)] == [("", 4)]
    exact = {photo: Hit(PhotoId(photo), 1, 1) for photo in relevance}
    assert [(section.title, section.count) for section in sections_of(ids, exact)] == [("Found", 4)]
    [alone] = sections_of(ids[3:], hits)
    assert (alone.title, alone.hint) == ("Weak", "probably not what you are looking for")
