"""Folders that were taken out of the library: no file is touched, and all that is known of them is kept."""

import json
import os

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import Folder
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.excludes import Excludes
from mmdesk.library.other_names import leave_folder
from mmdesk.library.path_range import below

OUT = 10
"""Added to what the column `missing` says of a photo while its folder is taken out."""


class TakenOut:
    """The folders that once were added, and now are not looked at."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def all(self) -> list[Folder]:
        """The folders that were taken out, by path, each with the number of photos that are kept of it."""
        count = f"SELECT count(*) FROM photos WHERE missing >= {OUT} AND path >= ? AND path < ?"
        return [
            Folder(path, int(self._catalogue.value(count, below(path))), excludes=tuple(json.loads(excludes)))
            for path, excludes in self._catalogue.rows("SELECT path, excludes FROM folders_out ORDER BY path")
        ]

    def take_out(self, path: bytes) -> int:
        """Take an added folder out of the library; returns how many of its photos were shown.

        A photo whose file has another name elsewhere goes by that. Raises UserError when the folder was not
        added itself.
        """
        path = os.path.abspath(path)
        with self._catalogue.writing() as db:
            row = db.execute("SELECT excludes FROM folders WHERE path = ?", [path]).fetchone()
            if row is None:
                raise _is_not_added(db, path)
            leave_folder(db, path)
            shown = db.execute(
                "SELECT count(*) FROM photos WHERE missing = 0 AND path >= ? AND path < ?", below(path)
            ).fetchone()
            db.execute("INSERT OR REPLACE INTO folders_out (path, excludes) VALUES (?, ?)", [path, *row])
            db.execute("DELETE FROM folders WHERE path = ?", [path])
            db.execute(
                f"UPDATE photos SET missing = missing + {OUT}"
                f" WHERE missing < {OUT} AND path >= ? AND path < ?",
                below(path),
            )
            db.execute("DELETE FROM skipped WHERE path = ? OR (path >= ? AND path < ?)", [path, *below(path)])
        return int(shown[0])

    def put_back(self, path: bytes) -> None:
        """Let a folder that was taken out be in the library as it was; it may be away at present.

        Raises UserError when it was not taken out, or is in the library again.
        """
        path = os.path.abspath(path)
        with self._catalogue.writing() as db:
            if db.execute("SELECT 1 FROM folders_out WHERE path = ?", [path]).fetchone() is None:
                raise UserError(
                    tr("The folder {path} is not one that was taken out.", path=display_path(path))
                )
            excludes = come_back(db, path)
            db.execute("INSERT INTO folders (path, excludes) VALUES (?, ?)", [path, json.dumps(excludes)])

    def forget_empty(self, path: bytes) -> None:
        """Forget the folders at and below `path` that were taken out, and of which no photo is known."""
        with self._catalogue.writing() as db:
            rows = db.execute(
                "SELECT path FROM folders_out WHERE path = ? OR (path >= ? AND path < ?)",
                [path, *below(path)],
            ).fetchall()
            for (folder,) in rows:
                sql = "SELECT 1 FROM photos WHERE path >= ? AND path < ? LIMIT 1"
                if db.execute(sql, below(folder)).fetchone() is None:
                    db.execute("DELETE FROM folders_out WHERE path = ?", [folder])


def come_back(db: Database, path: bytes) -> list[str]:
    """Bring back the photos at and below `path` whose folders were taken out, each as it was.

    Returns what was left out of those folders, said of `path`.
    """
    here = [path, *below(path)]
    rows = db.execute(
        "SELECT path, excludes FROM folders_out WHERE path = ? OR (path >= ? AND path < ?)", here
    ).fetchall()
    db.execute(
        f"UPDATE photos SET missing = missing - {OUT} WHERE missing >= {OUT} AND path >= ? AND path < ?",
        below(path),
    )
    db.execute("DELETE FROM folders_out WHERE path = ? OR (path >= ? AND path < ?)", here)
    known = [Excludes(folder, json.loads(patterns)) for folder, patterns in rows]
    return [pattern for excludes in known for pattern in excludes.seen_from(path)]


class Outside:
    """The folders that are taken out, as they are at the beginning of a transaction."""

    def __init__(self, db: Database) -> None:
        self._out = _paths(db, "folders_out")
        self._roots = _paths(db, "folders") if self._out else []

    def covers(self, path: bytes) -> bool:
        """Whether `path` lies in one of them, and not in a folder that was added since."""
        is_out = any(is_under(path, folder) for folder in self._out)
        return is_out and not any(is_under(path, root) for root in self._roots)


def _paths(db: Database, table: str) -> list[bytes]:
    return [path for (path,) in db.execute(f"SELECT path FROM {table}").fetchall()]


def _is_not_added(db: Database, path: bytes) -> UserError:
    """The reason why a folder cannot be taken out."""
    root = next((root for root in _paths(db, "folders") if is_under(path, root)), None)
    if root is None:
        return UserError(tr("{path} is not one of the library's folders.", path=display_path(path)))
    return UserError(
        tr(
            "The folder {path} lies in {root}; leave it out of that one instead.",
            path=display_path(path),
            root=display_path(root),
        )
    )
