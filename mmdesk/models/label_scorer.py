"""Zero-shot and few-shot labels for photos, from stored vectors alone, with calibrated probabilities.

A cosine of .25 may be a match for one photo and nothing for another: crowded pictures are near to many words,
plain ones to few. So a photo's cosine with a label is seen against its cosines with a fixed vocabulary of
everyday words: z = (cosine - their mean) / their spread. That contrast has the same scale in every model
trained with a softmax, and one logistic curve (Platt 1999) makes a probability of it. Models trained with a
sigmoid (SigLIP, Zhai et al. 2023) bring the curve with them.

All of it is linear in the vector but for one division, so a set of labels is a matrix and scoring a matrix
product: see `block_scorer` for many photos.
"""

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.calibration import Calibration

SLOPE, INTERCEPT = 1.15, -3.6
"""The curve over z, fitted on the vectors of OpenAI's ViT-B/32 for 1,180 photographs with five captions each
and the nouns in them (1.19 and -3.61 on half of them, for the 48 nouns there are enough of)."""

OFFSET_SHARE = 0.5
"""Share of a label's level in the library (its median z) that is taken off: common words are near to all."""

HALF_TRUST = 200
"""Number of photos from which half of a label's level in the library is believed."""

FLOOR = 0.2
"""Probability below which nothing is suggested."""

CURVE_NAME = "labels.json"
"""File beside a model's weights: its own curve over z, where somebody measured one."""


def read_curve(folder: Path) -> tuple[float, float]:
    """Slope and intercept of the curve over z for the model in `folder`: its own, else the usual one of CLIP.

    Raises UserError where its file holds no such numbers.
    """
    path = folder / CURVE_NAME
    if not path.is_file():
        return SLOPE, INTERCEPT
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        slope, intercept = float(stored["slope"]), float(stored["intercept"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(
            tr("The curve {path} cannot be read: it needs a slope and an intercept.", path=path)
        ) from error
    if not (0 < slope < math.inf and math.isfinite(intercept)):
        raise UserError(
            tr("The curve {path} makes no sense: the slope must be a positive number.", path=path)
        )
    return slope, intercept


def mean_direction(vectors: Vectors) -> Vectors:
    """The prompt ensemble: the mean direction [dim] of several texts' vectors [n, dim], of length one."""
    mean = vectors.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


@dataclass(frozen=True)
class VocabularyBaseline:
    """Everyday words that a photo's cosines are seen against: their `mean` [dim], and the `vocabulary`
    [m, dim] less that mean; `slope` and `intercept` of the logistic curve over z.

    A model trained with a sigmoid needs none: its `vocabulary` is empty and the curve is over the cosine.
    """

    mean: Vectors
    vocabulary: Vectors
    slope: float = SLOPE
    intercept: float = INTERCEPT

    @classmethod
    def of_vocabulary(
        cls, vectors: Vectors, slope: float = SLOPE, intercept: float = INTERCEPT
    ) -> "VocabularyBaseline":
        """The baseline of everyday words with text vectors [m, dim], and the model's curve over z."""
        mean = vectors.mean(0)
        return cls(mean, np.ascontiguousarray(vectors - mean), slope, intercept)

    @classmethod
    def of_sigmoid(cls, curve: Calibration, dim: int) -> "VocabularyBaseline":
        """No baseline, and the `curve` the model was trained with."""
        zero = np.zeros(dim, np.float32)
        return cls(zero, np.empty((0, dim), np.float32), curve.slope, -curve.slope * curve.midpoint)

    def standardised(self, vectors: Vectors) -> Vectors:
        """Image vectors [n, dim] over the standard deviation [n, 1] of their cosines with the vocabulary.

        Times a `direction`, this is z.
        """
        if not len(self.vocabulary):
            return vectors
        deviation = np.sqrt(np.square(vectors @ self.vocabulary.T).mean(1, keepdims=True))
        return np.asarray(vectors / np.maximum(deviation, 1e-6), np.float32)

    def direction(self, texts: Vectors) -> Vectors:
        """Text vectors [n, dim] as directions of z: less the mean of the vocabulary."""
        return np.asarray(texts - self.mean, np.float32)


@dataclass(frozen=True)
class LabelScorer:
    """A set of labels, ready to score: logits = standardised vectors @ `weights`.T + `biases`.

    `weights` are [labels, dim], `biases` [labels]. `background` [b, dim] are directions for "none of these":
    a label that a photo is farther from than from one of them does not fit it. Of `exclusive` labels the best
    alone may stay.
    """

    baseline: VocabularyBaseline
    weights: Vectors
    biases: NDArray[np.float32]
    background: Vectors
    exclusive: bool = False

    @classmethod
    def of_texts(
        cls, baseline: VocabularyBaseline, texts: Vectors, background: Vectors, *, exclusive: bool = False
    ) -> "LabelScorer":
        """A zero-shot scorer: one text vector per label [labels, dim], and the background's [b, dim]."""
        return cls(
            baseline,
            baseline.slope * baseline.direction(texts),
            np.full(len(texts), baseline.intercept, np.float32),
            baseline.slope * baseline.direction(background),
            exclusive,
        )

    def levelled(self, sample: Vectors) -> "LabelScorer":
        """The scorer with each label's level in a `sample` [n, dim] of the library taken off in part.

        In a small library, or one of nothing but cats, the level says little, so it is believed by degrees
        and never beyond one z.
        """
        if not len(sample) or not len(self.baseline.vocabulary):
            return self
        levels = np.median(self.baseline.standardised(sample) @ self.weights.T, axis=0)
        trust = OFFSET_SHARE * len(sample) / (len(sample) + HALF_TRUST)
        most = self.baseline.slope
        return replace(self, biases=self.biases - trust * np.clip(levels, -most, most).astype(np.float32))

    def with_head(self, position: int, weights: Vectors, bias: float) -> "LabelScorer":
        """The scorer with a few-shot head, `weights` [dim] and `bias`, at `position`."""
        changed, biases = self.weights.copy(), self.biases.copy()
        changed[position], biases[position] = weights, bias
        return replace(self, weights=changed, biases=biases)

    def logits(self, vectors: Vectors) -> Vectors:
        """Logits fp32 [n, labels] for a few photos, whatever the background says."""
        return np.asarray(self.baseline.standardised(vectors) @ self.weights.T + self.biases)

    def probabilities(self, vectors: Vectors) -> Vectors:
        """Calibrated probabilities [n, labels] for a few photos."""
        logits, none = self.logits(vectors), self._none(vectors)
        fits = logits - self.biases > none[:, None]
        return np.where(fits, _probability(logits, exclusive=self.exclusive), 0).astype(np.float32)

    def _none(self, vectors: Vectors) -> NDArray[np.float32]:
        if not len(self.background):
            return np.full(len(vectors), -np.inf, np.float32)
        return np.asarray((self.baseline.standardised(vectors) @ self.background.T).max(1))


@dataclass(frozen=True)
class Candidates:
    """Pairs of photo and label worth a look: ids `photos`, positions `labels`, `probabilities`, all [k]."""

    photos: Ids
    labels: NDArray[np.int64]
    probabilities: NDArray[np.float32]

    @classmethod
    def joined(cls, parts: list["Candidates"]) -> "Candidates":
        """All `parts` as one."""
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
        return cls(
            np.concatenate([part.photos for part in parts]),
            np.concatenate([part.labels for part in parts]),
            np.concatenate([part.probabilities for part in parts]),
        )

    def where(self, mask: NDArray[np.bool_]) -> "Candidates":
        """The pairs for which `mask` [k] is true."""
        return Candidates(self.photos[mask], self.labels[mask], self.probabilities[mask])


def propose_cutoffs(candidates: Candidates, labels: int, low: float = 0.42, high: float = 0.7) -> Vectors:
    """Cut-offs [labels]: for each label the probability where the expected F1 over the library is best.

    With calibrated probabilities that is half the best F1 that can be had (Lipton, Elkan and Naryanaswamy
    2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure"). They are kept between `low` and
    `high`, for a label with few photos says little of itself; with a `low` of .35, labels of which there are
    few photos were suggested wrongly too often.
    """
    cutoffs = np.full(labels, 0.5, np.float32)
    order = np.lexsort((-candidates.probabilities, candidates.labels))
    sorted_labels, chances = candidates.labels[order], candidates.probabilities[order]
    starts = np.searchsorted(sorted_labels, np.arange(labels + 1))
    for label in np.unique(sorted_labels):
        own = chances[starts[label] : starts[label + 1]].astype(np.float64)
        expected = 2 * np.cumsum(own) / (np.arange(1, len(own) + 1) + own.sum())
        cutoffs[label] = np.clip(expected.max() / 2, low, high)
    return cutoffs


def keep_best(candidates: Candidates) -> Candidates:
    """The most probable label of each photo only."""
    order = np.lexsort((-candidates.probabilities, candidates.photos))
    first = np.ones(len(order), bool)
    first[1:] = candidates.photos[order][1:] != candidates.photos[order][:-1]
    return candidates.where(np.isin(np.arange(len(order)), order[first]))


def _probability(logits: Vectors, *, exclusive: bool) -> Vectors:
    odds = np.exp(np.clip(logits, -40, 40))
    return np.asarray(odds / (1 + (odds.sum(1, keepdims=True) if exclusive else odds)))
