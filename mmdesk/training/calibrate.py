"""From cosines to relevance: the logistic curve of a model (Platt 1999).

Fitted on held-out captions, each with its own photo and with all others. In a library most photos do not show
what is looked for, so one pair in ten counts as a match: one half is where a photo shows it as likely as not.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROUNDS = 50

MATCHES = 0.1
"""Share of photos that show what somebody looks for, as far as one can say for all libraries at once."""


@dataclass(frozen=True)
class Curve:
    """`relevance = 1 / (1 + exp(-slope * (cosine - midpoint)))`.

    `matching` and `others` are mean and deviation of the cosines it was fitted on.
    """

    slope: float
    midpoint: float
    matching: tuple[float, float]
    others: tuple[float, float]

    def write(self, path: Path) -> None:
        """As JSON; readers need `slope` and `midpoint` only."""
        document = {
            "slope": round(self.slope, 4),
            "midpoint": round(self.midpoint, 4),
            "matching": {"mean": round(self.matching[0], 4), "sd": round(self.matching[1], 4)},
            "others": {"mean": round(self.others[0], 4), "sd": round(self.others[1], 4)},
        }
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def fit_curve(matching: NDArray[np.float32], others: NDArray[np.float32]) -> Curve:
    """The curve that tells cosines of matching pairs from those of others best, by Newton's method."""
    values = np.concatenate([matching, others]).astype(np.float64)
    truth = np.concatenate([np.ones(len(matching)), np.zeros(len(others))])
    weights = np.where(truth > 0, MATCHES / len(matching), (1 - MATCHES) / len(others))
    centre, spread = values.mean(), values.std() + 1e-9
    slope, offset = _newton((values - centre) / spread, truth, weights)
    return Curve(slope / spread, centre - offset * spread / slope, _moments(matching), _moments(others))


def _newton(
    values: NDArray[np.float64], truth: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope and offset of the weighted logistic regression; a little ridge keeps separable data finite."""
    inputs = np.stack([values, np.ones_like(values)], 1)
    found = np.array([1.0, 0.0])
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ found, -60, 60)))
        gradient = inputs.T @ (weights * (guess - truth)) + 1e-4 * found
        curvature = (inputs * (weights * guess * (1 - guess))[:, None]).T @ inputs + 1e-4 * np.eye(2)
        found = found - np.linalg.solve(curvature, gradient)
    return float(found[0]), float(found[1])


def _moments(values: NDArray[np.float32]) -> tuple[float, float]:
    return float(values.mean()), float(values.std())
