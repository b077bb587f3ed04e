"""The logistic curve that makes relevance of a model's cosines (Platt 1999).

Fitted on held-out captions, each with its own photo and with all others. In a library most photos do not show
what is looked for: pairs are weighted as if one in fifty matched, and one half is where a photo shows it as
likely as not.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PRIOR = 0.02
"""Share of photos that show what somebody looks for, as far as one can say for all libraries at once."""

ITERATIONS, RIDGE = 50, 1e-4


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
        """Write the curve as JSON; readers need `slope` and `midpoint` only."""
        document = {
            "slope": round(self.slope, 4),
            "midpoint": round(self.midpoint, 4),
            "matching": {"mean": round(self.matching[0], 4), "sd": round(self.matching[1], 4)},
            "others": {"mean": round(self.others[0], 4), "sd": round(self.others[1], 4)},
        }
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def fit_curve(matching: NDArray[np.float32], others: NDArray[np.float32]) -> Curve:
    """The curve that tells cosines of matching pairs from those of others best."""
    truth = np.repeat([True, False], [len(matching), len(others)])
    slope, intercept = fit_logistic(np.concatenate([matching, others]), truth)
    return Curve(slope, -intercept / slope, _moments(matching), _moments(others))


def fit_logistic(values: NDArray[np.floating], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of `truth` on `values`, by Newton's method.

    The true ones weigh `PRIOR` of the whole, however many they are.
    """
    centre, spread = float(values.mean()), float(values.std()) + 1e-9
    inputs = np.stack([(values.astype(np.float64) - centre) / spread, np.ones(len(values))], 1)
    weights = np.where(truth, PRIOR / max(1, truth.sum()), (1 - PRIOR) / max(1, (~truth).sum()))
    found = np.array([1.0, 0.0])
    for _ in range(ITERATIONS):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ found, -60, 60)))
        # A little ridge keeps separable data finite.
        gradient = inputs.T @ (weights * (guess - truth)) + RIDGE * found
        hessian = (inputs * (weights * guess * (1 - guess))[:, None]).T @ inputs + RIDGE * np.eye(2)
        found = found - np.linalg.solve(hessian, gradient)
    slope = float(found[0]) / spread
    return slope, float(found[1]) - slope * centre


def _moments(values: NDArray[np.float32]) -> tuple[float, float]:
    return float(values.mean()), float(values.std())
