"""Relevance of photos to words that many photos show, such as "people" or "water".

A model that was taught with pairs of pictures and texts says by its cosine how much more often than usual a
text goes with a picture (van den Oord, Li and Vinyals 2018, "Representation Learning with Contrastive
Predictive Coding"). Of what is usual that is never much more: photos of people lie as far from "people" as
other photos lie from what they do not show. So such words have a curve of their own, from how usual they are.

Photos that show the word, and others, are taken for two normal distributions of one width, `apart` from each
other; share, level, distance and width are estimated from the library (expectation maximisation), each held
near what is usual for such a word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.models.calibration import Calibration

APART_AT, APART_PER_LOG = 0.3, 0.75
LEAST_APART, FEWEST_APART = 0.5, 0.4
"""How far matches lie above the rest: `LEAST_APART` where a share of `APART_AT` shows the word, and so much
more for each natural logarithm that it is rarer; never nearer than the second.
"""

BELIEF = 1.0
"""What is usual counts as much as this many times the library's photos."""

APART_WIDTH, LEVEL_WIDTH = 0.5, 0.3
"""How far the distance and the level of a library may be from what is usual."""

LOOSE = 0.3
"""Part of the belief that holds distance and level."""

MOST_SHARE = 0.8

CAUTION = 0.4
"""Log odds taken off in the end in a large library, for "strong" is a promise."""

SHARPNESS = 2.5
"""Factor to the log odds: where half of all photos may show people, showing them all would help nobody."""

ROUNDS = 60

Values = NDArray[np.float64]


@dataclass(frozen=True)
class TwoNormals:
    """A `share` of photos is spread around `level + apart`, the others around `level`, with one variance."""

    share: float
    level: float
    apart: float
    variance: float

    @property
    def slope(self) -> float:
        """How steeply log odds grow with the nearness."""
        return self.apart / self.variance

    def log_odds(self, nearness: Values | float) -> Values:
        """Log odds that photos of this nearness match."""
        middle = self.level + self.apart / 2
        return np.asarray(np.log(self.share / (1 - self.share)) + self.slope * (nearness - middle))

    def refined(self, nearness: Values, usual: float) -> "TwoNormals":
        """These, nearer to the nearness [n] of photos, of which a share of `usual` matches usually."""
        match = 1 / (1 + np.exp(-np.clip(self.log_odds(nearness), -60, 60)))
        photos, matches, belief = len(nearness), float(match.sum()), BELIEF * len(nearness)
        level_belief = LOOSE * belief * self.variance / LEVEL_WIDTH**2
        level = float((nearness - match * self.apart).sum()) / (photos + level_belief)
        apart_belief = LOOSE * belief * usual * self.variance / APART_WIDTH**2
        above = float((match * (nearness - level)).sum()) + apart_belief * usually_apart(usual)
        apart = max(above / (matches + apart_belief), FEWEST_APART)
        squares = (1 - match) * (nearness - level) ** 2 + match * (nearness - level - apart) ** 2
        variance = (float(squares.sum()) + belief) / (photos + belief)
        share = min((matches + belief * usual) / (photos + belief), MOST_SHARE)
        return TwoNormals(share, level, apart, variance)


def common_curve(nearness: Values, usual: float, trust: float) -> Calibration:
    """The curve for a word that a share of `usual` shows usually, in a library of this `nearness` [n >= 1].

    `trust` 0..1 is how far a library of that size is believed.
    """
    apart = usually_apart(usual)
    found = TwoNormals(usual, float(np.median(nearness)) - usual * apart, apart, 1.0)
    for _ in range(ROUNDS):
        found = found.refined(nearness, usual)
    even = -(float(found.log_odds(0.0)) - CAUTION * trust) / found.slope
    return Calibration(SHARPNESS * found.slope, even)


def usually_apart(share: float) -> float:
    """How far above the rest photos lie that show a word of this share."""
    return max(LEAST_APART + APART_PER_LOG * float(np.log(APART_AT / share)), LEAST_APART)
