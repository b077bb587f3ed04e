"""A CLIP model that is none, for tests of what does not depend on what pictures show.

It has the interface of `ClipModel`, no weights, and answers at once: it tells pictures apart by their colours
and words by their letters, and finds nothing but colours. `--model dummy` chooses it. It is not among the
models that are listed: nobody would search with it.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.vectors import Vectors
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.weights_file import WeightsHeader
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel

DUMMY = "dummy"

BATCH = 8
"""Pictures encoded at once."""

LEVELS = 4
"""Steps of red, green and blue that are told apart: a vector has a number for each combination."""

PATCHES = 8
"""Patches along a side of a picture, in which the dummy tells where it sees a colour."""

SPREAD = 0.25
"""Distance from a named colour, in units of its range, at which a shade counts for it by 0.6."""


class DummyClip(ClipModel):
    """The dummy, in the place of a model; it cannot guide a painting."""

    knows_words = False

    def __init__(self, places: Places) -> None:
        path = builtin_models() / DUMMY
        self.folder = ClipFolder(
            name=DUMMY,
            path=path,
            key=f"{DUMMY}-1",
            recipe=PixelRecipe(32),
            dim=LEVELS**3,
            context_length=77,
            config={},
            header=WeightsHeader(path, {}),
        )
        self._places = places
        self.device = "cpu"

    @property
    def is_loaded(self) -> bool:
        """Whether it is loaded: always."""
        return True

    def batch_size(self) -> int:
        """Number of pictures to encode at once."""
        return BATCH

    def load(self) -> NoReturn:
        """Refuse: there is no encoder to borrow. Raises UserError."""
        raise UserError(
            tr("The model {name} is for tests only; choose another one with --model.", name=DUMMY)
        )

    def load_words(self) -> None:
        """Do nothing: there is nothing to load."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of `texts`, shape [n, dim]: sums of their words' vectors."""
        sums = [sum(map(_word_vector, re.findall(r"\w+", text.lower()) or [text])) for text in texts]
        return _unit(np.array(sums, np.float32).reshape(len(texts), self.folder.dim))

    def encode_pixels(self, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        """Unit vectors of pictures [n, size, size, 3], shape [n, dim]: roots of their colour histograms."""
        del urgent
        levels = pixels.reshape(len(pixels), -1, 3) // (256 // LEVELS)
        bins = levels @ np.array([LEVELS**2, LEVELS, 1])
        counts = [np.bincount(picture, minlength=self.folder.dim) for picture in bins]
        return _unit(np.sqrt(np.array(counts, np.float32).reshape(len(pixels), self.folder.dim)))

    def encode_patches(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of the patches of pictures, shape [n, PATCHES, PATCHES, dim]."""
        count, side = len(pixels), pixels.shape[1] // PATCHES
        patches = pixels.reshape(count, PATCHES, side, PATCHES, side, 3).swapaxes(2, 3)
        vectors = self.encode_pixels(patches.reshape(-1, side, side, 3))
        return vectors.reshape(count, PATCHES, PATCHES, self.folder.dim)


def clip_called(places: Places, name: str = DEFAULT_MODEL, device: str = "auto") -> ClipModel:
    """The CLIP model called `name`; the dummy, where none has its name. Raises UserError."""
    if name == DUMMY and places.find_model(name) is None:
        return DummyClip(places)
    return ClipModel(places, name, device)


def _word_vector(word: str) -> Vectors:
    """Shades near the colour that `word` names, or else numbers drawn with the word as their seed."""
    from mmdesk.core.painting.colour_words import COLOURS  # noqa: PLC0415  (the dummy alone needs them)

    if word in COLOURS:
        steps = (np.arange(LEVELS) + 0.5) / LEVELS
        shades = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
        distances = np.linalg.norm(shades - COLOURS[word], axis=1)
        return np.asarray(np.exp(-((distances / SPREAD) ** 2) / 2), np.float32)
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(LEVELS**3, np.float32)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))
