"""What is said of pictures, as text vectors of a CLIP."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.training.corpus import described_labels
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.pack import Example
from mmdesk.training.prompts import with_article

CAPTION_SHARE = 0.6
"""Share of the draws in which a picture that has both is given a caption, not a label."""


class SaidVectors:
    """Vectors of the captions and labels of `examples`, one of which is drawn each time.

    Raises UserError where nothing is said of any of them.
    """

    def __init__(self, examples: Sequence[Example], encoder: FolderEncoder) -> None:
        self._captions = [example.captions for example in examples]
        self._labels = [tuple(map(with_article, described_labels(example))) for example in examples]
        texts = sorted({text for said in (*self._captions, *self._labels) for text in said})
        if not texts:
            raise UserError("Nothing is said of these pictures, neither captions nor labels, to learn from.")
        self._places = {text: place for place, text in enumerate(texts)}
        self._vectors = torch.from_numpy(encoder.texts(texts))

    def told(self, rows: Tensor) -> NDArray[np.int64]:
        """The places in `rows` of examples of which something is said."""
        known = [
            bool(captions or labels) for captions, labels in zip(self._captions, self._labels, strict=True)
        ]
        return np.flatnonzero(np.array(known)[rows.numpy()])

    def draw(self, row: int, rng: np.random.Generator) -> Tensor:
        """The vector [dim] of something that is said of the example `row`."""
        captions, labels = self._captions[row], self._labels[row]
        chosen = captions if captions and (not labels or rng.random() < CAPTION_SHARE) else labels
        return self._vectors[self._places[chosen[int(rng.integers(len(chosen)))]]]

    def first(self, row: int) -> Tensor:
        """The vector [dim] of what is said of it first."""
        return self._vectors[self._places[(*self._captions[row], *self._labels[row])[0]]]
