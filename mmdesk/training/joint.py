"""Both towers learn together: which text tells of which picture.

CLIP's contrastive loss with soft targets. Where there are anchors each tower is held near its own, so that
what was learned from the teacher and the sentence encoder about things no picture here shows is not lost,
and the teacher's opinion on its thousand classes is compared with the picture's likeness to their names.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.crops import Crops
from mmdesk.training.image_tower import Lessons, see
from mmdesk.training.losses import contrastive, cosine_distance, distillation_kl
from mmdesk.training.reading import CropReader
from mmdesk.training.student import encode_in_lengths

HELD_IMAGE, HELD_TEXT, OPINION = 2.0, 1.0, 0.3
"""Weights of staying near the anchors and of the teacher's opinion; the contrastive loss has weight 1."""

EXTRA_TEXTS = 32
"""Texts of the whole corpus in each batch: wrong for its pictures, and not to be forgotten."""

HIGHEST_SCALE = float(np.log(100))


class JointLosses:
    """The losses of one random batch, for a whole CLIP.

    `tokens` [texts, context] holds every text of the corpus, row by row; `lessons` is None where there was
    no teacher or no sentence encoder, and `class_texts` are the corpus rows of the teacher's class names.
    """

    def __init__(
        self,
        model: Any,
        reader: CropReader,
        pairs: CaptionPairs,
        tokens: Tensor,
        lessons: Lessons | None,
        seed: int,
    ) -> None:
        self._model, self._reader, self._pairs = model, reader, pairs
        self._tokens, self._lessons = tokens, lessons
        self._rng = np.random.default_rng(seed)

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        del fraction
        crops, pixels = self._reader.next_full_size()
        told = self._pairs.tell(crops.rows, self._rng)
        known = told.texts != NOTHING
        pictures = see(self._model.visual, pixels)[1]
        extra = self._rng.integers(0, len(self._tokens), EXTRA_TEXTS)
        rows = np.concatenate([told.texts[known], extra])
        with torch.autocast(pixels.device.type, torch.bfloat16):
            texts = encode_in_lengths(self._model, self._tokens[rows].to(pixels.device))
        true = torch.from_numpy(self._pairs.matches(crops.rows, told)[:, known]).to(pixels.device)
        true = functional.pad(true, (0, EXTRA_TEXTS))
        scale = self._model.logit_scale.clamp(max=HIGHEST_SCALE).exp()
        losses = {"contrastive": contrastive(scale * pictures @ texts.T, true)}
        if self._lessons is not None:
            losses |= self._held(self._lessons, crops, pictures, texts, rows)
        return losses

    def _held(
        self, lessons: Lessons, crops: Crops, pictures: Tensor, texts: Tensor, rows: NDArray[np.int64]
    ) -> dict[str, Tensor]:
        features = torch.from_numpy(crops.features).to(pictures.device).float() * lessons.step
        with torch.no_grad():
            places = lessons.anchors.images(features)
        opinion = features @ lessons.weights.T + lessons.bias
        classes = lessons.anchors.scale.detach() * pictures @ lessons.classes.T
        return {
            "image place": HELD_IMAGE * cosine_distance(pictures, places),
            "text place": HELD_TEXT * cosine_distance(texts, lessons.texts[rows]),
            "opinion": OPINION * distillation_kl(classes, opinion),
        }
