"""Embeddings as arrays, and the protocol by which the index reads them from the catalogue.

The catalogue keeps the embeddings, the index scans them; neither room knows the other, and they meet in
`tasks` through this protocol.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Unit-length embeddings, shape [n, dim]."""

Ids = NDArray[np.int64]
"""Photo ids, shape [n]."""


class VectorSource(Protocol):
    """All vectors of one model, as the source of truth holds them."""

    def stamp(self) -> str:
        """A short text that changes whenever any vector is added, replaced or removed."""
        ...

    def count(self) -> int:
        """Number of vectors."""
        ...

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        """Every vector once, in growing id order, in pieces of a few thousand."""
        ...

    def added_since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]] | None:
        """The vectors added since `stamp()` was `stamp`, or None when that is not all that happened.

        None also when `stamp` is unknown; the caller then reads everything anew.
        """
        ...


class StoredVectors(VectorSource, Protocol):
    """A source that can also be asked for the vectors of single photos, and for what came last."""

    def get(self, ids: Iterable[int]) -> tuple[Ids, Vectors]:
        """The vectors of these photos, in growing id order; photos without one are left out."""
        ...

    def since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]]:
        """The vectors put here since `stamp()` was `stamp`, oldest first, whatever else changed."""
        ...

    def count_since(self, stamp: str) -> int:
        """Number of the vectors that `since` tells."""
        ...


class SearchIndex(Protocol):
    """All vectors of one model, ready to be searched from any thread, by whatever engine."""

    @property
    def count(self) -> int:
        """Number of photos that can be found."""
        ...

    @property
    def stamp(self) -> str:
        """A short text that changes with the vectors."""
        ...

    def refresh(self, source: VectorSource) -> bool:
        """Take in what `source` has gained or lost; True if there was anything. Cheap when there was not."""
        ...

    def sample(self, wanted: int) -> Vectors:
        """Vectors of `wanted` photos, evenly spread over all; of all of them where there are no more."""
        ...

    def top(
        self, vector: NDArray[np.float32], k: int, allowed: Ids | None = None
    ) -> tuple[Ids, NDArray[np.float32]]:
        """Ids and cosines of the `k` photos nearest to `vector` [dim], best first, among those allowed."""
        ...

    def known(self, ids: Ids) -> Ids:
        """Those of the photos `ids` that can be found, in their order."""
        ...

    def scores(self, ids: Ids, vectors: Vectors) -> NDArray[np.float32]:
        """Cosines [n, m] of the photos `ids` [n] with `vectors` [m, dim]; NaN for a photo not indexed."""
        ...

    def pair_cosines(self, pairs: Ids) -> NDArray[np.float32]:
        """Cosines [n] of pairs [n, 2] of photos; NaN where one of the two is not indexed."""
        ...

    def near_pairs(self, least: float, among: Ids) -> Iterator[tuple[int, Ids, NDArray[np.float32]]]:
        """All pairs of the photos `among` whose cosine is `least` or more, each once, part by part."""
        ...

    def warm(self) -> None:
        """Do what the first search would wait for."""
        ...
