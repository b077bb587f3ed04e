"""Files that belong to a picture: what the camera saw, beside the JPEG it made of it, and the short film
around the moment of a live photo.

The two are one photo to whoever took it. The picture is the one that is looked at; the file beside it is
remembered, but is no photo of its own.
"""

from collections.abc import Callable, Mapping

from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.path_range import below

IS_FILM = "lower(CAST(substr(companions.path, -4) AS TEXT)) IN ('.mov', '.mp4')"
"""Condition of SQL: whether what lies beside a photo is its film. All else are raw files."""

LIVE = f"motion = 1 OR photos.id IN (SELECT photo_id FROM companions WHERE {IS_FILM})"
"""Condition on a row of photos: whether it is a live photo, with its film beside it or within."""


class RawPairs:
    """Which raw file, and which film of a live photo, belongs to which photo."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def count(self) -> int:
        """Number of photos that have a raw file beside them; missing ones do not count."""
        sql = (
            "SELECT count(DISTINCT photo_id) FROM companions JOIN photos ON photos.id = photo_id"
            f" WHERE missing = 0 AND NOT {IS_FILM}"
        )
        return int(self._catalogue.value(sql))

    def all(self) -> list[tuple[bytes, bytes]]:
        """Every raw file beside a photo that is there, with the photo's path."""
        return self._catalogue.rows(
            "SELECT companions.path, photos.path FROM companions JOIN photos ON photos.id = photo_id"
            f" WHERE missing = 0 AND NOT {IS_FILM} ORDER BY companions.path"
        )

    def of(self, photo_id: int) -> list[bytes]:
        """The raw files beside one photo, and its film."""
        sql = "SELECT path FROM companions WHERE photo_id = ? ORDER BY path"
        return [path for (path,) in self._catalogue.rows(sql, [int(photo_id)])]

    def bring_up_to_date(
        self, db: Database, root: bytes, found: Mapping[bytes, bytes], may_be_there: Callable[[bytes], bool]
    ) -> None:
        """Let the files below `root` that belong to pictures be those `found`, each with the path of its
        picture, and those that nobody could look for, in the transaction `db`.
        """
        sql = (
            "SELECT companions.path, photos.path FROM companions JOIN photos ON photos.id = photo_id"
            " WHERE companions.path >= ? AND companions.path < ?"
        )
        known = dict(db.execute(sql, below(root)))
        gone = [path for path in known if path not in found and not may_be_there(path)]
        news = [(raw, lead) for raw, lead in found.items() if known.get(raw) != lead]
        db.conn.executemany("DELETE FROM companions WHERE path = ?", ((path,) for path in gone))
        db.conn.executemany(
            "INSERT OR REPLACE INTO companions (path, photo_id) SELECT ?, id FROM photos WHERE path = ?", news
        )
