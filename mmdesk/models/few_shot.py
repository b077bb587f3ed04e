"""A label that learns from photos: logistic regression on stored vectors, starting from its words.

The zero-shot direction is where learning starts and what it is pulled back to (a Gaussian prior around it),
so five examples improve a label and cannot ruin it; a label without words starts from nothing. How far it may
be pulled differs from direction to direction: what all photos of the library have in common in large measure
(light, crowdedness, the camera) tells little of a label, so moving there is dear, and cheap where the library
hardly varies. That is half the way to Fisher's discriminant, which whitens fully and with few examples finds
noise.

Photos that nobody looked at hold the label where it is, too: at first they are as probable as its words made
them, so that one accepted photo changes little; the more was said, the more they count as "not this", for
what shows the label is found by and by.

Solved by Newton's method in the space of the examples, which are few: milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors

PRIOR = 0.2
"""How strongly the words hold on to their direction; photos of the library have squared length one here."""

WHITENING = 0.5
"""Power of the library's covariance that a move is charged for: 0 is none, 1 is Fisher's discriminant."""

LEAST_SHRINKAGE = 0.1
"""How much of the covariance is taken to be the same in all directions, at least (Ledoit and Wolf 2004)."""

OTHERS = 300
"""Unlabelled photos of the library that stand for all else."""

TRUST_IN_OTHERS = 0.1
"""Weight of an unlabelled photo: nobody looked at it."""

FADING = 10
"""After so many examples, half of what the words say of unlabelled photos is still believed."""

TRUST_IN_NEIGHBOURS = 0.3
"""Weight of a photo that was given another label of the set, and not this one."""

BIAS_PRIOR = 0.1
"""How strongly the bias is held while the direction is learned; it is set afterwards, see `_settled`."""

KEPT_SHARE = 0.5
"""How much is believed of the words' guess at how many photos show the label. The examples were picked, so
they say little about that: the top of a list was looked at, not the library."""

FULL_TRUST = 50
"""From so many unlabelled photos on, half of `KEPT_SHARE` is believed."""

LEAST_FALL = 0.25
"""By so much, in logits, a rejected photo falls whatever the others say."""

STEPS = 25
HALVINGS = 40
STEP_HALVINGS = 20
ENOUGH = 1e-6

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Head:
    """What is added to a label's direction [dim] and bias, as `LabelScorer` understands them."""

    weights: Vectors
    bias: float


@dataclass(frozen=True)
class Examples:
    """Measured vectors [n, dim] of photos (see `VocabularyBaseline.standardised`) that say what a label is.

    `neighbours` were given another label of the same set and nothing was said of this one.
    """

    accepted: Vectors
    rejected: Vectors
    neighbours: Vectors


@dataclass(frozen=True)
class LibraryPrior:
    """The library a label is learned in: its `centre` [dim], the `metric` [dim, dim] that makes common
    directions dear, and some `others` [n, dim] that stand for everything else.
    """

    centre: Matrix
    metric: Matrix
    others: Matrix

    @classmethod
    def of_library(cls, measured: Vectors) -> Self:
        """From measured vectors [n, dim] of the library, two at least. One eigenvalue problem of size dim."""
        photos = measured.astype(np.float64)
        count, dim = photos.shape
        centre = photos.mean(0)
        shifted = photos - centre
        covariance = shifted.T @ shifted / count
        usual = max(float(np.trace(covariance)) / dim, 1e-12)
        shrinkage = max(LEAST_SHRINKAGE, dim / (dim + count))
        rounded = (1 - shrinkage) * covariance / usual + shrinkage * np.eye(dim)
        spreads, axes = np.linalg.eigh(rounded)
        metric = (axes * spreads**-WHITENING) @ axes.T / usual / dim / PRIOR
        return cls(centre, metric, photos[:: max(1, count // OTHERS)])


def learn_head(examples: Examples, library_prior: LibraryPrior, prior: Head) -> Head:
    """The head for these `examples`, starting from `prior`; with nothing to learn from, that comes back."""
    if not len(examples.accepted) + len(examples.rejected):
        return prior
    photos, truth, trust = _lessons(examples, library_prior.others, prior)
    shifted = photos - library_prior.centre
    moved = shifted @ library_prior.metric
    known = photos @ prior.weights.astype(np.float64) + prior.bias
    pulls, shift = _newton(moved @ shifted.T, known, truth, trust)
    change = moved.T @ pulls
    learned = Head(
        (prior.weights + change).astype(np.float32),
        float(prior.bias + shift - change @ library_prior.centre),
    )
    return _no_reward(_settled(learned, prior, library_prior.others), prior, examples.rejected)


def _lessons(examples: Examples, others: Matrix, prior: Head) -> tuple[Matrix, Matrix, Matrix]:
    """All photos [n, dim] that are learned from, how far each shows the label [n], and its weight [n]."""
    said = len(examples.accepted) + len(examples.rejected)
    as_by_words = _chances(others @ prior.weights + prior.bias) * FADING / (FADING + said)
    parts: tuple[tuple[NDArray[Any], Matrix | float, float], ...] = (
        (examples.accepted, 1.0, 1.0),
        (examples.rejected, 0.0, 1.0),
        (examples.neighbours, 0.0, TRUST_IN_NEIGHBOURS),
        (others, as_by_words, TRUST_IN_OTHERS),
    )
    photos = np.concatenate([part for part, _, _ in parts]).astype(np.float64)
    truth = np.concatenate([np.broadcast_to(shows, len(part)) for part, shows, _ in parts])
    trust = np.concatenate([np.full(len(part), weight) for part, _, weight in parts])
    return photos, truth, trust


def _settled(learned: Head, prior: Head, library: Matrix) -> Head:
    """With a bias that lets about as many photos of the library show the label as its words had it."""
    expected = _chances(library @ prior.weights + prior.bias).mean()
    logits = library @ learned.weights
    low, high = -40.0 - logits.max(), 40.0 - logits.min()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _chances(logits + middle).mean() < expected else (low, middle)
    kept = KEPT_SHARE * len(library) / (len(library) + FULL_TRUST)
    return Head(learned.weights, (1 - kept) * learned.bias + kept * float(low))


def _no_reward(learned: Head, prior: Head, rejected: Vectors) -> Head:
    """With a bias that makes every rejected photo [n, dim] less probable than it was."""
    if not len(rejected):
        return learned
    before = rejected @ prior.weights + prior.bias - LEAST_FALL
    return Head(learned.weights, min(learned.bias, float((before - rejected @ learned.weights).min())))


def _chances(logits: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -40, 40))))


def _newton(kernel: Matrix, known: Matrix, truth: Matrix, trust: Matrix) -> tuple[Matrix, float]:
    """Pulls [n] and bias of the regularised optimum, where pull = trust * (truth - probability).

    The bias has a prior of its own.
    """
    count = len(known)
    state = np.zeros(count + 1)
    for _ in range(STEPS):
        pulls, bias = state[:count], state[count]
        chance = _chances(kernel @ pulls + known + bias)
        curvature = trust * chance * (1 - chance)
        system = np.block(
            [
                [np.eye(count) + curvature[:, None] * kernel, curvature[:, None]],
                [np.ones((1, count)), np.full((1, 1), -BIAS_PRIOR)],
            ]
        )
        gap = np.append(trust * (truth - chance) - pulls, BIAS_PRIOR * bias - pulls.sum())
        step = np.linalg.solve(system, gap)
        state = state + _careful(step, state, partial(_cost, kernel, known, truth, trust))
        if np.abs(step).max() < ENOUGH:
            break
    return state[:count], float(state[count])


def _careful(step: Matrix, state: Matrix, cost: Callable[[Matrix], float]) -> Matrix:
    """As much of a step as makes things better: where examples contradict each other, a whole one may not."""
    before = cost(state)
    for _ in range(STEP_HALVINGS):
        if cost(state + step) <= before:
            break
        step = step / 2
    return step


def _cost(kernel: Matrix, known: Matrix, truth: Matrix, trust: Matrix, state: Matrix) -> float:
    """What Newton's method makes small: the surprise at the examples, and how far the head was pulled."""
    pulls, bias = state[:-1], state[-1]
    pulled = kernel @ pulls
    logits = pulled + known + bias
    surprise = trust @ (np.logaddexp(0, logits) - truth * logits)
    return float(surprise + (pulls @ pulled + BIAS_PRIOR * bias**2) / 2)
