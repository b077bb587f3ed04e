"""Embeddings as arrays, and the protocol by which the index reads them from the catalogue.

The catalogue keeps the embeddings, the index scans them; neither room knows the other, and they meet in
`tasks` through this protocol.
"""

from collections.abc import Iterator
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
