"""Albums: photos that belong together for the user, wherever their files lie."""

import json
from collections.abc import Collection
from dataclasses import replace
from itertools import chain, count

import numpy as np

from mmdesk.core.acts import ActKind
from mmdesk.core.albums import Album
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.history import noting

NEW_NAME = tr("New album")

LONGEST_NAME = 60


class Albums:
    """Albums and smart albums."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def all(self) -> list[Album]:
        """Every album, by name."""
        return [
            Album(*row) for row in self._catalogue.rows("SELECT id, name, query FROM albums ORDER BY name")
        ]

    def make(self, name: str, photos: Collection[int] = (), query: str | None = None) -> Album:
        """A new album of `photos`, or a smart one. Raises UserError for a name that is taken."""
        with noting(self._catalogue, ActKind.ALBUM_NEW, name) as db:
            if db.execute("SELECT 1 FROM albums WHERE name = ?", [name]).fetchone():
                raise UserError(tr("There is an album called {name} already.", name=name))
            made = db.execute("INSERT INTO albums (name, query) VALUES (?, ?)", [name, query]).lastrowid or 0
            _put(db, made, photos)
        return Album(made, name, query)

    def begin(self, photos: Collection[int]) -> Album:
        """A new album of `photos` under a name that is free: "New album", "New album 2", and so on."""
        return self._begin(NEW_NAME, photos)

    def begin_smart(self, query: str, name: str) -> Album:
        """A new smart album under about this name, with a number where that is taken."""
        return self._begin(name[:LONGEST_NAME].strip() or NEW_NAME, query=query)

    def _begin(self, name: str, photos: Collection[int] = (), query: str | None = None) -> Album:
        with self._catalogue.writing() as db:
            taken = {name for (name,) in db.execute("SELECT name FROM albums")}
            numbered = (f"{name} {number}" for number in count(2))
            free = next(one for one in chain([name], numbered) if one not in taken)
            return self.make(free, photos, query)

    def rename(self, album: Album, name: str) -> Album:
        """Call an album something else. Raises UserError for no name, or one that is taken."""
        if not name:
            raise UserError(tr("An album needs a name."))
        with noting(self._catalogue, ActKind.ALBUM_NAME, name) as db:
            if db.execute("SELECT 1 FROM albums WHERE name = ? AND id != ?", [name, album.id]).fetchone():
                raise UserError(tr("There is an album called {name} already.", name=name))
            db.execute("UPDATE albums SET name = ? WHERE id = ?", [name, album.id])
        return replace(album, name=name)

    def put_in(self, album: Album, photos: Collection[int]) -> list[PhotoId]:
        """Put photos into an album; returns those that were not in it yet."""
        with noting(self._catalogue, ActKind.ALBUM_IN, album.name) as db:
            fresh = _chosen(db, album.id, photos, is_in=False)
            _put(db, album.id, fresh)
        return fresh

    def take_out(self, album: Album, photos: Collection[int]) -> list[PhotoId]:
        """Take photos out of an album; returns those that were in it. They stay in the library."""
        with noting(self._catalogue, ActKind.ALBUM_OUT, album.name) as db:
            gone = _chosen(db, album.id, photos, is_in=True)
            db.conn.executemany(
                "DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?",
                [(album.id, each) for each in gone],
            )
        return gone

    def photos(self, album: int) -> list[PhotoId]:
        """The photos put into an album; of a smart one there are none here: search for its query."""
        sql = """
            SELECT photo_id FROM album_photos JOIN photos ON id = photo_id
            WHERE album_id = ? AND missing = 0 ORDER BY taken_at DESC, photo_id
        """
        return [PhotoId(photo) for (photo,) in self._catalogue.rows(sql, [album])]

    def counts(self) -> dict[int, int]:
        """Numbers of photos put into albums, by their ids; empty ones are not among them."""
        sql = """
            SELECT album_id, count(*) FROM album_photos JOIN photos ON id = photo_id
            WHERE missing = 0 GROUP BY album_id
        """
        return dict(self._catalogue.rows(sql))

    def by_date(self, album: int) -> tuple[Ids, Timeline]:
        """The photos put into an album, newest first, and how many each day has."""
        sql = """
            SELECT substr(taken_at, 1, 10) AS day, count(*) FROM album_photos JOIN photos ON id = photo_id
            WHERE album_id = ? AND missing = 0 GROUP BY day ORDER BY day DESC
        """
        with self._catalogue.at_one_moment():
            ids = np.array(self.photos(album), np.int64)
            return ids, Timeline.of(self._catalogue.rows(sql, [album]))

    def remove(self, album: Album) -> None:
        """Forget an album; its photos stay where they are."""
        with noting(self._catalogue, ActKind.ALBUM_GONE, album.name) as db:
            db.execute("DELETE FROM albums WHERE id = ?", [album.id])


def _put(db: Database, album: int, photos: Collection[int]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO album_photos VALUES (?, ?)", [(album, int(photo)) for photo in photos]
    )


def _chosen(db: Database, album: int, photos: Collection[int], *, is_in: bool) -> list[PhotoId]:
    """Those of the photos, as far as there are any, that are in an album, or are not."""
    sql = f"""
        SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?1))
        AND EXISTS (SELECT 1 FROM albums WHERE id = ?2)
        AND id {"" if is_in else "NOT"} IN (SELECT photo_id FROM album_photos WHERE album_id = ?2)
    """
    wanted = json.dumps([int(photo) for photo in photos])
    return [PhotoId(photo) for (photo,) in db.execute(sql, [wanted, album])]
