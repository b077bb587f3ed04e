"""Several terms together: a photo must satisfy all that are wanted, and show none that are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.models.examples import LIKE_IT, ExampleMeasure
from mmdesk.models.relevance import Measure

SHOWS = 0.3
"""Relevance from which a photo shows what it should not: one photo less is better than one too many."""

FAINT = 0.02
"""Least relevance that one of several terms counts with: what shows the others comes before the rest."""

LEAST = 1e-9
"""Relevance that is as good as none."""

MOST_CHOICES = 32
"""Number of directions up to which every choice among alternatives has one of its own."""

Vector = NDArray[np.float32]


def choices(groups: Sequence[NDArray[np.float32]]) -> Iterator[tuple[Vector, ...]]:
    """Every choice of one row [dim] of each group [rows, dim].

    Where these are too many: every row once, with the means of the other groups.
    """
    if prod(map(len, groups)) <= MOST_CHOICES:
        yield from product(*groups)
        return
    means = [group.mean(0) for group in groups]
    for place, group in enumerate(groups):
        for row in group if len(group) > 1 else ():
            yield (*means[:place], row, *means[place + 1 :])


@dataclass(frozen=True)
class Combination:
    """The `measures` of a query's terms with their `weights`, and which are `unwanted`.

    A term has a measure for each of its alternatives, and holds as far as the best of them does. An unwanted
    term is judged by its own relevance; its vector is never taken off another's. Examples beside words are
    no further conditions, but evidence.
    """

    measures: Sequence[Sequence[Measure]]
    weights: Sequence[float]
    unwanted: Sequence[bool]

    @property
    def directions(self) -> NDArray[np.float32]:
        """A direction a measure [measures, dim]; times a photo's vector, it is the nearness."""
        return np.stack([one.direction for term in self.measures for one in term])

    @property
    def rankings(self) -> NDArray[np.float32]:
        """Directions [choices, dim] by which photos are ranked, one for every choice among alternatives.

        Each is the weighted mean of the wanted terms' log odds. Where nothing is wanted, the photos farthest
        from what is unwanted come first.
        """
        weights = self._weights if self._wanted.any() else -np.ones(len(self.measures))
        total = float(np.abs(weights).sum()) or 1.0
        steep = [np.stack([one.log_odds for one in term]) for term in self.measures]
        groups = [
            term if wanted else term.mean(0, keepdims=True)
            for term, wanted in zip(steep, self._wanted, strict=True)
        ]
        return np.asarray([weights @ np.stack(chosen) / total for chosen in choices(groups)], np.float32)

    def relevance(self, nearness: NDArray[np.float32], beside: NDArray[np.float32] | None = None) -> Vector:
        """Relevance [n] of photos of this nearness [n, measures]: as likely as all wanted terms hold at once.

        A term of less weight than the weightiest counts for less. What is known of each term `beside` the
        pictures [n, terms] is a chance of its own that it holds.
        """
        each = self.holding(nearness, beside)
        if not self._wanted.any():
            return np.asarray(1 - each.max(1), np.float32)
        conditions = self._wanted & ~self._examples
        if conditions.any():
            shift = (self._evidence(nearness) + self._doubt(each)) / conditions.sum()
            each = _shifted(each, shift[:, None])
        else:
            conditions = self._wanted
            each = _shifted(each, self._doubt(each)[:, None])
        weights = np.where(conditions, self._weights, 0) / (np.abs(self._weights[conditions]).max() or 1.0)
        holds = np.where(weights >= 0, each, 1 - each)
        holds = np.maximum(holds, FAINT if conditions.sum() > 1 else 0.0)
        return np.asarray(np.prod(holds ** np.abs(weights), axis=1), np.float32)

    def show_unwanted(
        self, nearness: NDArray[np.float32], beside: NDArray[np.float32] | None = None
    ) -> NDArray[np.bool_]:
        """Whether photos of this nearness [n, measures] show what is not wanted, as `relevance` judges it."""
        shown = self.holding(nearness, beside) >= np.where(self._examples, LIKE_IT, SHOWS)
        return np.asarray((shown & ~self._wanted).any(1), np.bool_)

    def holding(
        self, nearness: NDArray[np.float32], beside: NDArray[np.float32] | None = None
    ) -> NDArray[np.float64]:
        """Chance [n, terms] that each term holds: by the picture, or by what is known beside it."""
        each = self._each(nearness)
        return each if beside is None else 1 - (1 - each) * (1 - beside)

    def _each(self, nearness: NDArray[np.float32]) -> NDArray[np.float64]:
        """Relevance [n, terms] of each term by itself: that of its best alternative."""
        measures = [one for term in self.measures for one in term]
        columns = [one.relevance(nearness[:, place]) for place, one in enumerate(measures)]
        return best_of_each(np.stack(columns, axis=1).astype(np.float64), list(map(len, self.measures)))

    @property
    def _wanted(self) -> NDArray[np.bool_]:
        return ~np.array(self.unwanted, bool)

    @property
    def _examples(self) -> NDArray[np.bool_]:
        """Which terms are photos as examples."""
        return np.array([isinstance(term[0], ExampleMeasure) for term in self.measures], bool)

    def _evidence(self, nearness: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log odds [n] by which likeness to the wanted examples shifts what photos are found by."""
        total = np.zeros(len(nearness))
        column = 0
        for term, weight, wanted in zip(self.measures, self.weights, self._wanted, strict=True):
            if wanted and isinstance(term[0], ExampleMeasure):
                total += weight * term[0].evidence(nearness[:, column])
            column += len(term)
        return total

    def _doubt(self, each: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log odds [n], none above zero, by which unwanted examples shift it; `each` is [n, terms]."""
        weights = np.where(self._examples & ~self._wanted, np.array(self.weights, np.float64), 0.0)
        return np.asarray(np.log(np.maximum(1 - each, LEAST)) @ weights, np.float64)

    @property
    def _weights(self) -> NDArray[np.float64]:
        """Weights of what is wanted; others have none."""
        return np.where(self._wanted, np.array(self.weights, np.float64), 0.0)


def _shifted(relevance: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relevance whose log odds are shifted."""
    certain = np.clip(relevance, LEAST, 1 - LEAST)
    return np.asarray(1 / (1 + (1 - certain) / certain * np.exp(-np.clip(by, -60, 60))), np.float64)


def best_of_each(columns: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    """The highest number of each run of columns [n, sum of lengths], as [n, runs]."""
    begins = [0, *accumulate(lengths)][:-1]
    return np.maximum.reduceat(columns, begins, axis=1)
