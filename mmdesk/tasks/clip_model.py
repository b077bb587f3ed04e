"""A CLIP model chosen by name, loaded when something is first to be encoded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.vectors import Vectors, VectorSource
from mmdesk.models.clip_folder import ClipFolder, find_clip_folders
from mmdesk.models.gate import Gate
from mmdesk.tasks import torch_door

if TYPE_CHECKING:
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.vector_index import VectorIndex

DEFAULT_MODEL = "starter-clip"

BATCH_GUESS = 32

log = logging.getLogger(__name__)


class ClipModel:
    """One CLIP model, shared by all threads: one of them encodes at a time, a search before all others.

    Raises UserError where there is no such model or its folder is not sound.
    """

    def __init__(self, places: Places, model_name: str = DEFAULT_MODEL, device: str = "auto") -> None:
        self.folder = find_model(places, model_name)
        self._plans = places.plans
        self._matrices = places.matrices
        self._device = device
        self._gate = Gate()
        self._loading = threading.Lock()
        self._encoder: ClipEncoder | None = None

    @property
    def key(self) -> str:
        """What the catalogue calls the model."""
        return self.folder.key

    @property
    def recipe(self) -> PixelRecipe:
        """How the model wants its pictures."""
        return self.folder.recipe

    @property
    def is_loaded(self) -> bool:
        """Whether the model is loaded."""
        return self._encoder is not None

    def batch_size(self) -> int:
        """Number of pictures to encode at once, by the plan; a guess until the model is loaded."""
        return self._encoder.plan.batch if self._encoder is not None else BATCH_GUESS

    def load(self) -> ClipEncoder:
        """Load the model if it is not loaded yet; takes seconds, more the first time on a machine."""
        with self._loading:
            if self._encoder is None:
                self._encoder = torch_door.load_encoder(self.folder, self._device, self._plans)
                log.info("%s encodes with %s", self.folder.name, self._encoder.plan)
            return self._encoder

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of `texts`, shape [n, dim]; waits for one batch of pictures at most."""
        encoder = self.load()
        with self._gate.urgent():
            return encoder.encode_texts(texts)

    def encode_pixels(self, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        """Unit vectors of pictures [n, size, size, 3] made by `recipe`, shape [n, dim].

        A picture without any direction has a row of NaN.
        """
        encoder = self.load()
        with self._turn(urgent=urgent):
            return encoder.encode_pixels(pixels)

    @contextmanager
    def borrow(self) -> Iterator[ClipEncoder]:
        """The model itself, for one step of something long; a search may come between two of them."""
        encoder = self.load()
        with self._gate.patient():
            yield encoder

    def open_index(self, source: VectorSource) -> VectorIndex:
        """The search index over `source`, which holds this model's vectors."""
        return torch_door.open_index(
            self._matrices, source, f"{self.key}-{self.recipe.version}", self._device
        )

    def _turn(self, *, urgent: bool) -> AbstractContextManager[None]:
        return self._gate.urgent() if urgent else self._gate.patient()


def find_model(places: Places, name: str) -> ClipFolder:
    """The model called `name` among those that come with the program or were added, or in the folder `name`.

    Raises UserError, naming the models there are.
    """
    folder = places.find_model(name)
    if folder is not None:
        return ClipFolder.read(folder)
    known = ", ".join(folder.name for folder in find_clip_folders([builtin_models(), places.models]))
    raise UserError(f"There is no model {name}; there is {known or 'none at all'}.")
