"""The search index on the disk: for libraries whose vectors do not fit into memory.

LanceDB names photos that seem near; their cosines are those of the vectors in the source of truth, which also
tells which of them are gone. Photos that came after the index was built are searched exactly, by a small
matrix beside it. Among few photos, as behind a filter, all vectors are read and nothing is guessed.
"""

import logging
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, StoredVectors, Vectors, VectorSource
from mmdesk.models.lance_folder import LanceBuild, LanceFolder
from mmdesk.models.lance_table import LanceTable, UnreadableTableError
from mmdesk.models.picked_rows import PickedRows, are_among, best_of, pieces_of
from mmdesk.models.products import products
from mmdesk.models.stored_rows import StoredRows
from mmdesk.models.vector_index import PICKED_AT_ONCE, VectorIndex, check_query

COMPARED, COMPARED_OF_MANY, COMPARED_AT_LEAST = 10, 3, 700
"""Times as many photos as are wanted are compared by their own vectors; of many, fewer times as many."""

MOST_ASKED = 200_000
"""Rows that the table is asked for at most; beyond that, reading all vectors is no slower."""

SCORED_ALL = 200_000
"""Photos allowed up to which all of them are compared: then a filter is exact."""

Cosines = NDArray[np.float32]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Effort:
    """Amount of work for a search.

    A `share` of the cells is looked into at least, and so many `times` as many photos are compared.
    """

    share: float = 0.0
    times: int = 1


FAR = Effort(share=1.0, times=2)
"""The effort for what is far from all photos, as words are: what is nearest is spread over all cells."""

ALIKE = 0.5
"""Cosine of the nearest photo from which the others are in cells nearby: of pictures, hardly of words."""


class _Recent:
    """The vectors of `source` since `stamp`; a `VectorSource`."""

    def __init__(self, source: StoredVectors, stamp: str) -> None:
        self._source, self._since = source, stamp

    def stamp(self) -> str:
        return self._source.stamp()

    def count(self) -> int:
        return self._source.count_since(self._since)

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        return self._source.since(self._since)

    def added_since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]] | None:
        return self._source.added_since(stamp)


@dataclass(frozen=True)
class _Opened:
    """One state of the index, so that a search under way keeps the one it began with."""

    build: LanceBuild
    table: LanceTable
    ids: Ids
    stamp: str
    count: int


class LanceIndex:
    """All vectors of one model, searched on the disk; has the interface of `VectorIndex`.

    `refresh` and searches may run in different threads. Open one with `LanceIndex.open`.
    """

    def __init__(
        self, files: LanceFolder, source: StoredVectors, opened: _Opened, recent: VectorIndex
    ) -> None:
        self._files, self._source = files, source
        self._opened, self._recent = opened, recent
        self._picked = PickedRows(source)

    @classmethod
    def open(cls, folder: Path, source: StoredVectors, model_key: str) -> "LanceIndex":
        """The index of `source` that was built in `folder`.

        Raises UnreadableTableError where there is none, or not of this source, and OSError where what is
        recent cannot be written.
        """
        files = LanceFolder(folder, model_key)
        build = files.find()
        if build is None or not files.belongs_to(build, source):
            raise UnreadableTableError(
                f"There is no index of {model_key} in {folder} that is of this library."
            )
        stamp, count = source.stamp(), source.count()
        recent = VectorIndex.open(files.path(build) / "recent", _recent(source, build), "recent")
        table, ids = files.table(build), _ids_of(files, build)
        table.near(np.ones(build.dim, np.float32), 1)  # whoever cannot be asked now had better not be later
        return cls(files, source, _Opened(build, table, ids, stamp, count), recent)

    @property
    def count(self) -> int:
        """Number of photos that can be found."""
        return self._opened.count

    @property
    def stamp(self) -> str:
        """A short text that changes with the vectors."""
        return self._opened.stamp

    def refresh(self, source: VectorSource) -> bool:
        """Take in what the source has gained or lost; True if there was anything."""
        stamp = source.stamp()
        if stamp == self._opened.stamp:
            return False
        self._recent.refresh(_recent(self._source, self._opened.build))
        self._opened = replace(self._opened, stamp=stamp, count=source.count())
        return True

    def sample(self, wanted: int) -> Vectors:
        """Vectors of about `wanted` photos, evenly spread over all that were there when it was built."""
        ids = self._opened.ids
        places = np.linspace(0, len(ids) - 1, min(wanted, len(ids))).astype(np.int64)
        return self._source.get(ids[places].tolist())[1]

    def top(self, vector: NDArray[np.float32], k: int, allowed: Ids | None = None) -> tuple[Ids, Cosines]:
        """Ids and cosines of the `k` photos nearest to `vector` [dim], best first, equal ones by id.

        With `allowed`, photo ids in any order, only among those: exactly where there are up to `SCORED_ALL`.
        Among more, and among all, nearly all of the nearest are found; fewer than `k` come back only where
        there are fewer. Raises ValueError for a vector of another length, or one that is not finite.
        """
        now = self._opened
        check_query(vector, now.build.dim)
        among = None if allowed is None else _in_order(allowed)
        reachable = now.count if among is None else len(among)
        k = min(k, reachable)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        query = np.ascontiguousarray(vector, np.float32)
        if among is not None and len(among) <= SCORED_ALL:
            return self._picked.best(now.stamp, query, k, among)
        found = self._best(query, k, among, reachable, Effort())
        is_near = len(found[1]) > 0 and found[1][0] >= ALIKE * float(np.linalg.norm(query))
        return found if is_near else self._best(query, k, among, reachable, FAR)

    def known(self, ids: Ids) -> Ids:
        """Those of the photos `ids` that can be found, in their order."""
        found = are_among(ids, self._opened.ids)
        found[~found] = np.isin(ids[~found], self._recent.known(ids[~found]))
        return ids[found]

    def scores(self, ids: Ids, vectors: Vectors) -> Cosines:
        """Cosines [n, m] of the photos `ids` [n] with `vectors` [m, dim]; NaN for a photo not indexed."""
        cosines = np.full((len(ids), len(vectors)), np.nan, np.float32)
        for there, rows in pieces_of(self._source, np.unique(ids)):
            here = are_among(ids, there)
            cosines[here] = products(rows, vectors)[np.searchsorted(there, ids[here])]
        return cosines

    def pair_cosines(self, pairs: Ids) -> Cosines:
        """Cosines [n] of pairs [n, 2] of photos; NaN where one of the two is not indexed."""
        cosines = np.full(len(pairs), np.nan, np.float32)
        for start in range(0, len(pairs), PICKED_AT_ONCE):
            some = pairs[start : start + PICKED_AT_ONCE]
            ids, rows = self._source.get(np.unique(some).tolist())
            both = are_among(some.ravel(), ids).reshape(-1, 2).all(axis=1)
            first, second = np.searchsorted(ids, some[both]).T
            if len(first):
                products_of_pairs = np.einsum("nd,nd->n", rows[first], rows[second])
                cosines[start : start + PICKED_AT_ONCE][both] = products_of_pairs
        return cosines

    def near_pairs(self, least: float, among: Ids) -> Iterator[tuple[int, Ids, Cosines]]:
        """All pairs of the photos `among` whose cosine is `least` or more, each once, part by part.

        Yields as `VectorIndex.near_pairs` does; the rows of `among` are in memory meanwhile.
        """
        pieces = [(ids, rows.astype(np.float16)) for ids, rows in pieces_of(self._source, np.unique(among))]
        if not pieces:
            return
        ids = np.concatenate([ids for ids, _ in pieces])
        from mmdesk.models.near_pairs import near_pairs  # noqa: PLC0415  (imports torch)
        from mmdesk.models.torch_scan import TorchRows  # noqa: PLC0415

        rows = TorchRows.of(StoredRows([rows for _, rows in pieces], "float16"), "cpu")
        for part in near_pairs(rows, np.arange(len(ids)), least):
            yield part.done, np.stack([ids[part.first], ids[part.second]], axis=1), part.cosines

    def warm(self) -> None:
        """Look into some cells, so that the first search need not wait for the disk."""
        for vector in self.sample(4):
            self.top(vector, 1)

    def _best(
        self, query: NDArray[np.float32], k: int, among: Ids | None, reachable: int, effort: Effort
    ) -> tuple[Ids, Cosines]:
        """The best `k` of those named by the table and of what came since; of all, where it names too few."""
        near = self._near(query, k, among, reachable, effort)
        if near is None:
            return best_of(self._all(among), query, k)
        recent = self._recent.top(query, k, among)[0]
        return best_of(pieces_of(self._source, np.union1d(near, recent)), query, k)

    def _near(
        self, query: NDArray[np.float32], k: int, among: Ids | None, reachable: int, effort: Effort
    ) -> Ids | None:
        """Photos among which are nearly all of the `k` nearest; None where all must be looked at.

        Of a filter, it is first thought that near photos pass it as others do; where they pass it less, more
        are asked for.
        """
        now = self._opened
        wanted = effort.times * min(COMPARED * k, COMPARED_AT_LEAST + COMPARED_OF_MANY * k)
        asked = math.ceil(wanted * now.count / reachable)
        while asked < min(MOST_ASKED, len(now.ids)):
            try:
                near = now.table.near(query, asked, effort.share)
            except UnreadableTableError as error:
                log.warning("The index on the disk cannot be read, and is built anew: %s", error)
                self._files.forget()
                return None
            kept = near if among is None else near[are_among(near, among)]
            if 2 * len(kept) >= wanted:
                return kept[:wanted]
            asked *= 4
        return None

    def _all(self, among: Ids | None) -> Iterable[tuple[Ids, Vectors]]:
        return self._source.chunks() if among is None else pieces_of(self._source, among)


def _in_order(ids: Ids) -> Ids:
    """`ids` growing, each once; at no cost where they are."""
    return ids if (ids[1:] > ids[:-1]).all() else np.unique(ids)


def _recent(source: StoredVectors, build: LanceBuild) -> _Recent:
    return _Recent(source, build.stamp)


def _ids_of(files: LanceFolder, build: LanceBuild) -> Ids:
    try:
        ids = files.ids(build)
    except OSError as error:
        raise UnreadableTableError(str(error)) from error
    if len(ids) != build.count:
        raise UnreadableTableError("ids are missing")
    return ids
