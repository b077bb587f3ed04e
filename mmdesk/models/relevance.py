"""Relevance of photos to words, by one rule and one set of constants for every model and library.

A cosine says little by itself: the model likes some directions for any words, and some words are near to any
photo. So nearness is a cosine less what neutral texts, of as many kinds as possible, have in common, and in
units of how much these differ in the library. In such units photos that show a thing lie near to 5 with every
model that was looked at, and the nearest ones to a thing that no photo shows below 4. The words' own level
and spread in the library count as well, believed by degrees.

Nearness tells a photo that shows a thing from one that shows nothing like it, and the more the nearer. It
tells little from the few in every library that show something alike: a shirt for a t-shirt, an office for a
kitchen. So evidence grows steeply at first, and slowly from there.

How many photos match nobody knows: it may be one in a thousand or one in five, and relevance depends on it as
on the nearness. The library tells: the share is estimated until it agrees with the relevances that it leads
to (expectation maximisation; Saerens, Latinne and Decaestecker 2002, "Adjusting the Outputs of a Classifier
to New a Priori Probabilities").
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models.calibration import Calibration
from mmdesk.models.common_words import common_curve
from mmdesk.models.products import products

OWN_SCALE = 0.55
"""Weight of the nearness on the words' own scale in the library, beside that on the scale of all words."""

HIGHEST_LEVEL = 2.2
"""Most that is taken off as the words' level: in a library of cats "a cat" is rightly near to all photos."""

SPREADS = (0.7, 1.6)
"""Bounds of the words' own spread."""

HALF_TRUST = 200
"""Number of photos from which half of the words' own scale is believed."""

STEEP, STEEP_FROM = 4.0, 1.9
"""Log odds that a photo shows the words rather than nothing like it: `STEEP * (nearness - STEEP_FROM)`."""

FLAT, FLAT_FROM = 1.5, 1.1
"""The same for showing the words rather than something alike."""

SHARE_AGAIN = 0.5
USUAL_SHARE, RAREST_SHARE = 0.035, 0.004
"""The share counts half as much again, beyond what is usual: of what is near, the more is only alike the less
there is that matches. Nothing is rarer than the rarest in this, or the one photo of its kind would be lost.
"""

CAUTION = 1.5
"""Log odds taken off in the end in a large library, for "strong" is a promise."""

BOLDNESS, HALF_BOLD = 2.5, 50
"""Log odds put on in the smallest library, and number of photos from which half of them are: among few photos
there is little to be confused with the one that is looked for.
"""

FIRST_SHARE = 0.02
MOST_SHARE = 0.5

FOUND, LOOKED_AMONG = 1.0, 15.0
"""Photos that match, and photos, that a library is taken to have besides: the share is never quite zero."""

ROUNDS, SETTLED = 40, 1e-3
"""Estimates of the share at most, and the relative change at which it is settled."""

UNKNOWN_MOST = 0.45
"""Highest relevance for words that the model does not know: short of strong."""


@dataclass(frozen=True)
class Measure:
    """How photos are measured against one term: `curve` over a photo's vector times `direction` [dim].

    `most` is the highest relevance it gives.
    """

    direction: NDArray[np.float32]
    curve: "Calibration | EvidenceCurve | HigherCurve"
    most: float = 1.0

    def relevance(self, nearness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relevance 0..1 of photos by their nearness."""
        return np.minimum(self.curve.relevance(nearness), np.float32(self.most))

    @property
    def log_odds(self) -> NDArray[np.float32]:
        """The direction [dim] along which relevance grows, as steep as its log odds do."""
        return np.asarray(self.curve.slope * self.direction, np.float32)


@dataclass(frozen=True)
class EvidenceCurve:
    """Relevance of a nearness, put on the words' own scale as `scale * nearness - shift`, where the share of
    photos that match has the log odds `odds`.
    """

    scale: float
    shift: float
    odds: float

    @property
    def slope(self) -> float:
        """How steeply log odds grow with the nearness, where they grow most."""
        return STEEP * self.scale

    def relevance(self, nearness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relevance 0..1 for each nearness, in the shape of `nearness`."""
        own = self.scale * np.asarray(nearness, np.float64) - self.shift
        return _chance(evidence(own) + self.odds).astype(np.float32)


@dataclass(frozen=True)
class HigherCurve:
    """The higher of two curves: that of words of which nothing is known, and that of `common` ones."""

    any_word: EvidenceCurve
    common: Calibration

    @property
    def slope(self) -> float:
        """How steeply log odds grow with the nearness, as they do for common words."""
        return self.common.slope

    def relevance(self, nearness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relevance 0..1 for each nearness, in the shape of `nearness`."""
        return np.maximum(self.any_word.relevance(nearness), self.common.relevance(nearness))


@dataclass(frozen=True)
class NeutralGround:
    """What nearness is seen against in one library: the `mean` [dim] of neutral texts, the `unit` by which
    photos' cosines with them differ, and a `sample` [n, dim] of the library's photos.
    """

    mean: NDArray[np.float32]
    unit: float
    sample: Vectors

    @property
    def in_common(self) -> float:
        """Part of a text's vector that says no more than that it is one: the mean cosine of neutral texts.

        It is .8 with OpenAI's models, whose texts all point the same way, and .15 with the starter, where
        they are spread; taking off more than that would take off what photos show.
        """
        return float(self.mean @ self.mean)

    @cached_property
    def level(self) -> float:
        """Mean nearness of the library's photos to what is left of the neutral texts."""
        if not len(self.sample):
            return 0.0
        return (1 - self.in_common) * float((self.sample @ self.mean).mean()) / self.unit

    @classmethod
    def of_texts(cls, texts: Vectors, sample: Vectors) -> "NeutralGround":
        """The ground made of neutral texts' vectors [m, dim] and a sample of a library."""
        mean = texts.mean(0)
        if not len(sample):
            return cls(mean, 1.0, np.empty((0, len(mean)), np.float32))  # an empty library tells no dim
        unit = float(np.median((sample @ (texts - mean).T).std(1)))
        return cls(mean, unit or 1.0, sample)

    def direction(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The direction [dim] of nearness to the text with this vector."""
        return np.asarray((vector - self.in_common * self.mean) / self.unit, np.float32)

    def measure(
        self, vector: NDArray[np.float32], *, is_known: bool = True, usual: float | None = None
    ) -> Measure:
        """The measure for the text with this vector; words that are not known are never strong.

        Of a common word a share of `usual` of all photos shows it.
        """
        direction = self.direction(vector)
        nearness = products(self.sample, direction).astype(np.float64) - self.level
        scale, shift = _own_scale(nearness)
        share = matching_share(evidence(scale * nearness - shift))
        odds = _odds_of_share(share) - _caution(len(nearness))
        curve = EvidenceCurve(scale, shift + scale * self.level, odds)
        if usual is None or not len(nearness):
            return Measure(direction, curve, 1.0 if is_known else UNKNOWN_MOST)
        common = common_curve(nearness, usual, _trust(len(nearness)))
        common = Calibration(common.slope, common.midpoint + self.level)
        return Measure(direction, HigherCurve(curve, common))


def evidence(nearness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds that photos of this nearness show the words, where half of all did: the lower of two lines."""
    lines = STEEP * (nearness - STEEP_FROM), FLAT * (nearness - FLAT_FROM)
    return np.asarray(-np.logaddexp(-lines[0], -lines[1]))


def matching_share(log_odds: NDArray[np.float64]) -> float:
    """The share of photos that match, by each photo's log odds [n] where half of them did."""
    share = FIRST_SHARE
    for _ in range(ROUNDS):
        chances = _chance(log_odds + _logit(share))
        last, share = share, float(chances.sum() + FOUND) / (len(log_odds) + LOOKED_AMONG)
        share = min(share, MOST_SHARE)
        if abs(share - last) < SETTLED * share:
            break
    return share


def _odds_of_share(share: float) -> float:
    """Log odds that a share of matches adds to the evidence."""
    again = _logit(max(share, RAREST_SHARE)) - _logit(USUAL_SHARE)
    return _logit(share) + SHARE_AGAIN * again


def _caution(photos: int) -> float:
    """Log odds taken off in a library of so many photos."""
    return CAUTION * _trust(photos) - BOLDNESS * HALF_BOLD / (photos + HALF_BOLD)


def _own_scale(nearness: NDArray[np.float64]) -> tuple[float, float]:
    """Factor and subtrahend that put nearness half-way on the words' own scale."""
    if not len(nearness):
        return 1.0, 0.0
    trust = _trust(len(nearness))
    median = float(np.median(nearness))
    spread = 1.4826 * float(np.median(np.abs(nearness - median)))
    spread = 1 + trust * (float(np.clip(spread, *SPREADS)) - 1)
    level = trust * float(np.clip(median, -HIGHEST_LEVEL, HIGHEST_LEVEL))
    return 1 - OWN_SCALE + OWN_SCALE / spread, OWN_SCALE * level / spread


def _trust(photos: int) -> float:
    """How far a library of so many photos is believed."""
    return photos / (photos + HALF_TRUST)


def _chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -60, 60))))


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))
