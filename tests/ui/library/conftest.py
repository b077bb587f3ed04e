"""The Library place of a real window, on two folders of drawn pictures and the dummy model."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.places import Places
from mmdesk.tasks.dummy_clip import DUMMY, DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.ui.library.gallery_bar import GalleryBar
from tests.ui.conftest import Open

COLOURS = ("red", "green", "blue")


def draw(folder: Path, names: tuple[str, ...] = COLOURS) -> Path:
    """Put a small picture of each colour into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(name))
        image.setPixelColor(number, len(os.fsencode(folder)) % 40, QColor("white"))
        image.save(str(folder / f"{name}.png"))
    return folder


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows nothing yet; not to be changed."""
    places = Places(tmp_path_factory.mktemp("nothing") / "data")
    places.create()
    return places.data_dir


@pytest.fixture
def model() -> str:
    return DUMMY


@pytest.fixture
def pictures_folder(tmp_path: Path) -> Path:
    """The folder that is in the library: three pictures at home, three of a trip."""
    root = tmp_path / "Pictures"
    draw(root / "home")
    draw(root / "trip")
    return root


@pytest.fixture
def own(tmp_path: Path, indexed: Path, pictures_folder: Path, trash_folder: Path) -> Places:
    """A library of these six pictures, and a trash of its own."""
    del trash_folder
    places = Places(shutil.copytree(indexed, tmp_path / "own"))
    with open_library(places) as library:
        for _ in index_folders(library, DummyClip(places), [os.fsencode(pictures_folder)]):
            pass
    return places


@pytest.fixture
def desk(open_window: Open, own: Places, qtbot: QtBot) -> OpenWindow:
    """A window that shows the six pictures."""
    desk = open_window(own)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 6)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk


def library_of(desk: OpenWindow) -> Library:
    """The library behind a window."""
    return desk.workers.away._library


def title(desk: OpenWindow) -> str:
    """What the bar above the photos says is shown, and how many."""
    bar = desk.window.findChild(GalleryBar)
    return f"{bar.title}: {bar.count}"


def wait_for_title(desk: OpenWindow, qtbot: QtBot, wanted: str) -> None:
    """Wait until the bar begins with this."""
    qtbot.waitUntil(lambda: title(desk).startswith(wanted))
