"""A painting session with a tiny model, and the smallest painting that is one."""

import shutil
from pathlib import Path

import pytest
import torch

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.plan import PlanCache
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.painting.session import PaintingSession


@pytest.fixture(autouse=True)
def one_thread():
    """Paintings this small are slower with several, much slower beside other work."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def clip(places: Places, small_model: Path) -> ClipModel:
    """A model of the user's own under the starter's name: how a painting is begun, stopped and kept is the
    same with any judge, and this one is quick.
    """
    places.create()
    shutil.copytree(small_model, places.models / DEFAULT_MODEL)
    clip = ClipModel(places)
    PlanCache(places.plans).remember_engine(clip.key, "onnx")  # spares the trial of both
    return clip


@pytest.fixture
def session(library: Library, clip: ClipModel) -> PaintingSession:
    return PaintingSession(library, clip)


@pytest.fixture
def spec() -> PaintSpec:
    return PaintSpec("a red rose", engine="pixel", width=32, height=32, steps=5, seed=7, cutouts=2)
