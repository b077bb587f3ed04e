"""What can go wrong with a database file, in sentences.

SQLite reports the world's errors (a full disk, a damaged file) and ours (wrong
SQL) with the same few exception classes; its result codes tell them apart:
https://www.sqlite.org/rescode.html.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

DAMAGED = tr("The file {path} is damaged.")

MET_DAMAGE = tr("The file {path} is damaged; `mmdesk doctor` says what can be done.")


class CatalogueDamagedError(UserError):
    """The file is not whole: SQLite cannot make sense of it."""


SENTENCES = {
    sqlite3.SQLITE_BUSY: tr("Another program keeps {path} busy. Close it, or try again in a minute."),
    sqlite3.SQLITE_PERM: tr("There is no permission to use {path}."),
    sqlite3.SQLITE_READONLY: tr("The file {path} cannot be written."),
    sqlite3.SQLITE_IOERR: tr("The disk reported an error while {path} was used."),
    sqlite3.SQLITE_CORRUPT: MET_DAMAGE,
    sqlite3.SQLITE_NOTADB: MET_DAMAGE,
    sqlite3.SQLITE_FULL: tr("The disk is full, so {path} cannot grow. What was stored before is safe."),
    sqlite3.SQLITE_CANTOPEN: tr("The file {path} cannot be opened."),
}
"""Sentences by primary result code, the low byte of the extended one."""

NO_TEXT = "Could not decode to UTF-8"
"""What Python's module says, without a code, of text that is none: noise that SQLite took for a row."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn the world's errors with the database `path` into UserError; ours pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if NO_TEXT in str(error):
            sentence = MET_DAMAGE
        if sentence is None:
            raise
        kind = CatalogueDamagedError if sentence is MET_DAMAGE else UserError
        raise kind(sentence.format(path=path)) from error
