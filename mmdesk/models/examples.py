"""Photos as examples: how like one of them others are, in units of the library.

All photos of a library share what none of them is looked for by. So the mean of the library is taken off, and
likeness is the cosine with what is left, less that of an ordinary photo, in units of how much photos differ
in it. Beside words it counts as evidence: it shifts the log odds of what the words say (relevance feedback;
Rocchio 1971). On vectors of CLIP ViT-B/32 with captions, five examples beside a noun find its other photos
with a mean average precision of .374, words alone with .350; taken for a further condition, with .337.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors
from mmdesk.models.calibration import BETWEEN_PICTURES, Calibration
from mmdesk.models.relevance import Measure

SLOPE, EVEN = 2.0, 3.0
"""Log odds of a photo for being like the examples that are looked for: `SLOPE * (likeness - EVEN)`."""

UNLIKE_EVEN = 5.0
"""The same for examples that are not looked for: only what is much like them is meant."""

GAIN = 1.5
"""Log odds by which each unit of likeness shifts what words say."""

LIKE_IT = 0.88
"""Relevance from which a photo is so much like an unwanted example that it is left out."""

FEWEST = 8
"""Photos that a library must have to tell what is ordinary."""

HALF_EVEN = 10
"""Number of photos among which half as much likeness will do: examples make up much of how these differ."""

HALF_CENTRED = 20
"""Number of photos from which half of their mean is taken off."""


@dataclass(frozen=True)
class ExampleMeasure(Measure):
    """How like an example photos are; `typical` is the nearness of an ordinary one."""

    typical: float = 0.0

    def evidence(self, nearness: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log odds by which the likeness shifts what else is known of photos."""
        return np.asarray(GAIN * (nearness - self.typical), np.float64)


def example_measure(vector: NDArray[np.float32], sample: Vectors, *, negative: bool = False) -> Measure:
    """The measure for an example with this vector [dim] among photos like those of the `sample` [n, dim]."""
    if len(sample) < FEWEST:
        return ExampleMeasure(vector, BETWEEN_PICTURES, typical=BETWEEN_PICTURES.midpoint)
    left = vector - sample.mean(0) * (len(sample) / (len(sample) + HALF_CENTRED))
    direction = left / (np.linalg.norm(left) or 1.0)
    likeness = sample @ direction
    unit = float(likeness.std()) or 1.0
    typical = float(likeness.mean()) / unit
    even = (UNLIKE_EVEN if negative else EVEN) * len(sample) / (len(sample) + HALF_EVEN)
    curve = Calibration(SLOPE, typical + even)
    return ExampleMeasure(np.asarray(direction / unit, np.float32), curve, typical=typical)
