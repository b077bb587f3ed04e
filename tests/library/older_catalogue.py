"""Catalogues of earlier versions."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from mmdesk.library.migrations import catalogue_migrations


def older_catalogue(path: Path, before: str, *more: str, content: bytes = b"\0") -> Path:
    """Make `path` a catalogue with one photo, `/a/b.jpg`, from before the migration called `before`.

    The photo has the hash `content`; the statements `more` fill the catalogue further.
    """
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before=before)
    older.execute("INSERT INTO directories (id, path) VALUES (1, x'2f61')")
    older.execute(
        "INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height)"
        " VALUES (CAST('/a/b.jpg' AS BLOB), 1, 2, 3, ?, 4, 5)",
        [content],
    )
    for statement in more:
        older.execute(statement)
    connection.close()
    return path
