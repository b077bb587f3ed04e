"""Made-up vectors in clusters, as photos of the same things are, more of them than memory would hold.

They are made piece by piece, and the truly nearest ones of some queries are found meanwhile.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, Vectors

Nearest = tuple[Ids, NDArray[np.float32]]

PIECE = 20_000
"""Vectors made at once."""

IN_CLUSTER = 1000
"""Vectors of a cluster, about."""

EVERY: Mapping[str, int] = {"all": 1, "half": 2, "tenth": 10, "few": 1000}
"""Filters by their names: each lets one of so many photos pass."""


class ClusteredVectors:
    """Unit vectors of `photos` photos, numbered from one, and queries near them."""

    def __init__(self, photos: int, dim: int, queries: int) -> None:
        self.photos, self.dim = photos, dim
        chance = np.random.default_rng(2021)
        self._centres = chance.standard_normal((max(1, photos // IN_CLUSTER), dim), np.float32)
        self.queries = self._around_centres(chance, queries)

    def pieces(self) -> Iterator[tuple[Ids, Vectors]]:
        """All of them in growing id order, with the numbers that two bytes hold."""
        for start in range(0, self.photos, PIECE):
            chance = np.random.default_rng((2021, start))
            rows = self._around_centres(chance, min(PIECE, self.photos - start))
            ids = np.arange(start, start + len(rows), dtype=np.int64) + 1
            yield ids, rows.astype(np.float16).astype(np.float32)

    def _around_centres(self, chance: np.random.Generator, count: int) -> Vectors:
        which = chance.integers(0, len(self._centres), count)
        vectors = chance.standard_normal((count, self.dim), np.float32)
        vectors += self._centres[which]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


class TrulyNearest:
    """The `wanted` nearest photos of each query, behind each filter, of the vectors it was shown."""

    def __init__(self, queries: Vectors, wanted: int) -> None:
        self._queries, self._wanted = queries, wanted
        nobody: Nearest = np.empty(0, np.int64), np.empty(0, np.float32)
        self._best = {name: [nobody] * len(queries) for name in EVERY}

    def show(self, ids: Ids, rows: Vectors) -> None:
        """Take in some vectors."""
        scores = self._queries @ rows.T
        for name, every in EVERY.items():
            passing = ids % every == 0
            for number, row in enumerate(scores):
                best, best_scores = self._best[name][number]
                self._best[name][number] = self._highest(
                    np.r_[best, ids[passing]], np.r_[best_scores, row[passing]]
                )

    def ids(self, name: str) -> list[Ids]:
        """Those behind a filter, of each query."""
        return [ids for ids, _ in self._best[name]]

    def _highest(self, ids: Ids, scores: NDArray[np.float32]) -> Nearest:
        if len(ids) <= self._wanted:
            return ids, scores
        places = np.argpartition(-scores, self._wanted)[: self._wanted]
        return ids[places], scores[places]


def fill_catalogue(path: Path, name: tuple[str, str], source: ClusteredVectors, seen: TrulyNearest) -> None:
    """Put all vectors into the tables of a catalogue, of photos that are not there; `seen` is shown them."""
    connection = sqlite3.connect(path)
    with connection:
        sql = "INSERT INTO shelves (model_key, recipe_version) VALUES (?, ?) RETURNING id"
        shelf = connection.execute(sql, name).fetchone()[0]
    for ids, rows in source.pieces():
        seen.show(ids, rows)
        blobs = zip(ids.tolist(), rows.astype(np.float16), strict=True)
        with connection:
            connection.executemany(
                "INSERT INTO vectors (shelf_id, photo_id, vector) VALUES (?, ?, ?)",
                ((shelf, photo, row.tobytes()) for photo, row in blobs),
            )
    connection.close()
