"""What a screen reader says of the photo that is current: its facts, and why it is seen."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """A screen reader that runs."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def said(widget: object) -> str:
    """Name and description, as a screen reader is told them."""
    told = QAccessible.queryAccessibleInterface(widget)
    return f"{told.text(QAccessible.Text.Name)}: {told.text(QAccessible.Text.Description)}"


def test_a_photo_is_said_with_its_marks_and_why_it_was_found(desk: OpenWindow, qtbot: QtBot) -> None:
    window = desk.window
    grid = window.library.gallery.grid
    window.search_line.set_words("a flower")
    qtbot.waitUntil(lambda: "flower" in window.library._bar.title)
    wait_for_rest(desk.workers, 30)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_4, Qt.Key.Key_P):
        qtbot.keyClick(grid, key)
    wait_for_rest(desk.workers, 30)
    facts = r"Photos: \S+\.(jpg|png), \d+ × \d+, \d+ \w+ \d{4}, \d\d:\d\d, 4 stars, picked\. "
    why = r"Found: (strong|maybe), \d+% relevant, “a flower” \w+(, it.*)?\. Photo 1 of \d+"
    assert re.fullmatch(facts + why, said(grid)), said(grid)
    window.search_line.set_words("")
    qtbot.waitUntil(lambda: "flower" not in window.library._bar.title)
    wait_for_rest(desk.workers, 30)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert "Found" not in said(grid)


def test_a_photo_under_review_is_said_with_its_probability_and_what_was_decided(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    window = desk.window
    window.open_tags()
    qtbot.waitUntil(lambda: window.tags.shown is not None)
    desk.workers.tagging.tag(window.tags.shown.labels)
    wait_for_rest(desk.workers, 30)
    label = next(line.name for line in window.tags.shown.lines if getattr(line, "suggested", 0))
    window.tags.review(label)
    wait_for_rest(desk.workers, 30)
    grid = window.tags.review_panel.grid
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert re.search(r"\. Suggested, \d+%\. Photo 1 of ", said(grid)), said(grid)
