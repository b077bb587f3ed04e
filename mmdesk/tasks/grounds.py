"""The neutral ground of a library as one model sees it, made anew as the library grows."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.atomic_file import replacing
from mmdesk.core.vectors import Vectors
from mmdesk.models.known_words import are_known
from mmdesk.models.relevance import Measure, NeutralGround
from mmdesk.models.tokenizer import Tokenizer, read_tokenizer
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.phrasings import neutral_texts
from mmdesk.tasks.vocabulary import usual_shares, vocabulary

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex

SAMPLE = 4096
"""Photos that stand for the library."""

MOST_MEASURES = 100
"""Measures of texts that are kept: those of one sitting at the search line."""


class Grounds:
    """Neutral grounds for the words of `clip`; the vectors of neutral texts are kept in `folder`."""

    def __init__(self, clip: ClipModel, folder: Path) -> None:
        self._clip, self._folder = clip, folder
        self._texts: Vectors | None = None
        self._last: tuple[str, NeutralGround] | None = None
        self._sampled: tuple[str, Vectors] | None = None
        self._measures: tuple[NeutralGround | None, dict[str, Measure]] = None, {}
        self._tokenize: Tokenizer | None = None

    def of(self, index: SearchIndex) -> NeutralGround:
        """The ground of the photos in `index` as of now. Raises UserError."""
        if self._texts is None:
            self._texts = self._kept_texts()
        stamp, last = index.stamp, self._last
        if last is None or last[0] != stamp:
            last = self._last = stamp, NeutralGround.of_texts(self._texts, self.sample(index))
        return last[1]

    def measure(self, text: str, vector: NDArray[np.float32], index: SearchIndex) -> Measure:
        """How the photos in `index` are measured against a text with this vector [dim].

        It is kept while the index is the same: of a line that is typed, only the last term is new.
        """
        ground, measures = self.of(index), self._measures
        if measures[0] is not ground or len(measures[1]) >= MOST_MEASURES:
            measures = self._measures = ground, {}
        kept = measures[1]
        if text not in kept:
            usual = usual_shares().get(text.casefold())
            kept[text] = ground.measure(vector, is_known=self.are_known(text), usual=usual)
        return kept[text]

    def sample(self, index: SearchIndex) -> Vectors:
        """Vectors [n, dim] of photos that stand for those in `index` as of now."""
        stamp, sampled = index.stamp, self._sampled
        if sampled is None or sampled[0] != stamp:
            sampled = self._sampled = stamp, index.sample(SAMPLE)
        return sampled[1]

    def are_known(self, text: str) -> bool:
        """Whether the model knows the words of `text`."""
        if all(word in vocabulary() for word in text.lower().split()):
            return True
        if self._tokenize is None:
            self._tokenize = read_tokenizer(self._clip.folder)
        return are_known(text, self._tokenize)

    def _kept_texts(self) -> Vectors:
        """Vectors of the neutral texts: from the file, else encoded now and kept for the next start."""
        texts = neutral_texts()
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
        path = self._folder / f"{self._clip.folder.key}-neutral-{digest}.npy"
        with contextlib.suppress(OSError, ValueError, EOFError):  # not there yet, or damaged
            kept = np.load(path, allow_pickle=False)
            if kept.shape == (len(texts), self._clip.folder.dim) and np.isfinite(kept).all():
                return np.asarray(kept, np.float32)
        vectors = self._clip.encode_texts(texts)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part, part.open("wb") as file:
                np.save(file, vectors)
        return vectors
