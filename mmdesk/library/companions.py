"""Raw files that belong to a picture: what the camera saw, beside the JPEG it made of it.

The two are one photo to whoever took it. The JPEG is the one that is looked at; its raw file is
remembered, but is no photo of its own.
"""

import json
import os
from collections.abc import Callable, Collection, Mapping

from sqlite_utils import Database

from mmdesk.core.photo import PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.path_range import below


class Companions:
    """Which raw file belongs to which photo."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def count(self) -> int:
        """How many photos that are there have a raw file beside them."""
        sql = (
            "SELECT count(DISTINCT photo_id) FROM companions JOIN photos ON photos.id = photo_id"
            " WHERE missing = 0"
        )
        return int(self._catalogue.value(sql))

    def of_photos(self, ids: Collection[int]) -> dict[PhotoId, list[bytes]]:
        """The raw files of these photos; photos without any are left out."""
        sql = "SELECT photo_id, path FROM companions WHERE photo_id IN (SELECT value FROM json_each(?))"
        found: dict[PhotoId, list[bytes]] = {}
        for photo, path in self._catalogue.rows(
            f"{sql} ORDER BY path", [json.dumps([int(id_) for id_ in ids])]
        ):
            found.setdefault(PhotoId(photo), []).append(path)
        return found

    def bring_up_to_date(
        self, db: Database, root: bytes, found: Mapping[bytes, bytes], may_be_there: Callable[[bytes], bool]
    ) -> None:
        """Let the raw files below `root` be those `found`, each with the path of its picture, and those
        that nobody could look for, in the transaction `db`.
        """
        sql = (
            "SELECT companions.path, photos.path FROM companions JOIN photos ON photos.id = photo_id"
            " WHERE companions.path >= ? AND companions.path < ?"
        )
        known = dict(db.execute(sql, below(root)))
        gone = [path for path in known if path not in found and not may_be_there(path)]
        news = [(os.fspath(raw), lead) for raw, lead in found.items() if known.get(raw) != lead]
        db.conn.executemany("DELETE FROM companions WHERE path = ?", ((path,) for path in gone))
        db.conn.executemany(
            "INSERT OR REPLACE INTO companions (path, photo_id) SELECT ?, id FROM photos WHERE path = ?", news
        )
