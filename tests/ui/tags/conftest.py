"""The Tags place of a real window, on the sample pictures."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import open_library
from mmdesk.tasks.tagging.sets import DEFAULT_SET, LabelSets
from mmdesk.tasks.tagging.tag import tag_photos
from mmdesk.ui.tags.place import TagsPlace
from tests.ui.conftest import MODEL

PATIENCE_S = 120.0


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory, indexed: Path) -> Path:
    """The indexed library after the everyday labels were looked for; not to be changed."""
    places = Places(shutil.copytree(indexed, tmp_path_factory.mktemp("labelled") / "data"))
    with open_library(places) as library:
        for _ in tag_photos(library, ClipModel(places, MODEL, "cpu"), LabelSets(library).get(DEFAULT_SET)):
            pass
    return places.data_dir


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
    """The Tags place of a library in which the everyday labels were looked for."""
    assert place.shown is not None
    assert place.shown.was_looked_for
    return place
