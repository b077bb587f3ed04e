"""Other names of a photo's file: hard links, links, and what lies in linked folders.

However many names a file has, it is one photo. Its row in the catalogue has one of them, the real one where
the others are links; the rest are here.
"""

import os
from collections.abc import Iterable, Sequence

from mmdesk.core.photo import FileStamp, Photo, PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.path_range import IN_RANGE, below, in_folder
from mmdesk.library.photos import THERE, TRASHED


class OtherNames:
    """The names of files beside those that the rows of photos have."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def count(self) -> int:
        """Number of further names of photos that are there."""
        sql = f"SELECT count(*) FROM other_names JOIN photos ON photos.id = photo_id WHERE missing = {THERE}"
        return int(self._catalogue.value(sql))

    def all(self) -> list[tuple[bytes, bytes]]:
        """Every further name of a photo that is there, with the photo's path."""
        return self._catalogue.rows(
            "SELECT other_names.path, photos.path FROM other_names JOIN photos ON photos.id = photo_id"
            f" WHERE missing = {THERE} ORDER BY photos.path, other_names.path"
        )

    def photos(self, folder: bytes | None = None) -> list[PhotoId]:
        """Photos that are there and have further names, in order of their paths; those in `folder` only."""
        condition, parameters = ("1", []) if folder is None else in_folder(self._catalogue, folder)
        sql = "SELECT id FROM photos WHERE id IN (SELECT photo_id FROM other_names)"
        rows = self._catalogue.rows(f"{sql} AND missing = {THERE} AND {condition} ORDER BY path", parameters)
        return [photo for (photo,) in rows]

    def known(self, root: bytes) -> dict[bytes, tuple[FileStamp, bytes]]:
        """The names below `root` of photos that are there: what each file looked like when it was read, and
        the photo's path.
        """
        rows = self._catalogue.rows(
            "SELECT other_names.path, other_names.size, other_names.mtime_ns, photos.path FROM other_names"
            f" JOIN photos ON photos.id = photo_id WHERE missing = {THERE}"
            " AND other_names.path >= ? AND other_names.path < ?",
            below(root),
        )
        return {path: (FileStamp(size, mtime_ns), photo) for path, size, mtime_ns, photo in rows}

    def below(self, root: bytes) -> list[bytes]:
        """The names below `root`, but those of photos in the trash, which may come back with them."""
        rows = self._catalogue.rows(
            "SELECT other_names.path FROM other_names JOIN photos ON photos.id = photo_id"
            f" WHERE missing != {TRASHED} AND other_names.path >= ? AND other_names.path < ?",
            below(root),
        )
        return [path for (path,) in rows]


def put_name(db: Database, path: bytes, stamp: FileStamp, photo: int) -> None:
    """Remember, in the transaction `db`, that a photo's file has this name, too."""
    sql = "INSERT OR REPLACE INTO other_names (path, photo_id, size, mtime_ns) VALUES (?, ?, ?, ?)"
    db.execute(sql, [path, photo, stamp.size, stamp.mtime_ns])


def drop_names(db: Database, paths: Iterable[bytes]) -> None:
    """Forget these names in the transaction `db`: nothing is there, or another file is."""
    db.conn.executemany("DELETE FROM other_names WHERE path = ?", ((path,) for path in paths))


def go_by_other_names(db: Database, photos: Sequence[tuple[int, bytes]]) -> set[int]:
    """Let those of these photos (id, path), whose names are gone, go by another one that is there.

    All that is known of them stays theirs. Returns the ids of those that have one.
    """
    named = {photo for (photo,) in db.execute("SELECT photo_id FROM other_names").fetchall()}
    return {photo for photo, path in photos if photo in named and _goes_by_other_name(db, photo, path)}


def leave_folder(db: Database, folder: bytes) -> None:
    """Forget the names below `folder`; photos that are there go by one elsewhere, if they have it."""
    db.execute(f"DELETE FROM other_names WHERE {IN_RANGE}", below(folder))
    shown = f"SELECT id, path FROM photos WHERE missing = {THERE} AND {IN_RANGE}"
    go_by_other_names(db, db.execute(shown, below(folder)).fetchall())


def _goes_by_other_name(db: Database, photo: int, path: bytes) -> bool:
    sql = "SELECT path, size, mtime_ns FROM other_names WHERE photo_id = ? ORDER BY path"
    for name, size, mtime_ns in db.execute(sql, [photo]).fetchall():
        if FileStamp.at(name) == FileStamp(size, mtime_ns):
            sql = "UPDATE photos SET path = ?, directory_id = ?, missing = ? WHERE id = ? AND path = ?"
            now = [name, directory_id(db, os.path.dirname(name)), THERE]
            is_moved = db.execute(sql, [*now, photo, path]).rowcount == 1
            drop_names(db, [name] if is_moved else [])
            return is_moved
    return False


def directory_id(db: Database, path: bytes) -> int:
    """The number of a directory in the catalogue, new where it is new."""
    db.execute("INSERT OR IGNORE INTO directories (path) VALUES (?)", [path])
    return int(db.execute("SELECT id FROM directories WHERE path = ?", [path]).fetchone()[0])


def entries(photo: Photo) -> list[bytes]:
    """The names of a photo's file that are entries of a directory: its own first, hard links and links. The
    same entry by way of a linked folder is none.
    """
    distinct = {
        os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)): path
        for path in (*photo.other_names[::-1], photo.path)
    }
    return [path for path in (photo.path, *photo.other_names) if path in distinct.values()]


def hard_links(photo: Photo) -> list[bytes]:
    """The names of a photo's file that are hard links of each other; nothing where it has only one."""
    names = [(os.path.realpath(path), path) for path in (photo.path, *photo.other_names)]
    links = dict(sorted(names, key=lambda name: name[0] == name[1]))  # its real name, where it is among them
    there = sorted(path for path in links.values() if os.path.lexists(path))
    return there if len(there) > 1 else []
