"""The search matrix on disk: a cache of a `VectorSource`, memory-mapped, derived anew whenever it disagrees.

Rows lie in segments, each a file of numbers beside a file of photo ids, never changed once written. What
belongs together is said by one small JSON file, replaced last and in one step. So a crash leaves only
files that nothing refers to, and two programs at work on one folder cannot mix their rows.
"""

import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from mmdesk.core.atomic_file import replacing
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.models.byte_rows import ByteRows, write_byte_rows
from mmdesk.models.stored_rows import STORED_TYPES, StoredRows, packed

FORMAT = 1
"""Raised when the files change their meaning; older ones are then derived anew."""

COPY_BYTES = 1 << 20
"""Bytes copied at once when segments are merged."""

SUFFIX_LENGTH = 13
"""Characters behind the model's key in the name of a segment: a dash and twelve hex digits."""

ORPHAN_SECONDS = 600
"""Age from which a segment that nothing refers to is removed; a younger one may be another program's."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`count` rows in the file `name`.rows, and their ids, int64, in `name`.ids."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """All segments of one model, in order. `stamp` is the source's from before they were read.

    `dtype` is one of `STORED_TYPES`; `dim` is 0 while there is no row.
    """

    stamp: str
    dim: int
    dtype: str
    segments: tuple[Segment, ...]


class MatrixFolder:
    """The matrix files of the model `model_key` in `folder`, which is made when first written to."""

    def __init__(self, folder: Path, model_key: str) -> None:
        self._folder = folder
        self._key = model_key

    def find(self) -> Matrix | None:
        """The matrix as last written, or None where there is none that is whole."""
        try:
            matrix = _from_json(json.loads(self._description.read_text(encoding="utf-8")))
            return matrix if all(self._is_whole(segment, matrix) for segment in matrix.segments) else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # absent or damaged: derived anew
            return None

    def write(self, stamp: str, chunks: Iterable[tuple[Ids, Vectors]], dtype: str) -> Matrix:
        """A matrix of all `chunks`, replacing what was there."""
        return self._add(Matrix(stamp, 0, dtype, ()), stamp, chunks)

    def append(self, matrix: Matrix, stamp: str, chunks: Iterable[tuple[Ids, Vectors]]) -> Matrix:
        """`matrix` with the rows of `chunks` behind its own, ids it already has left out.

        Segments that are not at least twice as long as what follows are merged into it, so that there
        are never more than a few and each row is copied only now and then.
        """
        present = self.load_ids(matrix)
        fresh = ((ids[new], vectors[new]) for ids, vectors in chunks if (new := ~np.isin(ids, present)).any())
        return self._add(matrix, stamp, fresh)

    def load_rows(self, matrix: Matrix) -> StoredRows:
        """The rows of all segments, mapped into memory and read only where looked at.

        The mapping is private: writing to it, which nobody does, would not reach the files.
        """
        numbers = STORED_TYPES[matrix.dtype]
        parts = [
            np.memmap(self._path(segment, "rows"), numbers, "c", shape=(segment.count, matrix.dim))
            for segment in matrix.segments
        ]
        return StoredRows([np.asarray(part) for part in parts], matrix.dtype)

    def load_bytes(self, matrix: Matrix) -> list[ByteRows]:
        """The rows of each segment in one byte a number, written now where that was not done yet.

        Raises OSError.
        """
        rows = self.load_rows(matrix)
        return [
            self._bytes_of(segment, StoredRows([part], matrix.dtype))
            for segment, part in zip(matrix.segments, rows.parts, strict=True)
        ]

    def _bytes_of(self, segment: Segment, rows: StoredRows) -> ByteRows:
        path, shape = self._path(segment, "bytes"), (segment.count, rows.parts[0].shape[1])
        found = ByteRows.find(path, *shape)
        if found is None:
            write_byte_rows(path, rows)
            found = ByteRows.find(path, *shape)
        if found is None:
            raise OSError(f"{path} is not as it was written")
        return found

    def load_ids(self, matrix: Matrix) -> Ids:
        """The photo id of each row, in the order of the rows."""
        ids = [np.fromfile(self._path(part, "ids"), np.int64, part.count) for part in matrix.segments]
        return np.concatenate(ids) if ids else np.empty(0, np.int64)

    @property
    def _description(self) -> Path:
        return self._folder / f"{self._key}.json"

    def _path(self, segment: Segment, kind: str) -> Path:
        return self._folder / f"{segment.name}.{kind}"

    def _is_whole(self, segment: Segment, matrix: Matrix) -> bool:
        row_bytes = matrix.dim * np.dtype(STORED_TYPES[matrix.dtype]).itemsize
        return (
            self._path(segment, "rows").stat().st_size == segment.count * row_bytes
            and self._path(segment, "ids").stat().st_size == segment.count * 8
        )

    def _add(self, matrix: Matrix, stamp: str, chunks: Iterable[tuple[Ids, Vectors]]) -> Matrix:
        self._folder.mkdir(parents=True, exist_ok=True)
        new, dim = self._write_segment(sound(chunks), matrix)
        grown = Matrix(stamp, dim, matrix.dtype, self._merge_tail([*matrix.segments, new]))
        self._describe(grown)
        self._sweep(grown)
        return grown

    def _merge_tail(self, segments: list[Segment]) -> tuple[Segment, ...]:
        """`segments` with the last ones made one, until each is twice as long as what follows it."""
        tail = segments.pop()
        merged = [tail] if tail.count else []
        while segments and merged and segments[-1].count < 2 * sum(part.count for part in merged):
            merged.insert(0, segments.pop())
        return (*segments, *([self._joined(merged)] if len(merged) > 1 else merged))

    def _write_segment(self, chunks: Iterable[tuple[Ids, Vectors]], matrix: Matrix) -> tuple[Segment, int]:
        """A segment of `chunks`, and the length of a row. Raises ValueError where lengths differ."""
        name, count, dim = self._new_name(), 0, matrix.dim
        with self._writing(name) as (row_file, id_file):
            for ids, vectors in chunks:
                dim = dim or vectors.shape[1]
                if vectors.shape != (len(ids), dim):
                    raise ValueError(
                        f"{len(ids)} ids with vectors of shape {vectors.shape}, rows are {dim} long"
                    )
                row_file.write(packed(vectors, matrix.dtype).tobytes())
                id_file.write(np.ascontiguousarray(ids, np.int64).tobytes())
                count += len(ids)
        return Segment(name, count), dim

    def _joined(self, parts: list[Segment]) -> Segment:
        """A segment of the rows of `parts`, one after the other."""
        name = self._new_name()
        with self._writing(name) as files:
            for kind, file in zip(("rows", "ids"), files, strict=True):
                for part in parts:
                    with self._path(part, kind).open("rb") as source:
                        shutil.copyfileobj(source, file, COPY_BYTES)
        return Segment(name, sum(part.count for part in parts))

    def _new_name(self) -> str:
        return f"{self._key}-{uuid.uuid4().hex[:12]}"

    @contextmanager
    def _writing(self, name: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """The two files of a new segment, on the disk for good when this ends."""
        with (
            (self._folder / f"{name}.rows").open("xb") as rows,
            (self._folder / f"{name}.ids").open("xb") as ids,
        ):
            yield rows, ids
            for file in (rows, ids):
                file.flush()
                os.fsync(file.fileno())

    def _describe(self, matrix: Matrix) -> None:
        with replacing(self._description) as part:
            part.write_text(json.dumps({"format": FORMAT, **asdict(matrix)}, indent=2), encoding="utf-8")

    def _sweep(self, matrix: Matrix) -> None:
        """Remove segments of this model that nothing refers to any more."""
        referenced = {segment.name for segment in matrix.segments}
        oldest = time.time() - ORPHAN_SECONDS
        for path in self._folder.iterdir():
            own = path.suffix in (".rows", ".ids", ".bytes") and path.stem[:-SUFFIX_LENGTH] == self._key
            if own and path.stem not in referenced and path.stat().st_mtime < oldest:
                with suppress(
                    PermissionError
                ):  # Windows keeps a file somebody has mapped; the next sweep gets it
                    path.unlink(missing_ok=True)


def _from_json(stored: dict[str, Any]) -> Matrix:
    """The matrix that a JSON file describes. Raises what a wrong one causes."""
    if stored["format"] != FORMAT:
        raise ValueError(f"format {stored['format']}")
    segments = tuple(Segment(str(part["name"]), int(part["count"])) for part in stored["segments"])
    return Matrix(str(stored["stamp"]), int(stored["dim"]), str(stored["dtype"]), segments)


def sound(chunks: Iterable[tuple[Ids, Vectors]]) -> Iterator[tuple[Ids, Vectors]]:
    """`chunks` without the vectors that are not finite: they are near to nothing."""
    for ids, vectors in chunks:
        finite = np.isfinite(vectors).all(axis=1)
        yield (ids, vectors) if finite.all() else (ids[finite], vectors[finite])
