"""A library of the sample pictures, made by the real reading code, and workers on a copy of it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from mmdesk.app import OpenWindow, build_window
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture, PictureLevels
from mmdesk.core.photo import Photo
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.places import Places
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.ingest import Ingest
from mmdesk.library.reading.full import read_full, read_into
from mmdesk.library.reading.levels import room_for_pixels, taken_from
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import read_photo
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.dummy_clip import BATCH, DUMMY, DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.ui.grid.decode import decode_thumbnail
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.deciding import DecisionWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.photo_tags import PhotoTagsWork
from mmdesk.work.pictures import PictureWork
from mmdesk.work.tagging import TaggingWork
from tests.looked_before import know_all
from tests.patient_bot import PatientBot
from tests.reading_here import read_here

RECIPE = PixelRecipe(64)
MODEL = "starter-clip"

BEFORE_GATE = 6 * BATCH

Open = Callable[[Places], OpenWindow]


class ReaderInThisProcess:
    """The loupe's reading code without a process around it, to be quick."""

    def read(self, path: bytes, longest: int | None = None) -> FullPicture:
        picture = read_full(path, longest, ReadingLimits())
        if isinstance(picture, str):
            raise UserError(picture)
        return picture

    def read_levels(self, path: bytes, longest: int | None = None) -> PictureLevels:
        with room_for_pixels() as room:
            told = read_into(path, longest, ReadingLimits(), room)
            if isinstance(told, str):
                raise UserError(told)
            return PictureLevels(told[0], taken_from(room), told[1])


@pytest.fixture(autouse=True)
def no_reading_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows read photos in this process, where a test does not start a program of its own."""
    read_here(monkeypatch)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """In the place of pytest-qt's."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def sample_pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Real photographs, as files."""
    return make_sample_pictures(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, sample_pictures: list[Path]) -> Path:
    """A data folder whose library holds the sample pictures, with arbitrary vectors; not to be changed."""
    places = Places(tmp_path_factory.mktemp("sample") / "data")
    read = [read_photo(os.fsencode(path), RECIPE, ReadingLimits()) for path in sample_pictures]
    vectors = np.random.default_rng(1).standard_normal((len(read), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with open_library(places) as library:
        library.folders.add(os.fsencode(sample_pictures[0].parent))
        shelf = VectorStore(library.catalogue, "arbitrary", RECIPE.version)
        Ingest(library.catalogue, library.thumbnails, shelf).store(read, vectors)
    return places.data_dir


@pytest.fixture
def library(tmp_path: Path, sample_data: Path) -> Iterator[Library]:
    """A library of one's own with the sample pictures in it."""
    data = shutil.copytree(sample_data, tmp_path / "own-data")
    with open_library(Places(data)) as library:
        yield library


@pytest.fixture
def root(qtbot: QtBot) -> Iterator[QObject]:
    """What workers hang on; deleted as in the program: when nothing runs and after the widgets."""
    root = QObject()
    yield root
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    delete(root)


@pytest.fixture
def lanes(root: QObject, library: Library) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.shutdown()


@pytest.fixture
def browse(library: Library, lanes: Lanes, root: QObject) -> BrowseWork:
    return BrowseWork(library, lanes, root)


@pytest.fixture
def pictures(library: Library, lanes: Lanes, root: QObject) -> PictureWork:
    reader = ReaderInThisProcess()
    return PictureWork(library.thumbnails, reader, lanes, decode_thumbnail, Pyramid, root)


@pytest.fixture
def decisions(library: Library, lanes: Lanes, root: QObject) -> DecisionWork:
    return DecisionWork(library, lanes, root)


@pytest.fixture
def photo_tags(library: Library, decisions: DecisionWork, lanes: Lanes, root: QObject) -> PhotoTagsWork:
    tagging = TaggingWork(library, ClipModel(library.places, MODEL, "cpu"), lanes, root)
    return PhotoTagsWork(library, decisions, tagging, lanes, root)


@pytest.fixture
def ids(library: Library) -> Ids:
    """All sample photos by name."""
    return library.photos.ids(order="name")


@pytest.fixture
def by_name(library: Library, ids: Ids) -> dict[str, Photo]:
    """All sample photos by the name of their file."""
    return {os.path.basename(photo.path).decode(): photo for photo in library.photos.by_ids(ids)}


@pytest.fixture(scope="session")
def indexed_by_dummy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample pictures in it, looked at by the dummy model; not to be changed."""
    places = Places(tmp_path_factory.mktemp("dummy") / "data")
    know_all(places, ClipModel(places, MODEL, "cpu"))  # which judges paintings
    index_samples(places, DummyClip(places))
    return places.data_dir


@pytest.fixture(scope="session")
def indexed_by_starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, looked at by the starter model."""
    places = Places(tmp_path_factory.mktemp("starter") / "data")
    clip = ClipModel(places, MODEL, "cpu")
    know_all(places, clip)
    index_samples(places, clip)
    return places.data_dir


@pytest.fixture
def indexed(model: str, request: pytest.FixtureRequest) -> Path:
    """The data folder of the model that windows search with."""
    indexed: Path = request.getfixturevalue(f"indexed_by_{'dummy' if model == DUMMY else 'starter'}")
    return indexed


def index_samples(places: Places, clip: ClipModel) -> None:
    """Look at the sample pictures with a model."""
    make_sample_pictures(places.sample_library)
    with pytest.MonkeyPatch.context() as patch, open_library(places) as library:
        read_here(patch)
        for _ in index_folders(library, clip, [os.fsencode(places.sample_library)]):
            pass


@pytest.fixture
def model() -> str:
    """The model that windows search with; tests in which meaning matters have one of their own."""
    return DUMMY


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, model: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the window on a data folder; all are closed in the end, before `tmp_path` goes."""
    with ExitStack() as closing:

        def open_one(places: Places) -> OpenWindow:
            desk = closing.enter_context(build_window(qapp, places, model, "cpu"))
            desk.window.show()
            qtbot.waitExposed(desk.window)
            return desk

        yield open_one


@pytest.fixture
def own(tmp_path: Path, indexed: Path) -> Places:
    """A copy of the indexed library."""
    return Places(shutil.copytree(indexed, tmp_path / "own"))


@pytest.fixture
def empty(places: Places, indexed: Path) -> Places:
    """A library with nothing in it."""
    places.create()
    if Places(indexed).plans.exists():
        shutil.copy(Places(indexed).plans, places.plans)
    return places


@pytest.fixture
def desk(open_window: Open, own: Places, qtbot: QtBot) -> OpenWindow:
    """A window that shows the sample pictures."""
    desk = open_window(own)
    qtbot.waitUntil(lambda: desk.window.library.gallery.grid.count == 20)
    return desk


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Closed, it lets the dummy model look at `BEFORE_GATE` pictures, and at few more."""
    gate, sizes = threading.Event(), list[int]()
    encode = DummyClip.encode_pixels

    def encode_where_it_may(clip: DummyClip, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        if sum(sizes) >= BEFORE_GATE:
            gate.wait()
        sizes.append(len(pixels))
        return encode(clip, pixels, urgent=urgent)

    monkeypatch.setattr(DummyClip, "encode_pixels", encode_where_it_may)
    yield gate
    gate.set()
