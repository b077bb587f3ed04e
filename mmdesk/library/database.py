"""A connection to an SQLite file, which the tables' own modules run their statements on."""

import sqlite3
from collections.abc import Mapping, Sequence


class Database:
    """A connection that begins no transaction by itself: see `catalogue.Catalogue.writing`.

    It is what a search needs of sqlite-utils, which takes as long to import as a search itself.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.conn.execute(sql, parameters)

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()
