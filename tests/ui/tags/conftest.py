"""The Tags place of a real window, on the sample pictures and a model that sees in them what is said here."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.photo import PhotoId
from mmdesk.core.places import Places
from mmdesk.core.vectors import Vectors
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import DUMMY, DummyClip
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.tagging.scorers import Scorers
from mmdesk.tasks.tagging.sets import DEFAULT_SET, LabelSets
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.tasks.vectors import vector_store
from mmdesk.ui.tags.place import TagsPlace

PATIENCE_S = 120.0

SHOWN = {"cat": 6, "dog": 5, "bicycle": 1}
"""Labels that photos show, and how many do; the other eight show nothing."""

LABELS = LabelSet(
    DEFAULT_SET,
    (Label("cat", parent="animals"), Label("dog", parent="animals"), Label("bicycle"), Label("party")),
)
"""The labels that were looked for."""


@pytest.fixture(scope="session")
def indexed(indexed_by_dummy: Path) -> Path:
    """A data folder with the sample pictures in it, looked at by the dummy model; not to be changed."""
    return indexed_by_dummy


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory, indexed: Path) -> Path:
    """The indexed library after labels were found as `SHOWN` says; not to be changed."""
    places = Places(shutil.copytree(indexed, tmp_path_factory.mktemp("labelled") / "data"))
    with open_library(places) as library:
        clip = DummyClip(places)
        LabelSets(library).save(LABELS)
        show(library, clip)
        for _ in tag_photos(library, clip, LABELS):
            pass
    return places.data_dir


def show(library: Library, clip: ClipModel) -> None:
    """Let photos show what `SHOWN` says, some more clearly than others."""
    ids = [PhotoId(photo) for photo in library.photos.ids(order="name").tolist()]
    names = [name for name, photos in SHOWN.items() for _ in range(photos)]
    scorer = Scorers(library, clip).untaught(LABELS)
    directions = np.vstack((scorer.weights, scorer.background))
    vectors = [as_seen(directions, name, doubt) for doubt, name in enumerate(names)]
    vectors += [as_seen(directions, "", doubt) for doubt in range(len(names), len(ids))]
    with library.catalogue.writing() as db:
        vector_store(library, clip).put(db, dict(zip(ids, vectors, strict=True)))


def as_seen(directions: Vectors, name: str, doubt: int) -> Vectors:
    """The embedding [dim] of a photo that shows one label or none, and the less clearly the more `doubt`.

    It is at right angles to all other `directions` [n, dim], those of the labels first.
    """
    inverse = np.linalg.pinv(directions)
    noise = np.random.default_rng(doubt).standard_normal(len(inverse))
    noise -= inverse @ (directions @ noise)
    seen = (2.6 + 0.08 * doubt) * noise / np.linalg.norm(noise)
    for place, label in enumerate(LABELS):
        if label.name == name:
            seen += inverse[:, place] / np.linalg.norm(inverse[:, place])
    return np.asarray(seen / np.linalg.norm(seen), np.float32)


@pytest.fixture
def model() -> str:
    """The dummy model, in whose stead `show` says what there is to see."""
    return DUMMY


@pytest.fixture
def own(tmp_path: Path, request: pytest.FixtureRequest) -> Places:
    """A copy of the indexed library, with suggestions where `looked` is asked for."""
    source = "labelled" if "looked" in request.fixturenames else "indexed"
    return Places(shutil.copytree(request.getfixturevalue(source), tmp_path / "own"))


@pytest.fixture
def place(desk: OpenWindow, qtbot: QtBot) -> TagsPlace:
    """The Tags place, before anything was looked for."""
    desk.window.open_tags()
    qtbot.waitUntil(lambda: desk.window.tags.shown is not None)
    wait_for_rest(desk.workers, PATIENCE_S)
    return desk.window.tags


@pytest.fixture
def looked(place: TagsPlace) -> TagsPlace:
    """The Tags place of a library in which labels were looked for."""
    assert place.shown is not None
    assert place.shown.was_looked_for
    return place
