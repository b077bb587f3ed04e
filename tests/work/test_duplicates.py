"""What the window remembers of photos that are no duplicates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.places import Places
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.library import Library, open_library
from mmdesk.work.duplicates import DuplicatesWork
from mmdesk.work.lanes import Lanes
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures


@pytest.fixture
def library(places: Places, tmp_path: Path) -> Iterator[Library]:
    with open_library(places) as library:
        draw_pictures(tmp_path / "photos", 3)
        index(library, tmp_path / "photos")
        yield library


def test_photos_are_said_apart_and_that_is_taken_back(
    library: Library, places: Places, lanes: Lanes, root: QObject, qtbot: QtBot
) -> None:
    work = DuplicatesWork(library, DummyClip(places), lanes, root)
    one, two, three = library.photos.ids().tolist()
    work.say_apart([one, two])
    work.say_apart([two, three])
    qtbot.waitUntil(lambda: work.is_idle)
    assert set(library.duplicates.apart()) == {one, two, three}
    work.unsay_apart([one, two])
    qtbot.waitUntil(lambda: work.is_idle)
    assert set(library.duplicates.apart()) == {two, three}
