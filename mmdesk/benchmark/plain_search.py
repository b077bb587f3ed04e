"""Search and encoding as a first version would do them: what ours is measured against."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image

from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import unit_vectors

PLAIN_BATCH = 16
"""Pictures encoded at once, plainly."""


class PlainEncoder:
    """A CLIP model in one process: a full decode by Pillow, open_clip's preprocessing, fp32, 16 at a time."""

    def __init__(self, folder: ClipFolder) -> None:
        self._network = load_network(folder)
        recipe = folder.recipe
        config = PreprocessCfg(
            size=recipe.size,
            mean=recipe.mean,
            std=recipe.std,
            interpolation=recipe.interpolation,
            resize_mode=recipe.resize_mode,
            fill_color=recipe.fill,
        )
        self._prepare = image_transform_v2(config, is_train=False)

    def encode_files(self, paths: Sequence[Path]) -> Vectors:
        """Unit vectors [n, dim] of the pictures in `paths`."""
        starts = range(0, len(paths), PLAIN_BATCH)
        return np.concatenate([self._encode(paths[start : start + PLAIN_BATCH]) for start in starts])

    @torch.inference_mode()
    def _encode(self, paths: Sequence[Path]) -> Vectors:
        pictures = torch.stack([self._read(path) for path in paths])
        return unit_vectors(self._network.encode_image(pictures))  # type: ignore[operator]

    def _read(self, path: Path) -> torch.Tensor:
        with Image.open(path, formats=["JPEG"]) as picture:
            prepared: torch.Tensor = self._prepare(picture.convert("RGB"))
        return prepared


def numpy_top(matrix: Vectors, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the best `k` rows, best first: a product in fp32 and a partial sort."""
    scores = matrix @ query
    best = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
    return best[np.argsort(-scores[best], kind="stable")]


def sorted_top(matrix: Vectors, query: NDArray[np.float32], k: int) -> list[int]:
    """The same with all scores sorted by Python, as programs of this kind do."""
    scores = (matrix @ query).tolist()
    return sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:k]
