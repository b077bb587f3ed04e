"""The search index: photos whose vectors are nearest to a vector, exactly, among a million in a blink.

On the processor numpy scans, until something else has imported torch, which is faster at it; an accelerator
belongs to torch. Near pairs need torch anyhow.
"""

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, Vectors, VectorSource
from mmdesk.models import byte_scan
from mmdesk.models.byte_rows import ByteRows, as_scanned
from mmdesk.models.matrix_file import Matrix, MatrixFolder
from mmdesk.models.products import products
from mmdesk.models.scan import best_first, best_rows, scan_dtype
from mmdesk.models.stored_rows import StoredRows

if TYPE_CHECKING:
    from mmdesk.models.torch_scan import TorchRows

GATHER_BELOW = 1 / 8
"""Share of the rows below which copying the allowed ones out is faster than scanning them all."""

WORTH_A_PROBE = 20_000
"""Number of vectors below which a scan takes a blink in any data type."""

PICKED_AT_ONCE = 8192
"""Pairs whose rows are read together: some dozen megabytes."""

TYPICAL_DIM = 512
"""Length of the rows that data types are tried with, before the first row is seen."""


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Loaded:
    """One state of the matrix, complete in itself, so that a search under way keeps the one it began with."""

    matrix: Matrix
    rows: StoredRows
    ids: Ids
    device: str
    byte_rows: Sequence[ByteRows] = ()

    @cached_property
    def torch_rows(self) -> "TorchRows":
        """The rows as torch scans them. Imports torch."""
        from mmdesk.models.torch_scan import TorchRows  # noqa: PLC0415

        return TorchRows.of(self.rows, self.device)

    @cached_property
    def by_id(self) -> NDArray[np.int64]:
        """Positions in the order of their ids."""
        return np.argsort(self.ids, kind="stable")


class VectorIndex:
    """All vectors of one model, ready to be searched, derived from a `VectorSource`.

    `refresh` and searches may run in different threads. Open one with `VectorIndex.open`.
    """

    def __init__(self, files: MatrixFolder, loaded: _Loaded, device: str) -> None:
        self._files = files
        self._loaded = loaded
        self._device = device

    @classmethod
    def open(cls, folder: Path, source: VectorSource, model_key: str, device: str = "cpu") -> "VectorIndex":
        """The index of `source`, mapped from `folder`, where it is written anew or grown if need be.

        `model_key` tells vectors apart that must not be mixed: the model and its recipe. Raises
        OSError where `folder` cannot be written to.
        """
        files = MatrixFolder(folder, model_key)
        matrix = files.find()
        fresh = _up_to_date(files, matrix, source)
        return cls(files, _load(files, fresh, device), device)

    @property
    def count(self) -> int:
        """Number of photos that can be found."""
        return len(self._loaded.ids)

    @property
    def dtype(self) -> str:
        """The data type rows are kept in, by torch's name."""
        return self._loaded.matrix.dtype

    @property
    def scanned(self) -> tuple[str, Sequence[NDArray[Any]]]:
        """The data type that numbers are scanned in, and all that a scan must read."""
        if not self._loaded.byte_rows:
            return self.dtype, self._loaded.rows.parts
        return "int8", [part for rows in self._loaded.byte_rows for part in as_scanned(rows)]

    @property
    def stamp(self) -> str:
        """A short text that changes with the vectors."""
        return self._loaded.matrix.stamp

    def sample(self, wanted: int) -> Vectors:
        """Vectors of `wanted` photos, evenly spread over all; of all of them where there are no more."""
        now = self._loaded
        if not len(now.ids):
            return np.empty((0, now.matrix.dim), np.float32)
        places = np.linspace(0, len(now.ids) - 1, min(wanted, len(now.ids)))
        return now.rows.pick(places.astype(np.int64))

    def refresh(self, source: VectorSource) -> bool:
        """Take in what `source` has gained or lost; True if there was anything. Cheap when there was not."""
        before = self._loaded.matrix
        after = _up_to_date(self._files, before, source)
        if after is before:
            return False
        self._loaded = _load(self._files, after, self._device)
        return True

    def top(
        self, vector: NDArray[np.float32], k: int, allowed: Ids | None = None
    ) -> tuple[Ids, NDArray[np.float32]]:
        """Ids and cosines of the `k` photos nearest to `vector` [dim], best first, equal ones by id.

        With `allowed`, photo ids in any order, only among those; unknown ids do no harm. Fewer than
        `k` come back where there are fewer. Raises ValueError for a vector of another length, or one
        that is not finite.
        """
        now = self._loaded
        check_query(vector, now.matrix.dim)
        mask = None if allowed is None else np.isin(now.ids, allowed)
        reachable = len(now.ids) if mask is None else int(np.count_nonzero(mask))
        k = min(k, reachable)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        positions, scores = self._nearest(now, vector, k, mask, reachable)
        return best_first(now.ids[positions], scores, k)

    def known(self, ids: Ids) -> Ids:
        """Those of the photos `ids` that can be found, in their order."""
        return ids[np.isin(ids, self._loaded.ids)]

    def scores(self, ids: Ids, vectors: Vectors) -> NDArray[np.float32]:
        """Cosines [n, m] of the photos `ids` [n] with `vectors` [m, dim]; NaN for a photo not indexed."""
        now = self._loaded
        cosines = np.full((len(ids), len(vectors)), np.nan, np.float32)
        positions, known = _positions(now, ids)
        if known.any():
            cosines[known] = products(now.rows.pick(positions[known]), vectors)
        return cosines

    def pair_cosines(self, pairs: Ids) -> NDArray[np.float32]:
        """Cosines [n] of pairs [n, 2] of photos; NaN where one of the two is not indexed."""
        now = self._loaded
        cosines = np.full(len(pairs), np.nan, np.float32)
        for start in range(0, len(pairs), PICKED_AT_ONCE):
            some = pairs[start : start + PICKED_AT_ONCE]
            positions, known = _positions(now, some.ravel())
            both = known.reshape(-1, 2).all(axis=1)
            if not both.any():
                continue
            rows = now.rows.pick(positions.reshape(-1, 2)[both].ravel()).reshape(int(both.sum()), 2, -1)
            cosines[start : start + PICKED_AT_ONCE][both] = np.einsum("nd,nd->n", rows[:, 0], rows[:, 1])
        return cosines

    def near_pairs(self, least: float, among: Ids) -> Iterator[tuple[int, Ids, NDArray[np.float32]]]:
        """All pairs of the photos `among` whose cosine is `least` or more, each once, part by part.

        Yields how many photos have been compared with all others, pairs of ids [n, 2] and cosines [n].
        Of thousands of photos that are all alike, each is told with its nearest only.
        """
        now = self._loaded
        positions, known = _positions(now, among)
        if not known.any():
            return
        inside = positions[known]
        ids = now.ids[inside]
        from mmdesk.models.near_pairs import near_pairs  # noqa: PLC0415  (imports torch)

        for part in near_pairs(now.torch_rows, inside, least):
            yield part.done, np.stack([ids[part.first], ids[part.second]], axis=1), part.cosines

    def warm(self) -> None:
        """Read the whole matrix once, so that the first search need not wait for the disk."""
        self._loaded.rows.read_once()
        for rows in self._loaded.byte_rows:
            rows.numbers.sum()

    def _nearest(
        self,
        now: _Loaded,
        vector: NDArray[np.float32],
        k: int,
        mask: NDArray[np.bool_] | None,
        reachable: int,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and scores of the best `k` where `mask` is true, and some more, in no order."""
        query = np.ascontiguousarray(vector, np.float32)
        if mask is not None and reachable < GATHER_BELOW * len(mask):
            inside = np.flatnonzero(mask)
            within, scores = best_rows(StoredRows([now.rows.pick(inside)], "float32"), query, k)
            return inside[within], scores
        hidden = None if mask is None else ~mask
        if now.byte_rows:
            return byte_scan.best_rows(now.rows, now.byte_rows, query, k, hidden)
        if now.device == "cpu" and "torch" not in sys.modules:
            return best_rows(now.rows, query, k, hidden)
        from mmdesk.models.torch_scan import best_rows as best_by_torch  # noqa: PLC0415

        return best_by_torch(now.torch_rows, query, k, hidden)


def _up_to_date(files: MatrixFolder, matrix: Matrix | None, source: VectorSource) -> Matrix:
    """`matrix` if it agrees with `source`, else one that does: grown when that is enough, or written anew."""
    stamp = source.stamp()
    if matrix is not None and matrix.stamp == stamp:
        return matrix
    added = source.added_since(matrix.stamp) if matrix is not None else None
    if matrix is not None and added is not None:
        return files.append(matrix, stamp, added)
    dtype = _fastest_dtype() if source.count() >= WORTH_A_PROBE else "float16"
    return files.write(stamp, source.chunks(), dtype)


def _fastest_dtype() -> str:
    """The data type that suits whatever will scan: the catalogue's own, where bytes are scanned."""
    if byte_scan.is_possible():
        return "float16"
    if "torch" not in sys.modules:
        return scan_dtype(TYPICAL_DIM)
    from mmdesk.models.torch_scan import scan_dtype as dtype_by_torch  # noqa: PLC0415

    return dtype_by_torch(TYPICAL_DIM)


def _load(files: MatrixFolder, matrix: Matrix, device: str) -> _Loaded:
    ids = files.load_ids(matrix)
    pays = device == "cpu" and len(ids) >= WORTH_A_PROBE and byte_scan.is_possible()
    return _Loaded(matrix, files.load_rows(matrix), ids, device, _bytes(files, matrix) if pays else ())


def _bytes(files: MatrixFolder, matrix: Matrix) -> Sequence[ByteRows]:
    """The rows in one byte a number; none where there is no room for them, and then a scan does without."""
    try:
        return files.load_bytes(matrix)
    except OSError as error:
        log.warning("No scan by bytes: %s", error)
        return ()


def _positions(now: _Loaded, ids: Ids) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Position in the matrix of each of `ids` [n], and a mask [n] of those that are there at all."""
    if not len(now.ids):
        return np.zeros(len(ids), np.int64), np.zeros(len(ids), bool)
    places = np.searchsorted(now.ids, ids, sorter=now.by_id)
    positions = now.by_id[np.minimum(places, len(now.ids) - 1)]
    return positions, now.ids[positions] == ids


def check_query(vector: NDArray[np.float32], dim: int) -> None:
    """Raise ValueError for a vector of another length than `dim`, where that is known, or not finite."""
    if dim and vector.shape != (dim,):
        raise ValueError(f"a vector of shape {vector.shape} cannot be sought among rows of {dim} numbers")
    if not np.isfinite(vector).all():
        raise ValueError("a vector that is not finite is near to nothing")
