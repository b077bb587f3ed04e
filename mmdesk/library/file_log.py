"""What was done to the user's files, so that it can be undone; and the photos kept in step with it.

A rename is noted in the transaction that gives the photo its new path: should the program die before it,
the next look finds the photo by its content. Of the trash an entry is made first, so that nothing
lies there that nobody knows of.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmdesk.core.photo import FileStamp, PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.moving import Move
from mmdesk.library.photos import THERE, TRASHED
from mmdesk.library.reading.formats import RAW, extension


@dataclass(frozen=True, slots=True)
class Deed:
    """One file of a photo that was moved: from `path` to `now`, or to the trash, where that is None.

    `stamp` is what the file looked like then, to know it again.
    """

    id: int
    photo: PhotoId
    path: bytes
    now: bytes | None
    stamp: FileStamp


class FileLog:
    """The undo log of files, and the paths of photos that go with it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def new_batch(self) -> int:
        """The number of what is about to be done, to be undone as one."""
        return 1 + int(self._catalogue.value("SELECT coalesce(max(batch), 0) FROM file_log"))

    def last_batch(self) -> list[Deed]:
        """What was done last and not undone yet, in order; nothing where there is nothing."""
        sql = """
            SELECT id, photo_id, path, now, size, mtime_ns FROM file_log WHERE undone = 0
            AND batch = (SELECT max(batch) FROM file_log WHERE undone = 0) ORDER BY id
        """
        return [
            Deed(number, PhotoId(photo), path, now, FileStamp(size, mtime_ns))
            for number, photo, path, now, size, mtime_ns in self._catalogue.rows(sql)
        ]

    def note_trash(self, batch: int, photo: PhotoId, files: Sequence[tuple[bytes, FileStamp]]) -> None:
        """These files of a photo, its own first, are about to go to the trash."""
        rows = [(batch, int(photo), path, None, stamp.size, stamp.mtime_ns) for path, stamp in files]
        with self._catalogue.writing() as db:
            db.conn.executemany(_NOTE, rows)

    def mark_trashed(self, photo: PhotoId, path: bytes) -> None:
        """The photo is in the trash: it is not shown, but everything known of it is kept."""
        with self._catalogue.writing() as db:
            db.execute("UPDATE photos SET missing = ? WHERE id = ? AND path = ?", [TRASHED, photo, path])

    def mark_back(self, photo: PhotoId, deeds: Sequence[Deed]) -> None:
        """The files of a photo are back from the trash; the first is the photo's own."""
        path = deeds[0].path
        raws = [(deed.path, photo) for deed in deeds[1:] if extension(deed.path) in RAW]
        with self._catalogue.writing() as db:
            db.execute("UPDATE photos SET missing = ? WHERE id = ? AND path = ?", [THERE, photo, path])
            db.conn.executemany("INSERT OR REPLACE INTO companions (path, photo_id) VALUES (?, ?)", raws)
            db.conn.executemany(_SETTLE, [(deed.id,) for deed in deeds])

    def settle(self, deeds: Iterable[Deed]) -> None:
        """These are undone, or cannot be."""
        with self._catalogue.writing() as db:
            db.conn.executemany(_SETTLE, [(deed.id,) for deed in deeds])

    def drop(self, batch: int, photo: PhotoId) -> None:
        """What was noted of a photo did not happen."""
        with self._catalogue.writing() as db:
            db.execute("DELETE FROM file_log WHERE batch = ? AND photo_id = ?", [batch, photo])

    def rename(self, photo: PhotoId, moves: Sequence[Move], undoes: Sequence[Deed] = ()) -> bool:
        """The files of a photo have moved, its own first: let the catalogue follow, in one transaction.

        With `undoes` this is no new deed, but takes those back. False, and nothing is changed, where
        another photo is remembered under the new path, be it a missing one.
        """
        batch = self.new_batch()
        rows = [(batch, int(photo), before, after, *_size_and_time(after)) for before, after in moves]
        before, after = moves[0]
        with self._catalogue.writing() as db:
            if db.execute("SELECT 1 FROM photos WHERE path = ? AND id != ?", [after, photo]).fetchone():
                return False
            db.execute("UPDATE photos SET path = ? WHERE id = ? AND path = ?", [after, photo, before])
            swapped = [(new, old) for old, new in moves]
            db.conn.executemany("UPDATE OR REPLACE companions SET path = ? WHERE path = ?", swapped)
            db.conn.executemany("UPDATE sidecar_log SET path = ? WHERE path = ?", swapped)
            if undoes:
                db.conn.executemany(_SETTLE, [(deed.id,) for deed in undoes])
            else:
                db.conn.executemany(_NOTE, rows)
        return True

    def knows(self, path: bytes) -> bool:
        """Whether a photo is remembered under this path, be it a missing one."""
        return self._catalogue.value("SELECT 1 FROM photos WHERE path = ?", [path]) is not None


_NOTE = "INSERT INTO file_log (batch, photo_id, path, now, size, mtime_ns) VALUES (?, ?, ?, ?, ?, ?)"

_SETTLE = "UPDATE file_log SET undone = 1 WHERE id = ?"


def _size_and_time(path: bytes) -> tuple[int, int]:
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns
