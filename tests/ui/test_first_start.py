"""The screen of an empty library."""

from itertools import pairwise

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mmdesk.ui.first_start import FirstStart


def test_three_ways_to_begin_stand_side_by_side_and_say_so(qtbot: QtBot) -> None:
    page = FirstStart()
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    told: list[str] = []
    page.add_requested.connect(lambda: told.append("add"))
    page.samples_requested.connect(lambda: told.append("samples"))
    page.studio_requested.connect(lambda: told.append("studio"))
    ways = [button for button in page.findChildren(QPushButton) if button.property("role")]
    ways = [button for button in ways if button.property("role") in ("primary", "large")]
    ways.sort(key=lambda button: button.mapTo(page, QPoint()).x())
    for button in ways:
        button.click()
    places = [(button.mapTo(page, QPoint()), button.size()) for button in ways]
    assert told == ["add", "samples", "studio"]
    assert len({place.y() for place, _ in places}) == 1
    for (left, size), (right, _) in pairwise(places):
        assert left.x() + size.width() < right.x()
