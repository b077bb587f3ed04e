"""What is said of pictures, as tokens."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from mmdesk.models.byte_pairs import BytePairTokenizer
from mmdesk.models.tokens.loaded import with_padding
from mmdesk.training.corpus import described_labels
from mmdesk.training.pack import Example
from mmdesk.training.prompts import with_article

CAPTION_SHARE = 0.6
"""Share of the draws in which a picture that has both is given a caption, not a label."""


class PictureTexts:
    """The captions and labels of `examples`, one of which is drawn each time.

    Words are tokens behind the `codes` of the vocabulary, see `with_padding`.
    """

    def __init__(self, examples: Sequence[Example], tokenizer: BytePairTokenizer, codes: int) -> None:
        self._tokenizer, self._codes = tokenizer, codes
        self._captions = [example.captions for example in examples]
        self._labels = [tuple(map(with_article, described_labels(example))) for example in examples]

    @property
    def nothing(self) -> Tensor:
        """The tokens [length] of no words."""
        return self.tokens("")

    def draw(self, row: int, rng: np.random.Generator) -> Tensor:
        """The tokens [length] of something that is said of the picture `row`."""
        captions, labels = self._captions[row], self._labels[row]
        chosen = captions if captions and (not labels or rng.random() < CAPTION_SHARE) else labels
        return self.tokens(chosen[int(rng.integers(len(chosen)))] if chosen else "")

    def first(self, row: int) -> Tensor:
        """The tokens [length] of what is said of it first."""
        return self.tokens(next(iter((*self._captions[row], *self._labels[row])), ""))

    def tokens(self, text: str) -> Tensor:
        """The tokens [length] of `text`."""
        ids = torch.from_numpy(self._tokenizer([text])[0])
        return with_padding(ids, self._codes, self._tokenizer.vocab_size, is_empty=not text)
