"""Calibration: a model's cosine as a relevance people can read.

Scales differ from model to model: a good match is a cosine of .3 for one and .1 for another. A
logistic curve fitted to held-out matches and mismatches makes them comparable (Platt scaling; Platt 1999,
"Probabilistic Outputs for Support Vector Machines").
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic curve of one model: `midpoint` is the cosine whose relevance is one half."""

    slope: float
    midpoint: float

    @classmethod
    def of_scale(cls, logit_scale: float, logit_bias: float | None = None) -> "Calibration":
        """The best guess for a model that was never calibrated.

        With a bias (SigLIP, Zhai et al. 2023) the training loss itself was a logistic curve in the
        cosine, and is taken as it is. Without one, matches of softmax-trained models gather around
        .3 and mismatches below .2, whatever the scale; the curve is only somewhat flatter.
        """
        if logit_bias is not None and logit_bias < 0 < logit_scale:
            return cls(logit_scale, -logit_bias / logit_scale)
        return cls(slope=0.6 * max(logit_scale, 1.0), midpoint=0.25)

    @classmethod
    def read(cls, path: Path) -> "Calibration":
        """The curve in `path`: `{"slope": ..., "midpoint": ...}`.

        Raises UserError where the file holds no such numbers.
        """
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            curve = cls(float(stored["slope"]), float(stored["midpoint"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise UserError(
                tr("The calibration {path} cannot be read: it needs a slope and a midpoint.", path=path)
            ) from error
        if not (math.isfinite(curve.midpoint) and 0 < curve.slope < math.inf):
            raise UserError(
                tr("The calibration {path} makes no sense: the slope must be a positive number.", path=path)
            )
        return curve

    def blended(self, other: "Calibration", share: float) -> "Calibration":
        """The curve between this one and `other`, of which it takes `share` 0..1."""
        return Calibration(
            slope=(1 - share) * self.slope + share * other.slope,
            midpoint=(1 - share) * self.midpoint + share * other.midpoint,
        )

    def relevance(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relevance 0..1 for each cosine, in the shape of `scores`."""
        steps = np.clip(self.slope * (np.asarray(scores, np.float64) - self.midpoint), -60, 60)
        return (1 / (1 + np.exp(-steps))).astype(np.float32)


BETWEEN_PICTURES = Calibration(slope=10.0, midpoint=0.65)
"""Curve for a picture sought by a picture. Pictures lie nearer to each other than to words: with the starter
model half of all pairs that show the same kind of thing are above .8, and one in twenty of those that
do not is above .63.
"""
