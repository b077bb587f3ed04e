"""The vectors that one model made of frames of films: up to three of each, beside the one of the film."""

from typing import NamedTuple

import numpy as np

from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database

SHELF = "(SELECT id FROM shelves WHERE model_key = ? AND recipe_version = ?)"


class FrameVectors(NamedTuple):
    """Vectors of frames [n, dim], film by film, and the film of each: ids [n], growing."""

    films: Ids
    vectors: Vectors


class FrameStore:
    """The vectors of frames of (model, recipe), by film. Those of a film go away with its own vector."""

    def __init__(self, catalogue: Catalogue, name: tuple[str, str]) -> None:
        self._catalogue = catalogue
        self.name = name

    def put(self, db: Database, film: PhotoId, frames: Vectors) -> None:
        """Store vectors of frames [n, dim] in the transaction `db`, after the film's own."""
        rows = [
            (*self.name, film, number, vector.astype(np.float16).tobytes())
            for number, vector in enumerate(frames)
        ]
        columns = "(shelf_id, photo_id, frame, vector)"
        sql = f"INSERT OR REPLACE INTO frame_vectors {columns} VALUES ({SHELF}, ?, ?, ?)"
        db.conn.executemany(sql, rows)

    def copy(self, db: Database, film: PhotoId, size: int, content_hash: bytes) -> None:
        """Give a film the frames of one whose file holds the same bytes, in the transaction `db`."""
        one = (
            "SELECT photo_id FROM frame_vectors JOIN photos ON photos.id = photo_id"
            f" WHERE shelf_id = {SHELF} AND size = ? AND content_hash = ? AND photo_id <> ? LIMIT 1"
        )
        db.execute(
            "INSERT OR IGNORE INTO frame_vectors (shelf_id, photo_id, frame, vector)"
            f" SELECT shelf_id, ?, frame, vector FROM frame_vectors WHERE shelf_id = {SHELF}"
            f" AND photo_id = ({one})",
            [film, *self.name, *self.name, size, content_hash, film],
        )

    def all(self) -> FrameVectors:
        """The vectors of all frames. There are few films beside photos."""
        sql = f"SELECT photo_id, vector FROM frame_vectors WHERE shelf_id = {SHELF} ORDER BY photo_id, frame"
        rows = self._catalogue.rows(sql, self.name)
        films = np.fromiter((film for film, _ in rows), np.int64, len(rows))
        halves = np.frombuffer(b"".join(vector for _, vector in rows), np.float16)
        if not rows:
            return FrameVectors(films, np.empty((0, 0), np.float32))
        return FrameVectors(films, halves.reshape(len(rows), -1).astype(np.float32))
