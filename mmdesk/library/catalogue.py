"""The catalogue: one SQLite file, the only source of truth.

Readers never wait: with a write-ahead log (https://www.sqlite.org/wal.html)
every thread reads through a connection of its own while one writer works. Writes begin with BEGIN
IMMEDIATE, because a transaction that reads first and then wants to write fails
at once when another process wrote in between, whatever the busy time-out.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.database import Database
from mmdesk.library.faults import DAMAGED, CatalogueDamagedError, told_plainly
from mmdesk.library.migrations import catalogue_migrations

BUSY_TIMEOUT_S = 30.0
"""How long one process waits for another's batch, which takes milliseconds, on a slow disk a second."""

CACHE_KIB = 32_768
"""Pages a connection keeps in memory."""

HEADER_BYTES = 100
MAGIC = b"SQLite format 3\0"


class Catalogue:
    """An open catalogue. Any thread may use it; `close` when all are done."""

    def __init__(self, path: Path, writer: Database) -> None:
        self.path = path
        self._writer = writer
        self._one_writer = threading.RLock()
        self._of_thread = threading.local()
        self._readers: list[Database] = []
        self._readers_lock = threading.Lock()
        self._watcher: Database | None = None
        self._watching = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> "Catalogue":
        """Open the catalogue at `path`, making it or bringing its tables up to date.

        Raises UserError, and changes nothing, when the file is damaged, was made by a newer
        mmdesk, or cannot be written.
        """
        with told_plainly(path):
            _make_folder(path.parent)
            _refuse_cut_off(path)
            writer = _connect(path)
            try:
                _refuse_newer(writer, path)
                _prepare(writer)
            except BaseException:
                writer.conn.close()
                raise
        return cls(path, writer)

    def close(self) -> None:
        """Close every connection, those of other threads too."""
        with self._one_writer, self._readers_lock:
            for database in (*self._readers, self._writer):
                database.conn.close()
            self._readers.clear()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of it is stored when the block ends, nothing of it when it raises.

        A block within another, of the same thread, is a part of that one. Raises UserError when the disk is
        full, the file damaged, and so on.
        """
        with self._one_writer:
            if self._writer.conn.in_transaction:
                yield self._writer
                return
            with told_plainly(self.path), _transaction(self._writer.conn):
                yield self._writer

    def reading(self) -> Database:
        """The calling thread's connection, for queries only."""
        database: Database | None = getattr(self._of_thread, "database", None)
        if database is None:
            database = _connect(self.path)
            database.conn.execute("PRAGMA query_only = ON")
            self._of_thread.database = database
            with self._readers_lock:
                self._readers.append(database)
        return database

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """What the calling thread reads in this block is of one moment, whoever writes meanwhile."""
        with told_plainly(self.path):
            connection = self.reading().conn
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    def version(self) -> int:
        """A number that is another after every change, whichever process made it; quick to ask."""
        with told_plainly(self.path), self._watching:
            if self._watcher is None:
                self._watcher = _connect(self.path)
                with self._readers_lock:
                    self._readers.append(self._watcher)
            # It tells commits of other connections, so this one is for nothing else.
            return int(self._watcher.conn.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises UserError when the file cannot be read."""
        with told_plainly(self.path):
            return self.reading().conn.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """The first column of the first row, or None when there is no row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            tr("The data folder {folder} cannot be made: {reason}.", folder=folder, reason=error.strerror)
        ) from error


def _connect(path: Path) -> Database:
    """A connection without Python's own transactions, which begin too late (see above)."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return Database(connection)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has already ended it
            connection.execute("ROLLBACK")
        raise


def _refuse_cut_off(path: Path) -> None:
    """Raise CatalogueDamagedError before SQLite comes upon the pages that are lost."""
    if is_cut_off(path):
        raise CatalogueDamagedError(DAMAGED.format(path=path))


def is_cut_off(path: Path) -> bool:
    """Whether a database file is shorter than its header says: it has lost pages, or was none.

    While there is a write-ahead log the header may rightly be ahead of the file.
    """
    log = path.with_name(f"{path.name}-wal")
    if not path.is_file() or path.stat().st_size == 0 or (log.exists() and log.stat().st_size):
        return False
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return not header.startswith(MAGIC) or path.stat().st_size < _size_by_header(header)


def _size_by_header(header: bytes) -> int:
    """Bytes in the whole file: page size (1 stands for 65536) times pages, https://www.sqlite.org/fileformat.html."""
    if len(header) < HEADER_BYTES:
        return HEADER_BYTES
    page = int.from_bytes(header[16:18], "big")
    return (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")


def _refuse_newer(writer: Database, path: Path) -> None:
    """Tables that a later version made may mean something else: better not to touch them."""
    if catalogue_migrations.applied(writer) - catalogue_migrations.names:
        raise UserError(
            tr("The catalogue {path} was made by a newer version of mmdesk. Please update mmdesk.", path=path)
        )


def _prepare(writer: Database) -> None:
    """Switch to the write-ahead log and bring the tables up to date, unless that is done."""
    _switch_to_log(writer.conn)
    if catalogue_migrations.pending(writer):
        # Two processes may start at once: the second waits here and finds nothing left to do.
        with _transaction(writer.conn):
            catalogue_migrations.apply(writer)


def _switch_to_log(connection: sqlite3.Connection) -> None:
    """SQLite does not wait its busy time-out for this one, so we do."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
