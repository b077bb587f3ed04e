"""What the tests of this room share."""

from pathlib import Path

import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from mmdesk.core.places import builtin_models
from mmdesk.models.clip_folder import ClipFolder

from .clip_folders import OPENAI_LIKE, make_folder


@pytest.fixture
def small_clip(tmp_path: Path) -> Path:
    """A sound model folder built like OpenAI's."""
    return make_folder(tmp_path / "small-clip", OPENAI_LIKE)


@pytest.fixture(scope="session")
def starter() -> ClipFolder:
    """The model that comes with the program."""
    path = builtin_models() / "starter-clip"
    if not path.is_dir():
        pytest.skip("the starter model is not installed")
    return ClipFolder.read(path)


@pytest.fixture(scope="session")
def real_pictures() -> list[Image.Image]:
    """Photographs that come with scikit-image."""
    return [
        Image.fromarray(picture).convert("RGB")
        for picture in (
            skimage.data.astronaut(),
            skimage.data.coffee(),
            skimage.data.chelsea(),
            skimage.data.rocket(),
        )
    ]


def squares(pictures: list[Image.Image], side: int) -> NDArray[np.uint8]:
    """`pictures` as an encoder takes them, [n, side, side, 3]."""
    return np.stack(
        [np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC)) for picture in pictures]
    )
