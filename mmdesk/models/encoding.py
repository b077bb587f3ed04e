"""Encoding as every engine does it: in batches, with the same complaints."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.vectors import Vectors
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.plan import EncodingPlan

TEXT_BATCH = 64
"""Texts encoded at once: enough to fill the processor, little enough for any memory."""


class Encoder(Protocol):
    """A CLIP model, run by some engine. Not for two threads at once: see `Gate`."""

    @property
    def plan(self) -> EncodingPlan:
        """Data type and batch size of pictures."""
        ...

    def encode_pixels(self, pixels: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [n, dim] of pictures, uint8 RGB [n, size, size, 3] made by the model's recipe.

        A row is NaN where even fp32 finds no direction for the picture; the caller leaves it out.
        Raises ValueError for pictures of another shape.
        """
        ...

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, dim] of texts; what is beyond the context length is not seen.

        Raises UserError when damaged weights yield no direction.
        """
        ...


def pixels_in_batches(
    folder: ClipFolder, pixels: NDArray[np.uint8], batch: int, encode: Callable[[NDArray[np.uint8]], Vectors]
) -> Vectors:
    """Vectors [n, dim] of `pixels`, of which `encode` takes `batch` at once. Raises ValueError."""
    side = folder.recipe.size
    if pixels.shape[1:] != (side, side, 3) or pixels.dtype != np.uint8:
        raise ValueError(f"pictures must be uint8 [n, {side}, {side}, 3], not {pixels.dtype} {pixels.shape}")
    return _in_batches(folder, pixels, batch, encode)


def texts_in_batches(
    folder: ClipFolder, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
) -> Vectors:
    """Vectors [n, dim] of `texts`, of which `encode` takes some at once. Raises UserError."""
    vectors = _in_batches(folder, texts, TEXT_BATCH, encode)
    if not np.isfinite(vectors).all():
        raise UserError(
            tr("The model {name} makes no sense of words: its weights are damaged.", name=folder.name)
        )
    return vectors


def _in_batches(folder: ClipFolder, items: Any, batch: int, encode: Callable[[Any], Vectors]) -> Vectors:
    parts = [encode(items[start : start + batch]) for start in range(0, len(items), batch)]
    vectors = np.concatenate(parts) if parts else np.empty((0, folder.dim), np.float32)
    if vectors.shape[1] != folder.dim:
        raise UserError(
            tr(
                "The model {name} makes vectors of {shape} numbers where its config promises {dim}; "
                "it cannot be used.",
                name=folder.name,
                shape=vectors.shape[1],
                dim=folder.dim,
            )
        )
    return vectors
