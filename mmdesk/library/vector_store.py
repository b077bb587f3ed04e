"""The vectors one model made of photos prepared in one way.

They are kept as half-precision numbers: a rounding of one part in two
thousand per component moves a cosine by about 0.00002, and the catalogue stays
half as large. Vectors of other models, or of the same model with another
preprocessing, lie on other shelves and are never mixed in.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.fact_tables import AS_READ
from mmdesk.library.path_range import below

CHUNK = 8192
"""Vectors read at once: 8 MB of them at 512 numbers."""


class VectorStore:
    """The vectors of (model, recipe); a `VectorSource`. The first one brings its row into the catalogue.

    `name` is the key of the model and the version of its recipe.
    """

    def __init__(self, catalogue: Catalogue, model_key: str, recipe_version: str) -> None:
        self._catalogue = catalogue
        self.name = (model_key, recipe_version)

    @property
    def model_key(self) -> str:
        """Key of the model."""
        return self.name[0]

    @property
    def key(self) -> str:
        """What tells these vectors from all others: the model and its recipe."""
        return "-".join(self.name)

    def fullest_other(self) -> "VectorStore | None":
        """The model with the most vectors but for this one; None where there is none."""
        sql = (
            "SELECT model_key, recipe_version FROM shelves WHERE vectors > 0"
            " AND (model_key, recipe_version) <> (?, ?) ORDER BY vectors DESC, id DESC LIMIT 1"
        )
        rows = self._catalogue.rows(sql, self.name)
        return VectorStore(self._catalogue, *rows[0]) if rows else None

    def lacks_any_of(self, other: "VectorStore") -> bool:
        """Whether a photo in reach has a vector in `other`, and none here."""
        offline = self._catalogue.rows("SELECT path FROM folders WHERE offline = 1")
        reach = " AND NOT (path >= ? AND path < ?)" * len(offline)
        sql = (
            f"SELECT EXISTS (SELECT 1 FROM vectors JOIN photos ON photos.id = photo_id"
            f" WHERE shelf_id = {SHELF} AND missing = 0 AND photo_id NOT IN ({SEEN}){reach})"
        )
        ranges = [end for (path,) in offline for end in below(path)]
        return bool(self._catalogue.value(sql, [*other.name, *self.name, *ranges]))

    def stamp(self) -> str:
        """`newest-replaced`: the last vector put here, and how many were ever replaced or removed."""
        newest, replaced = self._row("newest, replaced")
        return f"{newest}-{replaced}"

    def count(self) -> int:
        """Number of vectors, those of missing photos included."""
        return int(self._row("vectors, 0")[0])

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        """Every vector once, in growing id order."""
        return self._pieces("photo_id")

    def added_since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]] | None:
        """The vectors put here since `stamp()` was `stamp`, oldest first; None when others changed too."""
        newest, _, replaced = stamp.partition("-")
        if not newest.isdecimal() or replaced != str(self._row("replaced, 0")[0]):
            return None
        return self._pieces("seq", int(newest))

    def since(self, stamp: str) -> Iterator[tuple[Ids, Vectors]]:
        """The vectors put here since `stamp()` was `stamp`, oldest first, whatever else changed."""
        return self._pieces("seq", _newest(stamp))

    def count_since(self, stamp: str) -> int:
        """Number of the vectors that `since` tells."""
        sql = f"SELECT count(*) FROM vectors WHERE shelf_id = {SHELF} AND seq > ?"
        return int(self._catalogue.value(sql, [*self.name, _newest(stamp)]))

    def dim(self) -> int:
        """Numbers in a vector; 0 while there is none."""
        sql = f"SELECT length(vector) FROM vectors WHERE shelf_id = {SHELF} LIMIT 1"
        rows = self._catalogue.rows(sql, self.name)
        return rows[0][0] // np.dtype(np.float16).itemsize if rows else 0

    def get(self, ids: Iterable[int]) -> tuple[Ids, Vectors]:
        """The vectors of these photos, in growing id order; photos without one are left out."""
        wanted = json.dumps([int(photo_id) for photo_id in ids])
        sql = f"{SELECT} photo_id IN (SELECT value FROM json_each(?)) ORDER BY photo_id"
        return _arrays(self._catalogue.rows(sql, [*self.name, wanted]))

    def pending(self) -> int:
        """Number of photos without a vector; missing photos do not count."""
        sql = f"SELECT count(*) FROM photos WHERE missing = 0 AND id NOT IN ({SEEN})"
        return int(self._catalogue.value(sql, self.name))

    def known_contents(self, size: int) -> frozenset[bytes]:
        """Hashes of all files of `size` bytes that have a vector here, save photos with edited facts."""
        sql = f"SELECT content_hash FROM photos WHERE size = ? AND {AS_READ} AND id IN ({SEEN})"
        return frozenset(content for (content,) in self._catalogue.rows(sql, [size, *self.name]))

    def seen(self, ids: Iterable[int]) -> set[int]:
        """Those of `ids` that have a vector here."""
        sql = f"{SEEN} AND photo_id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._catalogue.rows(sql, [*self.name, json.dumps(list(ids))])}

    def put(self, db: Database, vectors: Mapping[PhotoId, Vectors]) -> None:
        """Store vectors of shape [dim] in the transaction `db`; they take the place of earlier ones."""
        own = self._id_for_writing(db)
        keys = [(own, photo_id) for photo_id in vectors]
        db.conn.executemany("DELETE FROM vectors WHERE shelf_id = ? AND photo_id = ?", keys)
        rows = [(own, photo_id, _blob(vector)) for photo_id, vector in vectors.items()]
        db.conn.executemany("INSERT INTO vectors (shelf_id, photo_id, vector) VALUES (?, ?, ?)", rows)

    def has(self, db: Database, photo: PhotoId) -> bool:
        """Whether `photo` has a vector here, seen from within the transaction `db`."""
        return db.execute(f"{SEEN} AND photo_id = ?", [*self.name, photo]).fetchone() is not None

    def of_content(self, db: Database, size: int, content_hash: bytes) -> Vectors | None:
        """The vector, of shape [dim], of any photo that is as its file of these bytes is, seen in `db`."""
        sql = (
            "SELECT photo_id, vector, seq FROM photos INDEXED BY photos_by_content"
            f" CROSS JOIN vectors ON photo_id = photos.id AND shelf_id = {SHELF}"
            f" WHERE size = ? AND content_hash = ? AND {AS_READ} LIMIT 1"
        )
        rows = db.execute(sql, [*self.name, size, content_hash]).fetchall()
        return _arrays(rows)[1][0] if rows else None

    def _id_for_writing(self, db: Database) -> int:
        db.execute("INSERT OR IGNORE INTO shelves (model_key, recipe_version) VALUES (?, ?)", self.name)
        row = db.execute(
            "SELECT id FROM shelves WHERE model_key = ? AND recipe_version = ?", self.name
        ).fetchone()
        return int(row[0])

    def _row(self, columns: str) -> tuple[Any, ...]:
        """Numbers kept of them; zeros while there are none."""
        sql = f"SELECT {columns} FROM shelves WHERE model_key = ? AND recipe_version = ?"
        return next(iter(self._catalogue.rows(sql, self.name)), (0, 0))

    def _pieces(self, key: str, after: int = 0) -> Iterator[tuple[Ids, Vectors]]:
        """Vectors by growing `key`, from `after` on. Each piece is a query of its own, so that no
        reader holds up the write-ahead log while its caller works.
        """
        sql = f"{SELECT} {key} > ? ORDER BY {key} LIMIT {CHUNK}"
        while rows := self._catalogue.rows(sql, [*self.name, after]):
            after = rows[-1][2] if key == "seq" else rows[-1][0]
            yield _arrays(rows)


SHELF = "(SELECT id FROM shelves WHERE model_key = ? AND recipe_version = ?)"
SELECT = f"SELECT photo_id, vector, seq FROM vectors WHERE shelf_id = {SHELF} AND"
SEEN = f"SELECT photo_id FROM vectors WHERE shelf_id = {SHELF}"


def _newest(stamp: str) -> int:
    """Number of the last vector there was when `VectorStore.stamp` was `stamp`; 0 for what is none."""
    newest = stamp.partition("-")[0]
    return int(newest) if newest.isdecimal() else 0


def _blob(vector: Vectors) -> bytes:
    return vector.astype(np.float16).tobytes()


def _arrays(rows: Sequence[tuple[int, bytes, int]]) -> tuple[Ids, Vectors]:
    """Ids and vectors of rows (id, blob, ...); one join and one conversion for all of them."""
    ids = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    halves = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float16)
    return ids, halves.reshape(len(rows), -1).astype(np.float32) if rows else np.empty((0, 0), np.float32)
