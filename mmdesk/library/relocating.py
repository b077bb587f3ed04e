"""A folder that is somewhere else now: the catalogue follows it, and no photo is looked at anew.

Everything the user has given a photo hangs on its row, so the rows keep their ids and take on the new paths,
all of them in one transaction. Whether each file really is there, the next look at the folder tells.
"""

import json
import os
from dataclasses import dataclass, fields

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.excludes import Excludes
from mmdesk.library.one_photo import become_one
from mmdesk.library.path_range import below
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reader import hash_of_file
from mmdesk.library.reading.reasons import RefusedError
from mmdesk.library.taken_out import come_back

LOOKED_INTO = 16
"""Number of files of the right size whose bytes are compared: enough to recognise a folder."""

TOLD_OF = (
    ("skipped", "path"),
    ("companions", "path"),
    ("other_names", "path"),
    ("sidecar_log", "path"),
    ("file_log", "path"),
    ("file_log", "now"),
)
"""Tables and columns with paths of files, those of photos and folders aside."""

READ = ", ".join(
    [
        "content_hash",
        "missing",
        "facts_version",
        *(field.name for kind in (FileStamp, PhotoFacts) for field in fields(kind)),
    ]
)
"""What reading a file says of it: taken over from a photo that was read at the new place."""


@dataclass(frozen=True, slots=True)
class FolderMove:
    """Move from one folder to another, as the paths below them change."""

    old: bytes
    new: bytes

    @property
    def _stem(self) -> bytes:
        return self.old.rstrip(b"/")

    def of(self, path: bytes) -> bytes:
        """Where a file below the old folder is now."""
        return self.new.rstrip(b"/") + path[len(self._stem) :]

    def expression(self, column: str) -> str:
        """The same in SQL, for a column. Bytes: names need not be text."""
        new, kept = self.new.rstrip(b"/").hex(), len(self._stem) + 1
        return f"CAST(X'{new}' || substr({column}, {kept}) AS BLOB)"


@dataclass(frozen=True, slots=True)
class Relocated:
    """Numbers of photos that moved along, and of those that have a file of their size at the new place."""

    photos: int
    found: int


def relocate(catalogue: Catalogue, old: bytes, new: bytes) -> Relocated:
    """Let the added folder `old` be `new` from now on, with all its photos, tags, ratings and albums.

    Photos that were read at the new place meanwhile become one with those they are. Raises UserError, and
    changes nothing, when `old` was not added, `new` is no folder, one lies in the other, or no photo
    of the old folder lies at its place in the new one.
    """
    move = FolderMove(os.path.abspath(old), os.path.abspath(new))
    _refuse_nonsense(catalogue, move)
    found = _refuse_strangers(catalogue, move)
    with catalogue.writing() as db:
        left_out = come_back(db, move.new)
        _become_one_with_copies(db, move)
        _move_directories(db, move)
        photos = _move_paths(db, move)
        _move_root(db, move, left_out)
    return Relocated(photos, found)


def _refuse_nonsense(catalogue: Catalogue, move: FolderMove) -> None:
    if not catalogue.rows("SELECT 1 FROM folders WHERE path = ?", [move.old]):
        raise UserError(tr("{old} is not one of the library's folders.", old=display_path(move.old)))
    if not os.path.isdir(move.new):
        raise UserError(tr("There is no folder {new}.", new=display_path(move.new)))
    if is_under(move.new, move.old) or is_under(move.old, move.new):
        raise UserError(tr("One of these folders lies in the other."))


def _refuse_strangers(catalogue: Catalogue, move: FolderMove) -> int:
    """Number of photos with a file of their size at the new place. Raises UserError where none is theirs."""
    sql = "SELECT path, size, content_hash FROM photos WHERE path >= ? AND path < ? ORDER BY path"
    rows = catalogue.rows(sql, below(move.old))
    alike = [(move.of(path), digest) for path, size, digest in rows if _size(move.of(path)) == size]
    looked_into = alike[:: max(1, len(alike) // LOOKED_INTO)]
    if not any(_digest(path) == digest for path, digest in looked_into):
        raise UserError(
            tr(
                "None of the photos of {old} lies at its place in {new}. Nothing was changed.",
                old=display_path(move.old),
                new=display_path(move.new),
            )
        )
    return len(alike)


def _become_one_with_copies(db: Database, move: FolderMove) -> None:
    """Where the catalogue knows a photo at the new place, the one that moves there takes all it has."""
    for photo, copy, is_edited in _pairs(db, move):
        if is_edited:  # what any model saw before is true no more
            db.execute("DELETE FROM vectors WHERE photo_id = ?", [photo])
        read = f"(SELECT {READ} FROM photos AS copy WHERE copy.id = ?)"
        db.execute(f"UPDATE photos SET ({READ}) = {read} WHERE id = ?", [copy, photo])
        db.execute(
            "UPDATE photos SET width = height, height = width WHERE id = ?1"
            " AND (turn >= 5) != (SELECT turn >= 5 FROM photos AS copy WHERE copy.id = ?2)",
            [photo, copy],
        )
        become_one(db, photo, copy)


def _pairs(db: Database, move: FolderMove) -> list[tuple[int, int, bool]]:
    """Photos of the old folder, each with the one that is known in its new place."""
    sql = (
        "SELECT gone.id, known.id, gone.size != known.size OR gone.content_hash != known.content_hash"
        f" FROM photos AS gone JOIN photos AS known ON known.path = {move.expression('gone.path')}"
        " WHERE gone.path >= ? AND gone.path < ?"
    )
    return db.execute(sql, below(move.old)).fetchall()


def _move_directories(db: Database, move: FolderMove) -> None:
    """The new directories beside the old ones, then the photos over to them."""
    old = "path = ? OR (path >= ? AND path < ?)"
    bounds = [move.old, *below(move.old)]
    there = f"SELECT {move.expression('path')} FROM directories WHERE {old}"
    db.execute(f"INSERT OR IGNORE INTO directories (path) {there}", bounds)
    sql = f"SELECT id, {move.expression('path')} FROM directories WHERE {old}"
    for directory, path in db.execute(sql, bounds).fetchall():
        new = "(SELECT id FROM directories WHERE path = ?)"
        db.execute(f"UPDATE photos SET directory_id = {new} WHERE directory_id = ?", [path, directory])
    db.execute(f"DELETE FROM directories WHERE {old}", bounds)


def _move_paths(db: Database, move: FolderMove) -> int:
    """Every file the catalogue speaks of; returns how many photos there were."""
    for table, column in TOLD_OF:
        set_path = f"SET {column} = {move.expression(column)} WHERE {column} >= ? AND {column} < ?"
        db.execute(f"UPDATE OR REPLACE {table} {set_path}", below(move.old))
    db.execute("DELETE FROM skipped WHERE path = ?", [move.old])
    moved = db.execute(
        f"UPDATE photos SET path = {move.expression('path')} WHERE path >= ? AND path < ?", below(move.old)
    )
    db.execute("DELETE FROM other_names WHERE path IN (SELECT path FROM photos)")
    return int(moved.rowcount)


def _move_root(db: Database, move: FolderMove, left_out_there: list[str]) -> None:
    """The added folder itself: in place of those below it, or as a part of the one above it.

    `left_out_there` comes from folders at the new place that had been taken out.
    """
    added = {
        path: json.loads(left_out) for path, left_out in db.execute("SELECT path, excludes FROM folders")
    }
    added[move.new] = [*added.get(move.new, []), *left_out_there, *added.pop(move.old)]
    root = next((path for path in added if path != move.new and is_under(move.new, path)), move.new)
    inner = [path for path in added if path != root and is_under(path, root) and is_under(path, move.new)]
    left_out = added[root] + [
        pattern for path in inner for pattern in Excludes(path, added[path]).seen_from(root)
    ]
    db.conn.executemany("DELETE FROM folders WHERE path = ?", [(path,) for path in (move.old, *inner)])
    db.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", [root])
    db.execute("UPDATE folders SET excludes = ? WHERE path = ?", [json.dumps(left_out), root])


def _size(path: bytes) -> int | None:
    try:
        return os.stat(path).st_size
    except OSError:
        return None


def _digest(path: bytes) -> bytes | None:
    try:
        return hash_of_file(path, ReadingLimits())
    except RefusedError:
        return None
