"""Weak hits of a search, folded away below the others: seen by whoever asks for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mmdesk.core.nothing_found import nothing_sure
from mmdesk.core.query import Band, FoundApart, Hit, Query, SearchResult
from mmdesk.core.vectors import Ids

RESEMBLING = 100
"""Weak hits that are kept at most, the best ones: all of the library may be far from what is looked for."""


@dataclass(frozen=True, slots=True)
class Fold:
    """`count` photos that are folded away, or not while it `is_open`.

    Where they are all that was found, `alone` says so.
    """

    count: int
    is_open: bool = False
    alone: str = ""

    @property
    def unfolded(self) -> int:
        """Number of them that are shown."""
        return self.count if self.is_open else 0


@dataclass(frozen=True, eq=False)
class FoundPhotos:
    """Photos that a search has found, best first, with their hits; the weak ones can be folded away.

    They are not where no words or pictures tell how sure a hit is, and where a relevance was asked for.
    """

    query: Query = field(default_factory=Query)
    ids: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    hits: Mapping[int, Hit] = field(default_factory=dict)
    is_open: bool = False
    apart: FoundApart | None = None

    @classmethod
    def of(cls, result: SearchResult, before: "FoundPhotos") -> "FoundPhotos":
        """Photos of a result; of the same search as `before`, they stay unfolded if they were."""
        hits = {int(hit.photo): hit for hit in _less_the_farthest(result)}
        ids = np.fromiter(hits, np.int64, len(hits))
        is_open = before.is_open and before.query == result.query
        return cls(result.query, ids, hits, is_open, result.apart)

    @cached_property
    def fold(self) -> Fold | None:
        """The fold of the weak ones; None where there is none."""
        if not self.query.has_weak_hits:
            return None
        least = Band.least_maybe()
        weak = sum(self.hits[photo].relevance < least for photo in self.ids.tolist())
        alone = nothing_sure(self.apart) if weak == len(self.hits) else ""
        return Fold(weak, self.is_open, alone) if weak else None

    @property
    def shown(self) -> Ids:
        """Ids of those that are shown."""
        fold = self.fold
        return self.ids if fold is None else self.ids[: len(self.ids) - fold.count + fold.unfolded]

    def toggled(self) -> "FoundPhotos":
        """The same with the weak ones folded away, or no longer."""
        return replace(self, is_open=not self.is_open)

    def less(self, gone: Collection[int]) -> "FoundPhotos":
        """The same without photos that are no more."""
        return replace(self, ids=self.ids[~np.isin(self.ids, np.fromiter(gone, np.int64, len(gone)))])


def _less_the_farthest(result: SearchResult) -> Sequence[Hit]:
    """The hits of a result, in their order; of the weak ones only those that are the nearest."""
    if not result.query.has_weak_hits:
        return result.hits
    least = Band.least_maybe()
    weak = [hit for hit in result.hits if hit.relevance < least]
    far = {hit.photo for hit in sorted(weak, key=lambda hit: -hit.relevance)[RESEMBLING:]}
    return [hit for hit in result.hits if hit.photo not in far]
