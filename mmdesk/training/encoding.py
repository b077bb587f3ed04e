"""A trained CLIP folder, as the evaluation asks it: examples and texts to unit vectors."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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

    Pictures are cropped square, as nearly every CLIP wants them.
    """

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        """Raises UserError for anything wrong with the folder."""
        found = ClipFolder.read(folder)
        self._side = found.recipe.size
        # Nothing is probed, so nothing is worth remembering beyond this encoder.
        self._shelf = tempfile.TemporaryDirectory()
        plans = PlanCache(Path(self._shelf.name) / "plans.json")
        plan = EncodingPlan(device, "float32", BATCH)
        self._encoder = ClipEncoder(found, load_network(found), read_tokenizer(found), plan, plans)

    def close(self) -> None:
        """Leave nothing behind."""
        self._shelf.cleanup()

    def examples(self, examples: Sequence[Example]) -> Vectors:
        """Unit vectors [n, d]."""
        starts = range(0, len(examples), BATCH)
        return np.concatenate([self._batch(examples[start : start + BATCH]) for start in starts])

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, d]."""
        return self._encoder.encode_texts(texts)

    def _batch(self, examples: Sequence[Example]) -> Vectors:
        pixels = [centre_pixels(example.open(), self._side) for example in examples]
        return self._encoder.encode_pixels(np.stack(pixels))


def centre_pixels(picture: Image.Image, side: int) -> NDArray[np.uint8]:
    """The largest centred square of the picture, uint8 [side, side, 3]."""
    width, height = picture.size
    shortest = min(width, height)
    left, top = (width - shortest) / 2, (height - shortest) / 2
    box = (left, top, left + shortest, top + shortest)
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC, box=box))
