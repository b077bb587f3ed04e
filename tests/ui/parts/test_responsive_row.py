"""Two things are beside each other as long as there is room."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mmdesk.ui.parts.responsive_row import Direction, ResponsiveRow


def test_one_goes_below_the_other_where_there_is_no_room_and_back(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    for one in (first, second):
        one.setMinimumSize(100, 20)
    row = ResponsiveRow(first, second, QMargins(), fills=True)
    qtbot.addWidget(row)
    row.show()
    beside, below = Direction.LeftToRight, Direction.TopToBottom
    for width, direction in ((300, beside), (150, below), (300, beside)):
        row.resize(width, 60)
        assert row._box.direction() == direction
