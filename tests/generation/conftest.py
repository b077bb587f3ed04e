"""What the tests of painting share: the starter model as guide, and small paintings."""

from collections.abc import Callable
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
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.models.vqgan.loaded import LoadedVqgan, load_vqgan


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    """The CLIP that comes with the program."""
    path = builtin_models() / "starter-clip"
    if not path.is_dir():
        pytest.skip("the starter model is not installed")
    return load_encoder(ClipFolder.read(path), "cpu", tmp_path_factory.mktemp("plans") / "plans.json")


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
def begin(starter: ClipEncoder, tiny_vqgan: LoadedVqgan) -> Callable[..., Painting]:
    """Opens a small painting of the given settings."""

    def open_small(state: Path | None = None, **settings: Any) -> Painting:
        usual = {"prompt": "a red rose", "engine": "fft", "width": 64, "height": 64, "steps": 4, "cutouts": 3}
        spec = PaintSpec(**{**usual, **settings})
        return open_painting(spec, [starter] * len(spec.clips), tiny_vqgan, pictures, state)

    return open_small


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
