"""A label that learns from photos: logistic regression on stored vectors, starting from its words.

The zero-shot direction is where learning starts and what it is pulled back to (a Gaussian prior around it),
so five examples improve a label and cannot ruin it; a label without words starts from nothing. Everyday
photos of the library, unlabelled and therefore trusted little, stand for "anything else". Solved by Newton's
method in the space of the examples, which are few: milliseconds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors

PRIOR = 100.0
"""How strongly the words hold on to their direction, in units of typical squared lengths of vectors."""

TRUST_IN_OTHERS = 0.05
"""Weight of an unlabelled photo as "not this": some of them do show the label."""

BIAS_PRIOR = 10.0
"""How strongly the bias is held: that two photos were accepted does not mean that the label is frequent."""

STEPS = 25
ENOUGH = 1e-6


@dataclass(frozen=True)
class Head:
    """What is added to a label's direction [dim] and bias, as `LabelScorer` understands them."""

    weights: Vectors
    bias: float


def learn_head(accepted: Vectors, rejected: Vectors, others: Vectors, prior: Head) -> Head:
    """The head for measured vectors (see `Yardstick.measured`) of photos [n, dim], starting from `prior`.

    `others` are unlabelled photos. With nothing to learn from, `prior` comes back.
    """
    photos = np.concatenate([accepted, rejected, others]).astype(np.float64)
    if not len(accepted) + len(rejected):
        return prior
    truth = np.zeros(len(photos))
    truth[: len(accepted)] = 1
    trust = np.ones(len(photos))
    trust[len(accepted) + len(rejected) :] = TRUST_IN_OTHERS
    centre = photos.mean(0)
    shifted = photos - centre
    scale = PRIOR / (shifted.shape[1] / np.square(shifted).sum(1).mean() / 2)
    known = photos @ prior.weights.astype(np.float64) + prior.bias
    pulls, shift = _newton(shifted @ shifted.T / scale, known, truth, trust)
    change = shifted.T @ pulls / scale
    return Head((prior.weights + change).astype(np.float32), float(prior.bias + shift - change @ centre))


def _newton(
    kernel: NDArray[np.float64],
    known: NDArray[np.float64],
    truth: NDArray[np.float64],
    trust: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Pulls [n] and bias of the regularised optimum, where pull = trust * (truth - probability).

    The bias has a prior of its own.
    """
    count = len(known)
    state = np.zeros(count + 1)
    for _ in range(STEPS):
        pulls, bias = state[:count], state[count]
        chance = 1 / (1 + np.exp(-np.clip(kernel @ pulls + known + bias, -40, 40)))
        curvature = trust * chance * (1 - chance)
        system = np.block(
            [
                [np.eye(count) + curvature[:, None] * kernel, curvature[:, None]],
                [np.ones((1, count)), np.full((1, 1), -BIAS_PRIOR)],
            ]
        )
        gap = np.append(trust * (truth - chance) - pulls, BIAS_PRIOR * bias - pulls.sum())
        step = np.linalg.solve(system, gap)
        state += step
        if np.abs(step).max() < ENOUGH:
            break
    return state[:count], float(state[count])
