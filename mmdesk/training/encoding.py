"""A trained CLIP folder, as the evaluation asks it: examples and texts to unit vectors."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.tokenizer import read_tokenizer
from mmdesk.training.pack import Example

BATCH = 64


class FolderEncoder:
    """An open_clip folder in fp32, so that figures do not depend on the machine.

    Pictures are prepared as the program prepares them, by the model's own recipe.
    """

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        """Raises UserError for anything wrong with the folder."""
        found = ClipFolder.read(folder)
        self._recipe = found.recipe
        # Nothing is probed, so nothing is worth remembering beyond this encoder.
        self._folder = tempfile.TemporaryDirectory()
        plans = PlanCache(Path(self._folder.name) / "plans.json")
        plan = EncodingPlan(device, "float32", BATCH)
        self._encoder = ClipEncoder(found, load_network(found), read_tokenizer(found), plan, plans)

    def close(self) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()

    def examples(self, examples: Sequence[Example]) -> Vectors:
        """Unit vectors [n, d]."""
        starts = range(0, len(examples), BATCH)
        return np.concatenate([self._batch(examples[start : start + BATCH]) for start in starts])

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, d]."""
        return self._encoder.encode_texts(texts)

    def _batch(self, examples: Sequence[Example]) -> Vectors:
        pixels = [prepared(example.open(), self._recipe) for example in examples]
        return self._encoder.encode_pixels(np.stack(pixels))


def prepared(picture: Image.Image, recipe: PixelRecipe) -> NDArray[np.uint8]:
    """The picture (RGB) as `recipe` wants it, uint8 [size, size, 3]."""
    size, method = (recipe.size, recipe.size), Image.Resampling[recipe.interpolation.upper()]
    if recipe.resize_mode == "squash":
        return np.asarray(picture.resize(size, method))
    if recipe.resize_mode == "longest":
        return np.asarray(ImageOps.pad(picture, size, method, color=(recipe.fill,) * 3))
    return np.asarray(ImageOps.fit(picture, size, method))
