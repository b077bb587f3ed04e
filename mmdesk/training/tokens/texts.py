"""What is said of pictures, as tokens."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.models.byte_pairs import BytePairTokenizer
from mmdesk.models.tokens.loaded import with_padding
from mmdesk.training.corpus import described_labels
from mmdesk.training.pack import Example
from mmdesk.training.prompts import with_article

CAPTION_SHARE = 0.6
"""Share of the draws in which a picture that has both is given a caption, not a label."""


def first_merges(path: Path, count: int, out: Path) -> Path:
    """Write the vocabulary of the first `count` merges of that in `path` to `out`; returns it.

    Each token is a row of the embedding: a small model cannot have as many as a text tower.
    """
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    with replacing(out) as part:
        part.write_bytes(gzip.compress(b"\n".join(lines[: count + 1]), mtime=0))
    return out


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
