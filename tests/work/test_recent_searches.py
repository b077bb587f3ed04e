"""Searches of before, as the window remembers them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.places import Places
from mmdesk.tasks.library import Library, open_library
from mmdesk.work.lanes import Lanes
from mmdesk.work.recent_searches import RecentSearchesWork


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    with open_library(places) as library:
        yield library


def test_lines_are_remembered_told_at_every_change_and_forgotten(
    library: Library, lanes: Lanes, root: QObject, qtbot: QtBot
) -> None:
    work = RecentSearchesWork(library, lanes, root)
    told: list[tuple[str, ...]] = []
    work.known.connect(told.append)
    work.note("a dog")
    work.note("a red bicycle")
    work.request()
    work.clear()
    work.request()
    qtbot.waitUntil(lambda: work.is_idle)
    both = ("a red bicycle", "a dog")
    assert told == [("a dog",), both, both, (), ()]
