"""A painting session with the starter model, and the smallest painting that is one."""

import pytest
import torch

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.tasks.clip_model import ClipModel
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
def session(library: Library, clip: ClipModel) -> PaintingSession:
    return PaintingSession(library, clip)


@pytest.fixture
def spec() -> PaintSpec:
    return PaintSpec("a red rose", engine="pixel", width=32, height=32, steps=5, seed=7, cutouts=2)
