"""Copies of databases that others read and write meanwhile, by SQLite's online backup.

The whole copy is of one moment: what is read is held, so that a writer never makes it begin anew.
See https://www.sqlite.org/backup.html.
"""

import os
import sqlite3
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from threading import Event

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.library.faults import told_plainly

PAGES_AT_ONCE = 4096
"""Some megabytes, after which is told how far the copy is."""

OPERATIONS_AT_ONCE = 100_000
"""Steps of SQLite's machine, a few milliseconds, after which is seen whether a check is to go on."""

LOOK_S = 0.1

Told = Callable[[int, int], None]
"""Is told the number of pages copied, and of all."""


def copy_online(source: Path, target: Path, told: Told | None = None) -> None:
    """Copy the database `source` to the file `target`, which then needs no log beside it.

    What `told` raises breaks the copy off. Raises sqlite3.Error.
    """

    def tell(_status: int, left: int, pages: int) -> None:
        if told is not None:
            told(pages - left, pages)

    with closing(_reader(source)) as here, closing(sqlite3.connect(target)) as there:
        here.execute("BEGIN")
        here.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from now on, one moment is read
        here.backup(there, pages=PAGES_AT_ONCE, progress=tell)
        there.execute("PRAGMA journal_mode = DELETE")


def copied_in_steps(source: Path, target: Path, notes: tuple[str, str]) -> Generator[Progress, None, None]:
    """The same, telling how far it is in pages; then SQLite looks whether the copy is whole.

    `notes` are what is said while it is copied, and while it is looked at.
    Raises UserError where it is not, and where the disk says no. Closed early, nothing is written any more.
    """
    stop = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="copy") as thread:
        far = [0, 0]
        try:
            yield from _watched(thread.submit(_copy, source, target, far, stop), far, notes[0])
            yield from _watched(thread.submit(_check, target, stop), [0, 0], notes[1])
        finally:
            stop.set()


def make_one_file(database: Path) -> None:
    """Put what is still in the log of a database that nobody has open into its file. Raises UserError."""
    with told_plainly(database), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def flush(path: Path) -> None:
    """See to it that the disk has the file, not only the system's memory. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _watched(work: "Future[None]", far: list[int], note: str) -> Generator[Progress, None, None]:
    while not wait([work], timeout=LOOK_S).done:
        yield Progress(far[0], far[1] or None, note)
    work.result()


def _copy(source: Path, target: Path, far: list[int], stop: Event) -> None:
    def tell(done: int, pages: int) -> None:
        far[:] = done, pages
        if stop.is_set():
            raise InterruptedError

    try:
        with told_plainly(target):
            copy_online(source, target, tell)
        flush(target)
    except InterruptedError:
        return


def _check(copy: Path, stop: Event) -> None:
    with told_plainly(copy), closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
        connection.set_progress_handler(stop.is_set, OPERATIONS_AT_ONCE)
        try:
            verdict = connection.execute("PRAGMA quick_check").fetchone()
        except sqlite3.OperationalError:
            if stop.is_set():
                return
            raise
    if verdict != ("ok",):
        raise UserError(
            tr("The copy of {name} is not whole; `mmdesk doctor` says how the original is.", name=copy.name)
        )


def _reader(source: Path) -> sqlite3.Connection:
    """A connection that writes nothing, also where nothing beside the file can be made."""
    connection = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if source.with_name(f"{source.name}-wal").exists():
            raise
        return sqlite3.connect(f"{source.as_uri()}?immutable=1", uri=True, isolation_level=None)
    return connection
