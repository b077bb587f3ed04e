"""What the tests of painting share: guides, and small paintings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
import torch

from mmdesk.benchmark.random_vqgan import write_random_vqgan
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.spec import ImagePrompt, InitImage, Mask, PaintSpec
from mmdesk.core.places import builtin_models
from mmdesk.generation.opening import open_painting
from mmdesk.generation.painting import Painting
from mmdesk.models.clip_encoder import ClipEncoder, load_encoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.loaded import LoadedVqgan, load_vqgan
from tests.models.clip_folders import judge_folder


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    """The CLIP that comes with the program."""
    return loaded(builtin_models() / "starter-clip", tmp_path_factory.mktemp("plans") / "plans.json")


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    """A tiny CLIP that has learned nothing: its wishes make no sense, and are granted at once."""
    place = tmp_path_factory.mktemp("judge")
    return loaded(judge_folder(place / "clip"), place / "plans.json")


def loaded(path: Path, plans: Path) -> ClipEncoder:
    """The model in a folder, by a plan for which nothing is tried."""
    folder = ClipFolder.read(path)
    PlanCache(plans).remember(folder.key, EncodingPlan("cpu"))
    return load_encoder(folder, "cpu", plans)


def pictures(source: InitImage | ImagePrompt | Mask) -> FullPicture:
    """A photograph for each picture asked for; a mask marks the left half."""
    rows = skimage.data.astronaut()[::4, ::4].copy()
    if isinstance(source, Mask):
        rows[:, :64], rows[:, 64:] = 255, 0
    return FullPicture(128, 128, rows.tobytes())


@pytest.fixture(scope="session")
def tiny_vqgan(tmp_path_factory: pytest.TempPathFactory) -> LoadedVqgan:
    """A VQGAN that has learned nothing: slow to please, but with everything a trained one has."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_random_vqgan("tiny", folder)
    return load_vqgan(VqganFolder.read(folder), "cpu", folder / "plans.json")


@pytest.fixture
def begin(judge: ClipEncoder, tiny_vqgan: LoadedVqgan) -> Callable[..., Painting]:
    """Opens a small painting of the given settings, guided by the tiny CLIP."""
    return partial(open_small, judge, tiny_vqgan)


@pytest.fixture
def begin_well(starter: ClipEncoder, tiny_vqgan: LoadedVqgan) -> Callable[..., Painting]:
    """As `begin`, guided by a CLIP that knows what it wishes."""
    return partial(open_small, starter, tiny_vqgan)


def open_small(clip: ClipEncoder, vqgan: LoadedVqgan, state: Path | None = None, **settings: Any) -> Painting:
    """A small painting of the given settings."""
    usual = {"prompt": "a red rose", "engine": "fft", "width": 64, "height": 64, "steps": 4, "cutouts": 3}
    spec = PaintSpec(**{**usual, **settings})
    return open_painting(spec, [clip] * len(spec.clips), vqgan, pictures, state)


def finish(painting: Painting) -> list[Frame]:
    """Paint to the end."""
    return [event for event in painting.steps() if isinstance(event, Frame)]


def colours(picture: FullPicture | None) -> np.ndarray:
    """The pixels [h, w, 3], 0 to 1."""
    assert picture is not None
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3) / 255


@pytest.fixture
def canvas() -> torch.Tensor:
    """A photograph [1, 3, 60, 80]."""
    rows = skimage.data.coffee()[:240:4, :320:4].copy()
    return torch.from_numpy(rows).permute(2, 0, 1)[None].float() / 255
