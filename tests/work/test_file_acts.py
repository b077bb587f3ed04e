"""What is told of file acts: how many photos it was done to, and why others were left."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.tasks.library import Library, open_library
from mmdesk.work.file_acts import FileActs
from mmdesk.work.lanes import Lanes
from tests.faults.file_acts import names, photo_called
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    with open_library(places) as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Path:
    """Four photos in the library, of which 2.jpg and 3.jpg were changed since."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, picture in enumerate(draw_pictures(tmp_path / "drawn", 4)):
        shutil.copy(picture, folder / f"{number}.jpg")
    index(library, folder)
    for name in ("2.jpg", "3.jpg"):
        os.utime(folder / name, (1, 1))
    return folder


@pytest.fixture
def acts(library: Library, lanes: Lanes, root: QObject, trash_folder: Path) -> FileActs:
    return FileActs(library, lanes, root)


CHANGED = "The file has changed since it was last looked at; look for new photos (F5) first."


def photos(library: Library, folder: Path, *names: str) -> list[PhotoId]:
    return [photo_called(library, folder / name) for name in names]


def test_what_was_left_is_told_with_the_first_reason(
    acts: FileActs, library: Library, folder: Path, qtbot: QtBot
) -> None:
    chosen = photos(library, folder, "0.jpg", "2.jpg", "3.jpg")
    told: list[object] = []
    for signal in (acts.changed, acts.gone, acts.done):
        signal.connect(told.append)
    with qtbot.waitSignal(acts.ended):
        acts.trash(chosen)
    sentence = f"1 photo moved to the trash, 2 left as they were. 2.jpg: {CHANGED}"
    assert sorted(told, key=str) == [(chosen[0],), (chosen[0],), sentence]
    assert names(folder) == {"1.jpg", "2.jpg", "3.jpg"}


def test_when_none_could_be_done_it_has_failed(
    acts: FileActs, library: Library, folder: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    for signal in (acts.done, acts.gone, acts.changed):
        signal.connect(told.append)
    with qtbot.waitSignal(acts.failed) as failure:
        acts.trash(photos(library, folder, "3.jpg"))
    assert failure.args == [f"3.jpg: {CHANGED}"], "one reason says it all"
    with qtbot.waitSignal(acts.failed) as failure:
        acts.trash(photos(library, folder, "2.jpg", "3.jpg"))
    assert failure.args == [f"0 photos moved to the trash, 2 left as they were. 2.jpg: {CHANGED}"]
    assert told == []


def test_what_all_could_be_done_to_is_told_and_taken_back(
    acts: FileActs, library: Library, folder: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(acts.done) as told:
        acts.trash(photos(library, folder, "0.jpg", "1.jpg"))
    assert told.args == ["2 photos moved to the trash."]
    with qtbot.waitSignal(acts.settled) as told:
        acts.take_back(library.history.last())
    assert told.args == ["2 photos brought back."]
    assert names(folder) == {"0.jpg", "1.jpg", "2.jpg", "3.jpg"}
