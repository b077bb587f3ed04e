"""Which way a camera was held must not change what the model sees."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.pixels import model_input
from mmdesk.tasks.eyes import Eyes
from mmdesk.tasks.house import Library
from mmdesk.tasks.indexing import vectors
from tests.tasks.conftest import index

MORE = 0.01
"""How much more the vectors may differ than those of files decoded in full, each on its own."""


def in_full(eyes: Eyes, paths: list[Path]) -> Vectors:
    """The vectors the plain way: the whole picture decoded, then turned, then brought down."""
    pictures = [ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in paths]
    return eyes.encode_pixels(np.stack([np.asarray(model_input(one, eyes.recipe)) for one in pictures]))


@pytest.mark.parametrize("series", ["Landscape", "Portrait"])
def test_the_nine_orientations_have_one_vector(
    library: Library, eyes: Eyes, test_data: Path, tmp_path: Path, series: str
) -> None:
    """As nearly as they have one picture: each of the files was compressed anew, which a small model sees."""
    originals = [test_data / "orientation" / f"{series}_{number}.jpg" for number in range(9)]
    for original in originals:
        (tmp_path / original.name).symlink_to(original)
    assert index(library, eyes, tmp_path).indexed == 9
    photos = [library.photos.by_path(os.fsencode(tmp_path / path.name)) for path in originals]
    ids = [photo.id for photo in photos if photo is not None]
    found, made = vectors(library, eyes).get(ids)
    made = made[np.searchsorted(found, ids)]
    plain = in_full(eyes, originals)
    assert np.min(made @ made.T) > np.min(plain @ plain.T) - MORE
    assert np.min(np.sum(made * plain, axis=1)) > 0.99
