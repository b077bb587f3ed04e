"""The CLIP model a window sees with: another one can take its place while the window is open."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Vectors
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.search_engine import SearchEngine

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex
    from mmdesk.models.clip_encoder import ClipEncoder


class ChosenClip(ClipModel):
    """Does what the chosen model does. What must not change under one's hands asks for `now` and keeps that.

    The model before stays at hand, loaded as it is: it answers until the new one has seen the library.
    """

    def __init__(self, clip: ClipModel) -> None:
        self._now = clip
        self._before: ClipModel | None = None

    @property
    def now(self) -> ClipModel:
        """The model chosen at this moment, which stays what it is."""
        return self._now

    @property
    def before(self) -> ClipModel | None:
        """The model chosen before this one; None where there was none."""
        return self._before

    def choose(self, clip: ClipModel) -> None:
        """See with `clip` from now on. Chosen again, the model before is taken as it is at hand."""
        before = self._before
        if clip.key == self._now.key:
            return
        self._before = self._now
        self._now = before if before is not None and before.key == clip.key else clip

    @property
    def folder(self) -> ClipFolder:  # type: ignore[override]
        """The folder of the model."""
        return self._now.folder

    @property
    def knows_words(self) -> bool:  # type: ignore[override]
        """Whether the model was trained on words."""
        return self._now.knows_words

    @property
    def device(self) -> str:  # type: ignore[override]
        """The device asked for."""
        return self._now.device

    @property
    def is_loaded(self) -> bool:
        """Whether the model is loaded."""
        return self._now.is_loaded

    def batch_size(self) -> int:
        """Number of pictures to encode at once."""
        return self._now.batch_size()

    def expect_pictures(self, count: int) -> None:
        """Tell how many pictures will be encoded."""
        self._now.expect_pictures(count)

    def load(self) -> ClipEncoder:
        """Load the model with torch if that was not done yet."""
        return self._now.load()

    def load_words(self) -> None:
        """Load what encodes texts."""
        self._now.load_words()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of `texts`, shape [n, dim]."""
        return self._now.encode_texts(texts)

    def encode_pixels(self, pixels: NDArray[np.uint8], *, urgent: bool = False) -> Vectors:
        """Unit vectors of pictures [n, size, size, 3], shape [n, dim]."""
        return self._now.encode_pixels(pixels, urgent=urgent)

    def encode_patches(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features of the patches of pictures, shape [n, rows, columns, dim]."""
        return self._now.encode_patches(pixels)

    @contextmanager
    def borrow(self) -> Iterator[ClipEncoder]:
        """The model itself, for one step of something long."""
        with self._now.borrow() as encoder:
            yield encoder

    def open_index(self, source: VectorStore) -> SearchIndex:
        """The search index over `source`, of the engine that answers now."""
        return self._now.open_index(source)

    def search_engine(self, source: VectorStore) -> SearchEngine:
        """The engine that searches the vectors in `source`."""
        return self._now.search_engine(source)

    def prepare(self) -> Generator[Progress, None, None]:
        """Export the graphs of an imported model that nobody exported yet."""
        return self._now.prepare()
