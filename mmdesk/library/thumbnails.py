"""Thumbnails: small JPEG files by the hash of the photo they were made of.

They live in a file of their own, because they can be made again: a damaged one
is set aside, and the next scan of the folders fills a new one.
"""

import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from mmdesk.library.faults import told_plainly

BUSY_TIMEOUT_S = 30.0

LOOKED_UP_AT_ONCE = 500
"""Question marks in one query."""

LOOKS_AT_ONCE = 20_000
"""Looks, of some dozen bytes each, read while others wait."""


class Thumbnails:
    """The store of thumbnails, at most 512 pixels on the long side, upright, sRGB. Any thread may use it.

    Raises UserError where the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with told_plainly(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open_or_set_aside(path)

    def get(self, content_hash: bytes) -> bytes | None:
        """The JPEG file made of the photo with this hash, or None when there is none."""
        with self._lock, told_plainly(self._path):
            row = self._connection.execute(
                "SELECT jpeg FROM thumbnails WHERE hash = ?", [content_hash]
            ).fetchone()
        return row[0] if row else None

    def lacking(self, content_hashes: Collection[bytes]) -> set[bytes]:
        """Those of `content_hashes` that have no thumbnail."""
        wanted, lacking = list(content_hashes), set(content_hashes)
        for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
            some = wanted[start : start + LOOKED_UP_AT_ONCE]
            sql = f"SELECT hash FROM thumbnails WHERE hash IN ({','.join('?' * len(some))})"
            with self._lock, told_plainly(self._path):
                lacking.difference_update(row[0] for row in self._connection.execute(sql, some))
        return lacking

    def put_many(self, thumbnails: Iterable[tuple[bytes, bytes]]) -> None:
        """Store pairs of (hash, JPEG file) in one transaction; a hash that is there keeps its thumbnail."""
        with self._lock, told_plainly(self._path), self._connection:
            self._connection.executemany(
                "INSERT OR IGNORE INTO thumbnails (hash, jpeg) VALUES (?, ?)", thumbnails
            )

    def taken_bytes(self) -> int:
        """Number of bytes that thumbnails take, without what is free within their file."""
        with self._lock, told_plainly(self._path):
            size, pages, free = (
                self._connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_size", "page_count", "freelist_count")
            )
        return int(size * (pages - free))

    def forget_oldest(self, kept: Collection[bytes], excess: int) -> int:
        """Let go of the oldest thumbnails until `excess` bytes are free, but of none whose hash is in `kept`.

        Returns how many went.
        """
        with self._lock, told_plainly(self._path):
            rows = self._connection.execute("SELECT id, hash, length(jpeg) FROM thumbnails ORDER BY id")
            gone: list[tuple[int]] = []
            for number, content, length in rows:
                if excess <= 0:
                    break
                if content not in kept:
                    gone.append((number,))
                    excess -= length
            rows.close()
            with self._connection:
                self._connection.executemany("DELETE FROM thumbnails WHERE id = ?", gone)
            if gone:
                self._give_back()
        return len(gone)

    def clear(self) -> None:
        """Let go of all thumbnails."""
        with self._lock, told_plainly(self._path):
            with self._connection:
                self._connection.execute("DELETE FROM thumbnails")
            self._give_back()

    def _give_back(self) -> None:
        """Give the disk what is free within the file."""
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def put_looks(self, looks: Iterable[tuple[bytes, bytes]]) -> None:
        """Store pairs of (hash, look), see `library.reading.looks`, in one transaction."""
        with self._lock, told_plainly(self._path), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO looks (hash, look) VALUES (?, ?)", looks)

    def looks(self) -> Iterator[list[tuple[bytes, bytes]]]:
        """All pairs of (hash, look), some thousands at once."""
        last = b""
        while rows := self._looks_after(last):
            yield rows
            last = rows[-1][0]

    def _looks_after(self, last: bytes) -> list[tuple[bytes, bytes]]:
        sql = "SELECT hash, look FROM looks WHERE hash > ? ORDER BY hash LIMIT ?"
        with self._lock, told_plainly(self._path):
            return self._connection.execute(sql, [last, LOOKS_AT_ONCE]).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


def count_thumbnails(path: Path) -> int:
    """Number of thumbnails in a store that nobody has open; none where there is no file."""
    if not path.is_file():
        return 0
    with told_plainly(path), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0])


def _open_or_set_aside(path: Path) -> sqlite3.Connection:
    try:
        return _open(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        os.replace(path, path.with_name(f"{path.name}.damaged"))
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS thumbnails"
                " (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, jpeg BLOB NOT NULL)"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS looks (hash BLOB PRIMARY KEY, look BLOB NOT NULL) WITHOUT ROWID"
            )
    except sqlite3.Error:
        connection.close()
        raise
    return connection
