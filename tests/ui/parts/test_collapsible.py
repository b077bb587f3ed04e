"""Headings that hide what is below them."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.ui.parts.collapsible import CollapsibleHeader


def test_a_heading_shows_what_is_below_it_and_hides_it_again(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    below = QLabel("all the rest", page)
    heading = CollapsibleHeader("More settings", below, page)
    column.addWidget(heading)
    column.addWidget(below)
    page.show()
    seen = [below.isVisible()]
    for _ in range(2):
        heading.click()
        seen.append(below.isVisible())
    assert seen == [False, True, False]
