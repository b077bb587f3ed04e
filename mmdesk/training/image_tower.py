"""The image tower learns from the teacher, crop by crop.

Three lessons at once: the teacher's features through a throw-away linear layer, its opinion on a thousand
classes through those features, and the crop's place among the anchors through the tower's own head; where
the crop has a text, also which text it is. Small pictures first and full size at the end: a tower that
averages its last map can look at any size, and most of what there is to learn shows at half size already
(as in Howard's fast ImageNet training of 2018 and EfficientNetV2, https://arxiv.org/abs/2104.00298).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.training.anchors import Anchors
from mmdesk.training.caption_pairs import NOTHING, CaptionPairs
from mmdesk.training.crops import SIDE, Crops
from mmdesk.training.losses import contrastive, cosine_distance, distillation_kl, feature_distillation
from mmdesk.training.reading import CropReader

SIZES = ((0.88, 96), (1.0, SIDE))
"""Side of the pictures until that fraction of the time."""

OPINION, PLACE, TEXT = 0.25, 2.0, 1.0
"""Weights of the lessons beside imitation, whose weight is 1."""

EXTRA_TEXTS = 1024
"""Texts of no picture in the batch, to be told apart from the right ones: their anchors cost nothing."""


def side_at(fraction: float) -> int:
    """Side of the pictures, in pixels, when `fraction` of the time is over."""
    return next((side for until, side in SIZES if fraction < until), SIDE)


@dataclass(frozen=True)
class Lessons:
    """What stays the same from batch to batch.

    `texts` [corpus, d] and `classes` [1000, d] are the anchors of all texts and of the teacher's class
    names; `weights`, `bias` are its last layer, for features in units of `step`.
    """

    anchors: Anchors
    texts: Tensor
    classes: Tensor
    weights: Tensor
    bias: Tensor
    step: float


class ImageTowerLosses:
    """The losses of one random batch of crops, for `network` = {visual: image tower, imitation: linear}."""

    def __init__(
        self, network: nn.ModuleDict, reader: CropReader, pairs: CaptionPairs, lessons: Lessons, seed: int
    ) -> None:
        self._network, self._reader, self._pairs, self._lessons = network, reader, pairs, lessons
        self._rng = np.random.default_rng(seed)

    def __call__(self, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        crops, pixels = self._reader.next_of(side_at(fraction))
        states, vectors = see(self._network["visual"], pixels)
        wanted = torch.from_numpy(crops.features).to(states.device).float() * self._lessons.step
        copied = self._network["feature_distillation"](states)
        anchors = self._lessons.anchors
        with torch.no_grad():
            places = anchors.images(wanted)
        return {
            "feature_distillation": feature_distillation(copied, anchors.standardised(wanted)),
            "opinion": OPINION * self._disagreement(copied, wanted),
            "place": PLACE * cosine_distance(vectors, places),
            "text": TEXT * self._mistold(crops, vectors),
        }

    def _disagreement(self, copied: Tensor, wanted: Tensor) -> Tensor:
        lessons = self._lessons
        raw = copied * lessons.anchors.spread + lessons.anchors.mean
        return distillation_kl(
            raw @ lessons.weights.T + lessons.bias, wanted @ lessons.weights.T + lessons.bias
        )

    def _mistold(self, crops: Crops, vectors: Tensor) -> Tensor:
        told = self._pairs.tell(crops.rows, self._rng)
        known = told.texts != NOTHING
        extra = self._rng.integers(0, len(self._lessons.texts), EXTRA_TEXTS)
        texts = self._lessons.texts[np.concatenate([told.texts[known], extra])]
        true = torch.from_numpy(self._pairs.matches(crops.rows, told)[:, known]).to(texts.device)
        true = functional.pad(true, (0, EXTRA_TEXTS))
        return contrastive(self._lessons.anchors.scale.detach() * vectors @ texts.T, true)


def see(visual: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """The trunk's pooled states and the tower's unit vectors, both float32; half precision inside."""
    with torch.autocast(pixels.device.type, torch.bfloat16):
        states = visual.trunk(pixels)
    states = states.float()
    return states, functional.normalize(visual.head(states), dim=-1)
