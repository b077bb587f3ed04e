"""Search indexes on the disk, one per model: a cache of a `StoredVectors`, of which it can be built anew.

Each build is a folder of its own, never changed once it is whole: the table of LanceDB, the ids of its rows,
and some rows as proof of whose they are. Which build counts is said by one small JSON file, replaced last and
in one step. So a build that is killed leaves the one before answering.
"""

import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.vectors import Ids, StoredVectors, Vectors
from mmdesk.models.lance_table import LanceTable, first_of, index_table, write_table
from mmdesk.models.matrix_file import ORPHAN_SECONDS, SUFFIX_LENGTH, sound

FORMAT = 1
"""Raised when the files change their meaning; older ones are then built anew."""

PROOFS = 64
"""Rows kept as proof, at most."""

ROOM = 1.25
"""Times the bytes of all vectors that a build needs on the disk."""

Told = Callable[[int, int, str], object]
"""Is told how many steps of how many are done, and what is being done."""


@dataclass(frozen=True, slots=True)
class LanceBuild:
    """`count` rows of `dim` numbers in the folder `name`.

    `stamp` is the source's from before they were read.
    """

    name: str
    stamp: str
    count: int
    dim: int


class LanceFolder:
    """The builds of the model `model_key` in `folder`, which is made when first written to."""

    def __init__(self, folder: Path, model_key: str) -> None:
        self._folder, self._key = folder, model_key

    def find(self) -> LanceBuild | None:
        """The build that counts, or None where there is none."""
        try:
            build = _from_json(json.loads(self._description.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # absent or damaged: built anew
            return None
        return build if self.path(build).is_dir() else None

    def path(self, build: LanceBuild) -> Path:
        """The folder of a build."""
        return self._folder / build.name

    def table(self, build: LanceBuild) -> LanceTable:
        """The table of a build. Raises UnreadableTableError."""
        return LanceTable(self.path(build))

    def ids(self, build: LanceBuild) -> Ids:
        """The photo ids of a build, growing. Raises OSError."""
        return np.fromfile(self.path(build) / "ids", np.int64, build.count)

    def belongs_to(self, build: LanceBuild, source: StoredVectors) -> bool:
        """Whether the rows kept as proof are those of `source`, but for what may have changed there since."""
        try:
            with np.load(self.path(build) / "proof.npz", allow_pickle=False) as kept:
                ids, rows = kept["ids"], kept["rows"]
        except (OSError, ValueError, KeyError):
            return False
        there, vectors = source.get(ids.tolist())
        if not len(there) or vectors.shape[1] != rows.shape[1]:
            return False
        same = (vectors.astype(np.float16) == rows[np.searchsorted(ids, there)]).all(axis=1)
        return bool(2 * same.sum() >= len(ids))

    def forget(self) -> None:
        """Let no build count any more."""
        self._description.unlink(missing_ok=True)

    def build(self, source: StoredVectors, told: Told) -> LanceBuild | None:
        """Build the index of `source` anew; None where there are no vectors. It takes minutes a million.

        Memory: some hundred megabytes, whatever the number. Raises UserError where there is no room, where
        another process builds it, and where the disk fails.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / f"{self._key}.lock", timeout=0):
                self._sweep()
                return self._build(source, told)
        except Timeout as error:
            raise UserError(tr("The search index is being built by another process already.")) from error
        except OSError as error:
            raise UserError(
                tr("The search index on the disk cannot be built: {error}.", error=error)
            ) from error

    def _build(self, source: StoredVectors, told: Told) -> LanceBuild | None:
        stamp, total = source.stamp(), source.count()
        dim, chunks = first_of(sound(source.chunks()))
        if not dim:
            return None
        self._refuse_without_room(total * dim * 2)
        name = f"{self._key}-{uuid.uuid4().hex[:12]}"
        path = self._folder / name
        path.mkdir()
        count = _write(path, chunks, dim, total, told)
        told(0, 0, tr("Building the search index: sorting into cells"))
        index_table(path, count, dim)
        build = LanceBuild(name, stamp, count, dim)
        with replacing(self._description) as part:
            part.write_text(json.dumps({"format": FORMAT, **asdict(build)}, indent=2), encoding="utf-8")
        return build

    @property
    def _description(self) -> Path:
        return self._folder / f"{self._key}.json"

    def _refuse_without_room(self, size: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < ROOM * size:
            needed = tr(
                "{room:.1f} GB, and {free:.1f} GB are left",
                room=ROOM * size / 1e9,
                free=free / 1e9,
            )
            raise UserError(
                tr(
                    "The search index on the disk needs {needed} for {folder}.",
                    needed=needed,
                    folder=self._folder,
                )
            )

    def _sweep(self) -> None:
        """Remove builds of this model that do not count: of killed processes, and those before the last."""
        build, oldest = self.find(), time.time() - ORPHAN_SECONDS
        for path in self._folder.iterdir():
            is_own = path.is_dir() and path.name[:-SUFFIX_LENGTH] == self._key
            if is_own and (build is None or path.name != build.name) and path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, chunks: Iterator[tuple[Ids, Vectors]], dim: int, total: int, told: Told) -> int:
    """Write table, ids and proof of `chunks` into the folder `path`; returns the number of rows."""
    count, proofs, every = 0, list[tuple[int, Any]](), max(1, total // PROOFS)

    def noted() -> Iterator[tuple[Ids, Vectors]]:
        nonlocal count
        for ids, vectors in chunks:
            told(count, total, tr("Building the search index: copying vectors"))
            file.write(np.ascontiguousarray(ids, np.int64).tobytes())
            first = -count % every
            proofs.extend(
                (int(ids[place]), vectors[place].astype(np.float16))
                for place in range(first, len(ids), every)
            )
            count += len(ids)
            yield ids, vectors

    with (path / "ids").open("xb") as file:
        write_table(path, noted(), dim)
    rows = np.array([row for _, row in proofs], np.float16)
    np.savez(path / "proof.npz", ids=np.array([photo for photo, _ in proofs], np.int64), rows=rows)
    return count


def _from_json(stored: dict[str, Any]) -> LanceBuild:
    """The build that a JSON file describes. Raises what a wrong one causes."""
    if stored["format"] != FORMAT:
        raise ValueError(f"format {stored['format']}")
    return LanceBuild(str(stored["name"]), str(stored["stamp"]), int(stored["count"]), int(stored["dim"]))
