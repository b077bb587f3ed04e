"""The text tower learns where the sentence encoder's view of each text lies among the anchors."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.training.corpus import Corpus
from mmdesk.training.losses import cosine_distance, soft_cross_entropy
from mmdesk.training.student import encode_short_texts

SHARPNESS = 20.0
"""Scale at which the texts of a batch are told apart."""

SORTED_BATCHES = 32
"""Batches are cut from this many at a time, sorted by length, so that little is padding."""


SHORT, SHORT_WEIGHT = 6, 2.0
"""Texts of at most so many words, which is what people type, are drawn this much more often."""


def text_weights(corpus: Corpus) -> list[float]:
    """How often each text is drawn, relative to a caption."""
    return [SHORT_WEIGHT if len(text.split()) <= SHORT else 1.0 for text in corpus.texts]


class TextTowerLosses:
    """Cosine to each text's anchor, and the batch's texts told apart by their anchors.

    `tokens` [texts, context] and `anchors` [texts, d] belong together row by row; a text is drawn as often
    as `weights` says.
    """

    def __init__(
        self,
        model: nn.Module,
        tokens: Tensor,
        anchors: Tensor,
        weights: Sequence[float],
        batch: int,
        seed: int,
    ) -> None:
        self._model, self._tokens, self._anchors, self._batch = model, tokens, anchors, batch
        self._lengths = (tokens != 0).sum(1).numpy()
        self._chances = np.asarray(weights) / np.sum(weights)
        self._rng = np.random.default_rng(seed)
        self._queue: list[NDArray[np.int64]] = []

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        del fraction
        rows = self._next_rows()
        wanted = self._anchors[rows]
        with torch.autocast(wanted.device.type, torch.bfloat16):
            vectors = encode_short_texts(self._model, self._tokens[rows].to(wanted.device))
        same = functional.softmax(SHARPNESS * wanted @ wanted.T, dim=1)
        return {
            "place": 2 * cosine_distance(vectors, wanted),
            "apart": 0.2 * soft_cross_entropy(SHARPNESS * vectors @ wanted.T, same),
        }

    def _next_rows(self) -> NDArray[np.int64]:
        if not self._queue:
            drawn = self._rng.choice(len(self._chances), self._batch * SORTED_BATCHES, p=self._chances)
            drawn = drawn[np.argsort(self._lengths[drawn], kind="stable")]
            self._queue = list(drawn.reshape(-1, self._batch))
            self._rng.shuffle(self._queue)
        return self._queue.pop()
