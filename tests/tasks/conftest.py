"""Libraries of real pictures, seen with the starter model."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmdesk.core.photo import IndexSummary
from mmdesk.core.places import Places
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.onnx_export import export_graphs
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from tests.looked_before import know_machine, know_nothing
from tests.models.clip_folders import OPENAI_LIKE, make_folder
from tests.reading_here import read_here

ABOUT_READING = ("test_indexing", "test_watching", "test_health")
"""Files of tests in which processes read the photos."""


@pytest.fixture(autouse=True)
def no_reading_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos are read in this process, where a test is not about how they are read."""
    if not request.module.__name__.endswith(ABOUT_READING):
        read_here(monkeypatch)


@pytest.fixture(scope="session")
def machine_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first look would find out about this machine, so that no test has to."""
    places = Places(tmp_path_factory.mktemp("plans"))
    know_machine(places, ClipModel(places))
    return places.plans


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory, machine_plans: Path) -> Path:
    """Matrices of a data folder whose starter model has looked at pictures of nothing."""
    places = Places(tmp_path_factory.mktemp("nothing"))
    shutil.copy(machine_plans, places.plans)
    know_nothing(places, ClipModel(places))
    return places.matrices


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model with its graphs, as the program has it once they were exported."""
    folder = make_folder(tmp_path_factory.mktemp("models") / "small", OPENAI_LIKE)
    assert export_graphs(ClipFolder.read(folder))
    return folder


@pytest.fixture
def clip(places: Places, machine_plans: Path) -> ClipModel:
    """The starter model's eyes."""
    places.create()
    shutil.copy(machine_plans, places.plans)
    return ClipModel(places)


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    """An empty library."""
    with open_library(places) as library:
        yield library


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder of six real photographs that a test may do with as it likes."""
    everything = make_sample_pictures(tmp_path / "all")
    album = tmp_path / "album"
    album.mkdir()
    for picture in everything[::4]:
        shutil.copy(picture, album)
    return album


def index(library: Library, clip: ClipModel, *folders: Path) -> IndexSummary:
    """Run an indexing to its end."""
    steps = index_folders(library, clip, [os.fsencode(folder) for folder in folders])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
