"""A CLIP model chosen by name, loaded when something is first to be encoded."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Vectors
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.clip_folder import ClipFolder, find_clip_folders
from mmdesk.models.gate import Gate
from mmdesk.models.onnx_graphs import were_tried
from mmdesk.tasks import torch_door
from mmdesk.tasks.engines import Engines
from mmdesk.tasks.recent_texts import RecentTexts
from mmdesk.tasks.search_engine import SearchEngine, open_search_index, search_engine

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.patch_encoder import PatchEncoder

DEFAULT_MODEL = "starter-clip"

BATCH_GUESS = 32


class ClipModel:
    """One CLIP model, shared by all threads: one of them encodes at a time, a search before all others.

    Raises UserError where there is no such model or its folder is not sound.
    """

    knows_words = True
    """Whether it was trained on words, so that neutral ones tell what its cosines mean."""

    def __init__(self, places: Places, model_name: str = DEFAULT_MODEL, device: str = "auto") -> None:
        self.folder = find_model(places, model_name)
        self._places = places
        self.device = device
        self._gate = Gate()
        self._engines = Engines(self.folder, places, device, self._gate)
        self._choosing = threading.Lock()
        self._recent = RecentTexts(places.recent_texts / f"{self.folder.key}.vectors", self.folder.dim)
        self._pictures_to_come = 0
        self._patches: PatchEncoder | None = None

    @property
    def now(self) -> ClipModel:
        """This model; where another can be chosen meanwhile, the one that is chosen at this moment."""
        return self

    @property
    def before(self) -> ClipModel | None:
        """The model that this one was chosen after, where it is still at hand."""
        return None

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
        return self._engines.is_any_loaded

    def batch_size(self) -> int:
        """Number of pictures to encode at once: the plan's, or a guess where there is none yet."""
        encoder = self._engines.loaded
        return encoder.plan.batch if encoder is not None else BATCH_GUESS

    def expect_pictures(self, count: int) -> None:
        """Tell how many pictures will be encoded: it decides whether loading the faster engine pays."""
        self._pictures_to_come = count

    def load(self) -> ClipEncoder:
        """Load the model with torch if that was not done yet: seconds, more the first time on a machine."""
        return self._engines.torch()

    def load_words(self) -> None:
        """Load what encodes texts and let it run once, so that no text waits for it. Raises UserError."""
        encoder = self._engines.for_texts()
        with self._gate.urgent():
            encoder.encode_texts([""])

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of `texts`, shape [n, dim]; waits for one batch of pictures at most.

        Those of recent texts are remembered, and those of recent searches at the next start, too.
        """
        vectors = self._recent.known(texts)
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if new:
            encoder = self._engines.for_texts()
            with self._gate.urgent():
                encoded = dict(zip(new, encoder.encode_texts(new), strict=True))
            self._recent.remember(encoded)
            vectors |= encoded
        return np.stack([vectors[text] for text in texts]) if texts else self._no_vectors()

    def encode_pixels(self, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        """Unit vectors of pictures [n, size, size, 3] made by `recipe`, shape [n, dim].

        A picture without any direction has a row of NaN.
        """
        with self._choosing:  # the faster engine is tried by one thread
            encoder = self._engines.for_pictures(max(len(pixels), self._pictures_to_come))
        with self._turn(urgent=urgent):
            return encoder.encode_pixels(pixels)

    def encode_patches(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features of the patches of pictures [n, size, size, 3], shape [n, rows, columns, dim].

        They are not of length one: the longer, the more there is to see. What tells them is loaded with the
        first ones. Raises UserError for a model that cannot tell.
        """
        with self._choosing:
            if self._patches is None:
                self._patches = torch_door.load_patch_encoder(self.folder, self.device)
        with self._gate.urgent():
            return self._patches.encode(pixels)

    @contextmanager
    def borrow(self) -> Iterator[ClipEncoder]:
        """The model itself, for one step of something long; a search may come between two of them."""
        encoder = self.load()
        with self._gate.patient():
            yield encoder

    def open_index(self, source: VectorStore) -> SearchIndex:
        """The search index over `source`, of the engine that answers now.

        The exact one works on the device of this model, whose vectors they may be or not.
        """
        return open_search_index(self._places, source, self.device)

    def search_engine(self, source: VectorStore) -> SearchEngine:
        """The engine that searches the vectors in `source`."""
        return search_engine(self._places, source)

    def prepare(self) -> Generator[Progress, None, None]:
        """Export the graphs of an imported model that nobody exported yet, in a process of its own."""
        if self.folder.path.parent == self._places.models and not were_tried(self.folder):
            from mmdesk.models.importing.graphs import export_graphs_apart  # noqa: PLC0415  (no search does)

            yield from export_graphs_apart(self.folder.path)

    def _no_vectors(self) -> Vectors:
        return np.empty((0, self.folder.dim), np.float32)

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
    raise UserError(
        tr("There is no model {name}; there is {known}.", name=name, known=known)
        if known
        else tr("There is no model {name}; there is none at all.", name=name)
    )
