"""The space both towers are to meet in, laid out before either of them exists.

A two-layer head over the teacher's features and a linear map of the sentence encoder's vectors are
trained contrastively, in a minute or two, since all their inputs are stored. From then on every crop
and every text has its place (an anchor), and each tower can be taught alone.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.crops import Crops
from mmdesk.training.losses import contrastive, distillation_kl

HIDDEN = 1024
DROPOUT = 0.5
EXTRA_TEXTS = 1024
"""Texts of no picture in the batch, which are wrong for all of it: more to tell apart at no cost."""

CLASS_WEIGHT = 0.3
FIRST_SCALE = 14.0
HIGHEST_SCALE = 60.0


class Anchors(nn.Module):
    """Features [n, 1280] and sentence vectors [n, k] to unit vectors [n, d].

    `mean` and `spread` standardise the features; they are measured once and kept with the weights.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, features: int, sentence_dim: int, dim: int) -> None:
        super().__init__()
        self.image = nn.Sequential(
            nn.Linear(features, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, dim)
        )
        self.text = nn.Linear(sentence_dim, dim, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(FIRST_SCALE))))
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))

    def measure(self, features: Tensor) -> None:
        """Take mean and spread from a sample of features."""
        self.mean.copy_(features.mean(0))
        # The floor keeps features that hardly ever fire from being blown up into noise.
        self.spread.copy_(features.std(0) + 0.05)

    def standardised(self, features: Tensor) -> Tensor:
        """Features with mean 0 and spread about 1."""
        return (features - self.mean) / self.spread

    def images(self, features: Tensor) -> Tensor:
        """Unit vectors of raw features."""
        return functional.normalize(self.image(self.standardised(features)), dim=-1)

    def texts(self, sentences: Tensor) -> Tensor:
        """Unit vectors of sentence vectors."""
        return functional.normalize(self.text(sentences), dim=-1)

    @property
    def scale(self) -> Tensor:
        """The logit scale."""
        return self.log_scale.exp().clamp(max=HIGHEST_SCALE)


class AnchorLosses:
    """What `Anchors` are trained by: pairs of a crop and a text, and the teacher's opinion on class names."""

    def __init__(
        self,
        anchors: Anchors,
        crops: Crops,
        pairs: CaptionPairs,
        sentences: Tensor,
        class_rows: Tensor,
        classifier: tuple[Tensor, Tensor],
        step: float,
        batch: int,
        seed: int,
    ) -> None:
        self._anchors, self._crops, self._pairs, self._batch, self._step = anchors, crops, pairs, batch, step
        self._sentences, self._class_texts = sentences, sentences[class_rows]
        self._weights, self._bias = classifier
        self._rng = np.random.default_rng(seed)

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """The losses of one random batch."""
        del fraction
        chosen = self._rng.integers(0, len(self._crops.rows), self._batch)
        features = (
            torch.from_numpy(self._crops.features[chosen]).to(self._sentences.device).float() * self._step
        )
        images, scale = self._anchors.images(features), self._anchors.scale
        opinion = features @ self._weights.T + self._bias
        classes = scale * images @ self._anchors.texts(self._class_texts).T
        return {
            "pairs": self._paired(images, self._crops.rows[chosen], scale),
            "classes": CLASS_WEIGHT * distillation_kl(classes, opinion),
        }

    def _paired(self, images: Tensor, rows: NDArray[np.int32], scale: Tensor) -> Tensor:
        told = self._pairs.tell(rows, self._rng)
        known = told.texts != NOTHING
        extra = self._rng.integers(0, len(self._sentences), EXTRA_TEXTS)
        texts = self._anchors.texts(self._sentences[np.concatenate([told.texts[known], extra])])
        true = torch.from_numpy(self._pairs.matches(rows, told)[:, known]).to(texts.device)
        true = functional.pad(true, (0, EXTRA_TEXTS))
        return contrastive(scale * images @ texts.T, true)
