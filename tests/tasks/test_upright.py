"""Which way a camera was held must not change what the model sees."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from mmdesk.core.vectors import Vectors
from mmdesk.library.reading.pixels import model_input
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.vectors import vector_store
from tests.tasks.conftest import index

SIGN = 140
"""Half the side of a square in the middle of each picture that holds its own number, in pixels."""


def without_number(original: Path, folder: Path) -> Path:
    """The same file with the number covered, turned as it was: the model would see the number."""
    with Image.open(original) as picture:
        exif = picture.getexif()
        x, y = picture.width // 2, picture.height // 2
        ImageDraw.Draw(picture).rectangle((x - SIGN, y - SIGN, x + SIGN - 1, y + SIGN - 1), fill=(90, 90, 90))
        picture.save(folder / original.name, quality=92, exif=exif)
    return folder / original.name


def eight_ways(clip: ClipModel, path: Path) -> Vectors:
    """The vectors the plain way, of the picture decoded whole: first upright, then turned and mirrored."""
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    pictures = [upright, *(upright.transpose(way) for way in Image.Transpose)]
    return clip.encode_pixels(np.stack([np.asarray(model_input(one, clip.recipe)) for one in pictures]))


@pytest.mark.parametrize("series", ["Landscape", "Portrait"])
def test_the_nine_orientations_have_one_vector(
    library: Library, clip: ClipModel, test_data: Path, tmp_path: Path, series: str
) -> None:
    originals = [test_data / "orientation" / f"{series}_{number}.jpg" for number in range(9)]
    turned = [without_number(original, tmp_path) for original in originals]
    assert index(library, clip, tmp_path).indexed == 9
    photos = [library.photos.by_path(os.fsencode(path)) for path in turned]
    ids = [photo.id for photo in photos if photo is not None]
    found, made = vector_store(library, clip).get(ids)
    made = made[np.searchsorted(found, ids)]
    assert np.min(made @ made.T) > 0.99
    ways = np.stack([made @ eight_ways(clip, path).T for path in turned]).diagonal(axis1=0, axis2=1).T
    assert (ways.argmax(1) == 0).all(), "upright is what each is nearest to"
    assert np.min(ways[:, 0]) > 0.98
