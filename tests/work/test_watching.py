"""Folders watched while the window is open."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.places import Places
from mmdesk.tasks.library import Library, open_library
from mmdesk.work.lanes import Lanes
from mmdesk.work.watching import WatchWork
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    with open_library(places) as library:
        yield library


def test_the_window_is_told_at_the_start_and_of_every_change(
    library: Library, lanes: Lanes, root: QObject, qtbot: QtBot, tmp_path: Path
) -> None:
    drawn, folder = draw_pictures(tmp_path / "drawn", 2), tmp_path / "photos"
    folder.mkdir()
    shutil.copy(drawn[0], folder)
    index(library, folder)
    work = WatchWork(library, lanes, root)
    with qtbot.waitSignal(work.noticed):
        work.start()
    with qtbot.waitSignal(work.noticed):
        shutil.copy(drawn[1], folder)
    work.stop()
