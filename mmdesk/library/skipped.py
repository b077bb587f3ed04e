"""Files that were left out, each with its reason."""

from collections.abc import Iterable

from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.path_range import below


class SkippedFiles:
    """The list people can look at; a file leaves it when it can be read after all, or is gone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def all(self, folder: bytes | None = None) -> list[Skipped]:
        """Files left out, by path; with `folder` only those below it."""
        condition, parameters = ("path >= ? AND path < ?", below(folder)) if folder is not None else ("1", ())
        sql = f"SELECT path, reason, size, mtime_ns FROM skipped WHERE {condition} ORDER BY path"
        return [_skipped(*row) for row in self._catalogue.rows(sql, parameters)]

    def count(self) -> int:
        """Number of files that are left out."""
        return int(self._catalogue.value("SELECT count(*) FROM skipped"))

    def try_again(self, reason: str | None = None) -> int:
        """Forget what the files left out, or those left out for `reason`, looked like: the next scan opens
        them once more. Returns how many there are.
        """
        condition, parameters = ("1", []) if reason is None else ("reason = ?", [reason])
        with self._catalogue.writing() as db:
            return int(
                db.execute(
                    f"UPDATE skipped SET size = NULL, mtime_ns = NULL WHERE {condition}", parameters
                ).rowcount
            )

    def put(self, db: Database, files: Iterable[Skipped]) -> None:
        """Store files with their reasons in the transaction `db`; newer reasons replace older ones."""
        rows = [
            (
                file.path,
                file.reason,
                *((file.stamp.size, file.stamp.mtime_ns) if file.stamp else (None, None)),
            )
            for file in files
        ]
        db.conn.executemany(
            "INSERT OR REPLACE INTO skipped (path, reason, size, mtime_ns) VALUES (?, ?, ?, ?)", rows
        )

    def forget(self, db: Database, paths: Iterable[bytes]) -> None:
        """Take files off the list in the transaction `db`: they are photos now, or gone."""
        db.conn.executemany("DELETE FROM skipped WHERE path = ?", ((path,) for path in paths))


def _skipped(path: bytes, reason: str, size: int | None, mtime_ns: int | None) -> Skipped:
    return Skipped(path, reason, None if size is None or mtime_ns is None else FileStamp(size, mtime_ns))
