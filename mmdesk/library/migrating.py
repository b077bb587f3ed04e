"""Sets of migrations, run by sqlite-utils, which is imported only where tables are to be changed."""

import sqlite3
from collections.abc import Callable
from typing import Any

from mmdesk.library.database import Database

Migration = Callable[[Database], None]
"""Changes the tables; its name is noted, and it is never run again."""

NOTED = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
"""Names of the migrations of a set, in the table that sqlite-utils keeps."""


class Migrations:
    """The migrations of the set `name`, in their order: a decorator puts one at the end.

    Only to look whether all were run takes a single query; sqlite-utils is a tenth of a search to import.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._all: list[Migration] = []

    def __call__(self) -> Callable[[Migration], Migration]:
        """A decorator for the next one."""

        def put(migration: Migration) -> Migration:
            self._all.append(migration)
            return migration

        return put

    @property
    def names(self) -> set[str]:
        """Those of all."""
        return {migration.__name__ for migration in self._all}

    def applied(self, db: Database) -> set[str]:
        """The names of those that were run, also of some that this version does not know."""
        try:
            return {name for (name,) in db.execute(NOTED, [self._name])}
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return set()

    def pending(self, db: Database) -> set[str]:
        """The names of those that are still to be run."""
        return self.names - self.applied(db)

    def apply(self, db: Database, stop_before: str | None = None) -> None:
        """Run those that are pending, in their order, as far as the one called `stop_before`."""
        import sqlite_utils  # noqa: PLC0415  (see above)

        runner: Any = sqlite_utils.Migrations(self._name)  # whose functions are said to take its own Database
        for migration in self._all:
            runner()(migration)
        runner.apply(sqlite_utils.Database(db.conn, execute_plugins=False), stop_before=stop_before)
