"""Several terms together: a photo must satisfy all that are wanted, and show none that are not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.models.relevance import Measure

SHOWS = 0.5
"""Relevance from which a photo shows what it should not."""

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Combination:
    """The `measures` of a query's terms with their `weights`, and which are `unwanted`.

    An unwanted term is judged by its own relevance; its vector is never taken off another's.
    """

    measures: Sequence[Measure]
    weights: Sequence[float]
    unwanted: Sequence[bool]

    @property
    def directions(self) -> NDArray[np.float32]:
        """A direction a term [terms, dim]; times a photo's vector, it is the nearness."""
        return np.stack([one.direction for one in self.measures])

    @property
    def direction(self) -> Vector:
        """The direction [dim] by which photos are ranked: the weighted mean of the wanted terms' log odds.

        Where nothing is wanted, the photos farthest from what is unwanted come first.
        """
        weights = self._weights if self._wanted.any() else -np.ones(len(self.measures))
        total = float(np.abs(weights).sum()) or 1.0
        steep = np.stack([one.log_odds for one in self.measures])
        return np.asarray(weights @ steep / total, np.float32)

    def relevance(self, nearness: NDArray[np.float32]) -> Vector:
        """Relevance [n] of photos of this nearness [n, terms]: as likely as all wanted terms hold at once.

        A term of less weight than the weightiest counts for less.
        """
        each = self._each(nearness)
        if not self._wanted.any():
            return np.asarray(1 - each.max(1), np.float32)
        weights = self._weights / (np.abs(self._weights).max() or 1.0)
        holds = np.where(weights >= 0, each, 1 - each)
        return np.asarray(np.prod(holds ** np.abs(weights), axis=1), np.float32)

    def show_unwanted(self, nearness: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Whether photos of this nearness [n, terms] show what is not wanted."""
        shown = self._each(nearness) >= SHOWS
        return np.asarray((shown & ~self._wanted).any(1), np.bool_)

    @property
    def _wanted(self) -> NDArray[np.bool_]:
        return ~np.array(self.unwanted, bool)

    @property
    def _weights(self) -> NDArray[np.float64]:
        """Weights of what is wanted; others have none."""
        return np.where(self._wanted, np.array(self.weights, np.float64), 0.0)

    def _each(self, nearness: NDArray[np.float32]) -> NDArray[np.float64]:
        """Relevance of each term by itself."""
        columns = [one.relevance(nearness[:, place]) for place, one in enumerate(self.measures)]
        return np.stack(columns, axis=1).astype(np.float64)
