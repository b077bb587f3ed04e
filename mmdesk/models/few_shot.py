"""Few-shot labels: logistic regression on stored vectors, starting from the zero-shot direction.

The zero-shot direction is where training starts and what it is pulled back to (a Gaussian prior around it),
so five examples improve a label and cannot ruin it; a label without words starts from zero. How far it may
move differs from direction to direction: where the photos of the library vary a lot (light, crowdedness, the
camera) little is told of a label, so moving there is dear, and cheap where the library hardly varies. That is
half the way to Fisher's discriminant, which whitens fully and with few examples finds noise.

Unlabelled photos hold the label where it is, too: at first their targets are the zero-shot probabilities, so
that one accepted photo changes little; the more examples there are, the more they count as "not this", for
what shows the label is found by and by.

Solved by Newton's method in the dual, with a number for each example, of which there are few: milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors

PRIOR = 0.2
"""Strength of the prior on the direction, for photos scaled to a mean squared length of one."""

WHITENING = 0.5
"""Power of the library's covariance that a move is charged for: 0 is none, 1 is Fisher's discriminant."""

LEAST_SHRINKAGE = 0.1
"""Share of the covariance that is taken to be the same in all directions, at least (Ledoit and Wolf 2004)."""

UNLABELLED = 300
"""Unlabelled photos of the library that stand for all else."""

UNLABELLED_WEIGHT = 0.1
"""Weight of an unlabelled photo: nobody looked at it."""

FADING = 10
"""Number of examples after which unlabelled photos have half of their zero-shot probability as target."""

NEIGHBOUR_WEIGHT = 0.3
"""Weight of a photo that was given another label of the set, and not this one."""

BIAS_PRIOR = 0.1
"""Strength of the prior on the bias while the direction is found; see `_with_prevalence` for afterwards."""

PREVALENCE_SHARE = 0.5
"""Share that the zero-shot prevalence (how many photos show the label) has in the bias. The examples were
picked, so they say little about that: the top of a list was looked at, not the library.
"""

HALF_TRUST = 50
"""Number of unlabelled photos from which half of `PREVALENCE_SHARE` is believed."""

LEAST_FALL = 0.25
"""Logits by which a rejected photo falls, whatever the other examples say."""

NEWTON_STEPS = 25
BISECTIONS = 40
STEP_HALVINGS = 20
TOLERANCE = 1e-6
"""Largest entry of a Newton step that ends the search."""

MAX_LOGIT = 40.0
"""Logits beyond it are clipped: there a probability is 0 or 1 in double precision."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Head:
    """A label's `weights` [dim] and `bias`, as `LabelScorer` understands them: a linear classifier."""

    weights: Vectors
    bias: float


@dataclass(frozen=True)
class Examples:
    """Standardised vectors [n, dim] of photos (`VocabularyBaseline.standardised`) that say what a label is.

    `neighbours` were given another label of the same set and nothing was said of this one.
    """

    accepted: Vectors
    rejected: Vectors
    neighbours: Vectors


@dataclass(frozen=True)
class LibraryPrior:
    """The library a label is trained in: its `mean` [dim], the prior `covariance` [dim, dim] of a head's
    weights, and some `unlabelled` photos [n, dim] that stand for everything else.
    """

    mean: Array
    covariance: Array
    unlabelled: Array

    @classmethod
    def of_library(cls, standardised: Vectors) -> Self:
        """The prior of a library with standardised vectors [n, dim], two at least.

        One eigenvalue problem of size dim.
        """
        photos = standardised.astype(np.float64)
        count, dim = photos.shape
        mean = photos.mean(0)
        centred = photos - mean
        scatter = centred.T @ centred / count
        variance = max(float(np.trace(scatter)) / dim, 1e-12)  # the mean over all directions
        shrinkage = max(LEAST_SHRINKAGE, dim / (dim + count))
        shrunk = (1 - shrinkage) * scatter / variance + shrinkage * np.eye(dim)
        variances, axes = np.linalg.eigh(shrunk)
        # A power of the inverse: weights may be large where the library varies little.
        covariance = (axes * variances**-WHITENING) @ axes.T / variance / dim / PRIOR
        return cls(mean, covariance, photos[:: max(1, count // UNLABELLED)])


def learn_head(examples: Examples, library_prior: LibraryPrior, prior: Head) -> Head:
    """The head for these `examples`, starting from `prior`; without any, `prior` itself."""
    if not len(examples.accepted) + len(examples.rejected):
        return prior
    photos, targets, weights = _training_set(examples, library_prior.unlabelled, prior)
    centred = photos - library_prior.mean  # [n, dim]
    projected = centred @ library_prior.covariance
    prior_logits = photos @ prior.weights.astype(np.float64) + prior.bias
    # The weights will be prior.weights + projected.T @ dual: n numbers are sought, by a kernel [n, n].
    dual, shift = _newton(projected @ centred.T, prior_logits, targets, weights)
    change = projected.T @ dual
    learned = Head(
        (prior.weights + change).astype(np.float32),
        float(prior.bias + shift - change @ library_prior.mean),
    )
    return _below_rejected(
        _with_prevalence(learned, prior, library_prior.unlabelled), prior, examples.rejected
    )


def _training_set(examples: Examples, unlabelled: Array, prior: Head) -> tuple[Array, Array, Array]:
    """Photos [n, dim], their targets [n] (0 to 1), and their weights [n]."""
    labelled = len(examples.accepted) + len(examples.rejected)
    zero_shot = _sigmoid(unlabelled @ prior.weights + prior.bias) * FADING / (FADING + labelled)
    parts: tuple[tuple[NDArray[Any], Array | float, float], ...] = (
        (examples.accepted, 1.0, 1.0),
        (examples.rejected, 0.0, 1.0),
        (examples.neighbours, 0.0, NEIGHBOUR_WEIGHT),
        (unlabelled, zero_shot, UNLABELLED_WEIGHT),
    )
    photos = np.concatenate([part for part, _, _ in parts]).astype(np.float64)
    targets = np.concatenate([np.broadcast_to(target, len(part)) for part, target, _ in parts])
    weights = np.concatenate([np.full(len(part), weight) for part, _, weight in parts])
    return photos, targets, weights


def _with_prevalence(learned: Head, prior: Head, unlabelled: Array) -> Head:
    """The head with its bias moved towards the one by which as many photos show the label as zero-shot."""
    expected = _sigmoid(unlabelled @ prior.weights + prior.bias).mean()
    logits = unlabelled @ learned.weights
    low, high = -MAX_LOGIT - logits.max(), MAX_LOGIT - logits.min()
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _sigmoid(logits + middle).mean() < expected else (low, middle)
    share = PREVALENCE_SHARE * len(unlabelled) / (len(unlabelled) + HALF_TRUST)
    return Head(learned.weights, (1 - share) * learned.bias + share * float(low))


def _below_rejected(learned: Head, prior: Head, rejected: Vectors) -> Head:
    """The head with a bias by which every rejected photo [n, dim] is less probable than it was."""
    if not len(rejected):
        return learned
    before = rejected @ prior.weights + prior.bias - LEAST_FALL
    return Head(learned.weights, min(learned.bias, float((before - rejected @ learned.weights).min())))


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -MAX_LOGIT, MAX_LOGIT))))


def _newton(kernel: Array, prior_logits: Array, targets: Array, weights: Array) -> tuple[Array, float]:
    """Dual coefficients [n] and bias of regularised logistic regression, whose kernel is [n, n].

    At the optimum a coefficient is weight * (target - probability). The bias has a prior of its own.
    """
    count = len(prior_logits)
    state = np.zeros(count + 1)
    for _ in range(NEWTON_STEPS):
        dual, bias = state[:count], state[count]
        probability = _sigmoid(kernel @ dual + prior_logits + bias)
        curvature = weights * probability * (1 - probability)
        # At the optimum `gap` is zero; `system` [n + 1, n + 1] is minus its derivative.
        system = np.block(
            [
                [np.eye(count) + curvature[:, None] * kernel, curvature[:, None]],
                [np.ones((1, count)), np.full((1, 1), -BIAS_PRIOR)],
            ]
        )
        gap = np.append(weights * (targets - probability) - dual, BIAS_PRIOR * bias - dual.sum())
        step = np.linalg.solve(system, gap)
        state = state + _backtracked(step, state, partial(_loss, kernel, prior_logits, targets, weights))
        if np.abs(step).max() < TOLERANCE:
            break
    return state[:count], float(state[count])


def _backtracked(step: Array, state: Array, loss: Callable[[Array], float]) -> Array:
    """The step, halved until the loss does not rise (backtracking line search).

    A whole one may overshoot where examples contradict each other.
    """
    before = loss(state)
    for _ in range(STEP_HALVINGS):
        if loss(state + step) <= before:
            break
        step = step / 2
    return step


def _loss(kernel: Array, prior_logits: Array, targets: Array, weights: Array, state: Array) -> float:
    """The loss that Newton's method minimises: weighted cross-entropy, and the distance from the prior."""
    dual, bias = state[:-1], state[-1]
    change = kernel @ dual
    logits = change + prior_logits + bias
    cross_entropy = weights @ (np.logaddexp(0, logits) - targets * logits)
    return float(cross_entropy + (dual @ change + BIAS_PRIOR * bias**2) / 2)
