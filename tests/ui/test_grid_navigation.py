"""Keys that lead from photo to photo."""

import pytest
from PySide6.QtCore import QSize, Qt

from mmdesk.ui.grid.arrangement import Arrangement, Section, Spacing
from mmdesk.ui.grid.navigation import is_navigation, position_after

FOUR_A_ROW = Arrangement([Section(0, 20)], QSize(100, 120), 464, Spacing(margin=16, gap=8, header=40))


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        (Qt.Key.Key_Left, 5, 4),
        (Qt.Key.Key_Left, 0, 0),
        (Qt.Key.Key_Right, 5, 6),
        (Qt.Key.Key_Right, 19, 19),
        (Qt.Key.Key_Up, 5, 1),
        (Qt.Key.Key_Down, 5, 9),
        (Qt.Key.Key_PageDown, 5, 13),
        (Qt.Key.Key_PageUp, 13, 5),
        (Qt.Key.Key_Home, 5, 0),
        (Qt.Key.Key_End, 5, 19),
    ],
)
def test_each_key_leads_where_it_should(key: Qt.Key, start: int, end: int) -> None:
    assert is_navigation(key)
    assert position_after(key, start, FOUR_A_ROW, page=2) == end


def test_other_keys_do_not_move() -> None:
    assert not is_navigation(Qt.Key.Key_A)
