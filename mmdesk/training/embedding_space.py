"""The space in which pictures and texts meet, laid out on stored features.

A two-layer head over an image classifier's pooled features and a linear map of a sentence encoder's vectors
are trained contrastively, in a few minutes, since all their inputs are stored. That the image tower stays
locked is known from Zhai et al. 2022, https://arxiv.org/abs/2111.07991. The head becomes that of the image
tower; from then on every text has its vector, and the text tower is trained alone.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.features import FeatureStore
from mmdesk.training.losses import contrastive, distillation_kl

DROPOUT = 0.5
FIRST_SCALE, HIGHEST_SCALE = 14.0, 60.0
"""Logit scale at the start and at most."""

EXTRA_TEXTS = 1024
"""Texts of no picture in the batch, which are wrong for all of it: more to tell apart at no cost."""

CLASS_WEIGHT = 0.3
"""Weight of the class scores beside the contrastive loss, whose weight is 1."""


class ImageHead(nn.Module):
    """Pooled features [n, k] to unit vectors [n, dim], by a hidden layer.

    `mean` and `spread` standardise the features; they are measured once and kept with the weights.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, features: int, dim: int) -> None:
        super().__init__()
        # Twice as many hidden units as outputs, as open_clip's head has them.
        self.fc1, self.fc2 = nn.Linear(features, 2 * dim), nn.Linear(2 * dim, dim)
        self.dropout = nn.Dropout(DROPOUT)
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))

    def measure(self, features: Tensor) -> None:
        """Take mean and spread from a sample of features."""
        self.mean.copy_(features.mean(0))
        # The floor keeps features that hardly ever fire from being blown up into noise.
        self.spread.copy_(features.std(0) + 0.05)

    def forward(self, features: Tensor) -> Tensor:
        """Unit vectors of features."""
        hidden = functional.gelu(self.fc1((features - self.mean) / self.spread))
        return functional.normalize(self.fc2(self.dropout(hidden)), dim=-1)

    def folded(self) -> dict[str, Tensor]:
        """Weights of the same head without standardisation, under the names open_clip gives them."""
        weight = self.fc1.weight / self.spread
        return {
            "mlp.fc1.weight": weight,
            "mlp.fc1.bias": self.fc1.bias - weight @ self.mean,
            "mlp.fc2.weight": self.fc2.weight,
            "mlp.fc2.bias": self.fc2.bias,
        }


class EmbeddingSpace(nn.Module):
    """The image tower's head, the map of sentence vectors [n, k], and a logit scale."""

    def __init__(self, head: ImageHead, sentence_dim: int, dim: int) -> None:
        super().__init__()
        self.head, self.text = head, nn.Linear(sentence_dim, dim, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(FIRST_SCALE))))

    def texts(self, sentences: Tensor) -> Tensor:
        """Unit vectors of sentence vectors."""
        return functional.normalize(self.text(sentences), dim=-1)

    @property
    def scale(self) -> Tensor:
        """The logit scale."""
        return self.log_scale.exp().clamp(max=HIGHEST_SCALE)


class SpaceLosses:
    """The losses of one random batch by which an `EmbeddingSpace` is trained.

    `sentences` [corpus, k] are the sentence encoder's vectors of all texts, `class_rows` [1000] say which of
    them name ImageNet's classes, and `classifier` is the backbone's last layer.
    """

    def __init__(
        self, space: EmbeddingSpace, store: FeatureStore, pairs: CaptionPairs, sentences: Tensor,
        class_rows: Tensor, classifier: nn.Linear, batch: int, seed: int,
    ) -> None:  # fmt: skip
        self._space, self._store, self._pairs = space, store, pairs
        self._sentences, self._class_sentences = sentences, sentences[class_rows]
        self._classifier, self._batch, self._seed = classifier, batch, seed
        self._chances = pairs.chances(store.rows[: store.filled])

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        del fraction
        rng = np.random.default_rng((self._seed, step))
        places = rng.choice(len(self._chances), self._batch, p=self._chances)
        features = torch.from_numpy(self._store.pooled[places]).to(self._sentences.device).float()
        images, scale = self._space.head(features), self._space.scale
        texts, matches = self._draw_texts(self._store.rows[places], rng)
        classes = scale * images @ self._space.texts(self._class_sentences).T
        return {
            "contrastive": contrastive(scale * images @ texts.T, matches),
            "classes": CLASS_WEIGHT * distillation_kl(classes, self._classifier(features)),
        }

    def _draw_texts(self, rows: NDArray[np.int32], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Vectors [t, d] of a text of each example and of many others; which is true of which, [n, t]."""
        chosen = self._pairs.draw(rows, rng)
        known = chosen.texts != NOTHING
        extra = rng.integers(0, len(self._sentences), EXTRA_TEXTS)
        texts = self._space.texts(self._sentences[np.concatenate([chosen.texts[known], extra])])
        matches = torch.from_numpy(self._pairs.matches(rows, chosen)[:, known]).to(texts.device)
        return texts, functional.pad(matches, (0, EXTRA_TEXTS))
