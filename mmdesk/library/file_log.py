"""What was done to the user's files, so that it can be undone; and the photos kept in step with it.

An entry is made before anything is moved: should the program die half-way, it is known what to bring back
together, and nothing lies in the trash that nobody knows of.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmdesk.core.photo import FileStamp, PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.companion_files import PAIRED
from mmdesk.library.moving import Move
from mmdesk.library.photos import THERE, TRASHED
from mmdesk.library.reading.formats import extension
from mmdesk.library.taken_out import OUT

DONE, UNDONE, PLANNED = 0, 1, 2
"""What the column `undone` says: done, and can be taken back; taken back, or given up; only begun."""

TAKING_BACK = 0
"""The batch of moves that take others back; every other is the number of an act."""


@dataclass(frozen=True, slots=True)
class FileMove:
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

    def done(self, act: int) -> list[FileMove]:
        """What an act did and was not taken back yet, in order."""
        return self._deeds(f"undone = {DONE} AND batch = ?", [act])

    def undone(self, act: int) -> list[FileMove]:
        """What was taken back of an act, or never came to an end, in order."""
        return self._deeds(f"undone = {UNDONE} AND batch = ?", [act])

    def planned(self) -> list[FileMove]:
        """Renames that were begun and never came to an end."""
        return self._deeds(f"undone = {PLANNED}")

    def plan_rename(self, batch: int, photo: PhotoId, moves: Sequence[Move]) -> None:
        """These files of a photo, its own first, are about to be moved. Raises OSError."""
        rows = [
            (batch, int(photo), before, after, *_size_and_time(before), PLANNED) for before, after in moves
        ]
        with self._catalogue.writing() as db:
            db.conn.executemany(_NOTE, rows)

    def note_trash(self, batch: int, photo: PhotoId, files: Sequence[tuple[bytes, FileStamp]]) -> None:
        """These files of a photo, its own first, are about to go to the trash."""
        rows = [(batch, int(photo), path, None, stamp.size, stamp.mtime_ns, DONE) for path, stamp in files]
        with self._catalogue.writing() as db:
            db.conn.executemany(_NOTE, rows)

    def mark_trashed(self, photo: PhotoId, path: bytes) -> None:
        """The photo is in the trash: it is not shown, but everything known of it is kept."""
        with self._catalogue.writing() as db:
            db.execute("UPDATE photos SET missing = ? WHERE id = ? AND path = ?", [TRASHED, photo, path])

    def trashed(self) -> set[bytes]:
        """The paths of photos that were moved to the trash."""
        sql = (
            "SELECT path FROM photos INDEXED BY photos_not_shown"
            f" WHERE missing > 0 AND missing IN ({TRASHED}, {TRASHED + OUT})"
        )
        return {path for (path,) in self._catalogue.rows(sql)}

    def mark_back(self, photo: PhotoId, deeds: Sequence[FileMove]) -> None:
        """The files of a photo are back from the trash; the first is the photo's own."""
        path = deeds[0].path
        paired = [(deed.path, photo) for deed in deeds[1:] if extension(deed.path) in PAIRED]
        with self._catalogue.writing() as db:
            sql = (
                f"UPDATE photos SET missing = {THERE} + (missing >= {OUT}) * {OUT} WHERE id = ? AND path = ?"
            )
            db.execute(sql, [photo, path])
            db.conn.executemany("INSERT OR REPLACE INTO companions (path, photo_id) VALUES (?, ?)", paired)
            db.execute("DELETE FROM companions WHERE path IN (SELECT path FROM other_names)")
            db.conn.executemany(_SETTLE, [(deed.id,) for deed in deeds])

    def settle(self, deeds: Iterable[FileMove]) -> None:
        """These are undone, or cannot be."""
        with self._catalogue.writing() as db:
            db.conn.executemany(_SETTLE, [(deed.id,) for deed in deeds])

    def drop(self, batch: int, photo: PhotoId) -> None:
        """What was noted of a photo did not happen."""
        with self._catalogue.writing() as db:
            db.execute(
                f"DELETE FROM file_log WHERE undone IN ({DONE}, {PLANNED}) AND batch = ? AND photo_id = ?",
                [batch, photo],
            )

    def rename(
        self, batch: int, photo: PhotoId, moves: Sequence[Move], undoes: Sequence[FileMove] = ()
    ) -> bool:
        """The files of a photo have moved as planned: let the catalogue follow, in one transaction.

        With `undoes` this is no new deed, but takes those back. False, and nothing is changed, where
        another photo is remembered under the new path, be it a missing one.
        """
        before, after = moves[0]
        with self._catalogue.writing() as db:
            if db.execute("SELECT 1 FROM photos WHERE path = ? AND id != ?", [after, photo]).fetchone():
                return False
            db.execute("UPDATE photos SET path = ? WHERE id = ? AND path = ?", [after, photo, before])
            swapped = [(new, old) for old, new in moves]
            db.conn.executemany("UPDATE OR REPLACE companions SET path = ? WHERE path = ?", swapped)
            db.conn.executemany("UPDATE sidecar_log SET path = ? WHERE path = ?", swapped)
            state = UNDONE if undoes else DONE
            db.execute(
                "UPDATE file_log SET undone = ? WHERE undone = ? AND batch = ?", [state, PLANNED, batch]
            )
            db.conn.executemany(_SETTLE, [(deed.id,) for deed in undoes])
        return True

    def _deeds(self, which: str, parameters: Sequence[object] = ()) -> list[FileMove]:
        sql = f"SELECT id, photo_id, path, now, size, mtime_ns FROM file_log WHERE {which} ORDER BY id"
        return [
            FileMove(number, PhotoId(photo), path, now, FileStamp(size, mtime_ns))
            for number, photo, path, now, size, mtime_ns in self._catalogue.rows(sql, parameters)
        ]


_NOTE = (
    "INSERT INTO file_log (batch, photo_id, path, now, size, mtime_ns, undone) VALUES (?, ?, ?, ?, ?, ?, ?)"
)

_SETTLE = f"UPDATE file_log SET undone = {UNDONE} WHERE id = ?"


def _size_and_time(path: bytes) -> tuple[int, int]:
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns
