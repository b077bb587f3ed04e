"""Copies of the catalogue, in case something happens to it.

Made by SQLite's online backup (https://www.sqlite.org/backup.html), which copies a database that others
read and write. A copy is looked through before it counts, so that a damaged catalogue never takes
the place of a good copy. Copies are numbered: their order holds when the clock does not.
"""

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.catalogue import Catalogue, is_cut_off
from mmdesk.library.database import Database
from mmdesk.library.faults import MET_DAMAGE, CatalogueDamagedError, told_plainly
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.online_copy import copy_online, flush

KEPT = 5

ROOM_TO_SPARE = 2
"""A copy is only made where the disk has room for so many."""

NAME = re.compile(r"catalogue-(\d{6})-(\d{4}-\d\d-\d\d)\.sqlite")
UNFINISHED = re.compile(r"\.?catalogue-(\d{6})-.*\.part.*")

LEFT_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database file, by the end of its name."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One copy, of the day (ISO 8601) it was made. The higher `number` is the newer one."""

    number: int
    day: str
    path: Path


class Backups:
    """The copies in a folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Backup]:
        """All copies, newest first, good or not. Raises UserError where the folder cannot be read."""
        with _told_plainly(self._folder):
            names = list(self._folder.iterdir()) if self._folder.is_dir() else []
        matches = [(NAME.fullmatch(path.name), path) for path in names]
        return sorted((Backup(int(m[1]), m[2], path) for m, path in matches if m), reverse=True)

    def newest_good(self) -> Backup | None:
        """The newest copy that SQLite finds whole and this version can read."""
        return next((backup for backup in self.all() if _is_good(backup.path)), None)

    def make_if_due(self, catalogue: Catalogue) -> Backup | None:
        """Make today's copy, unless there is one, or no room for it.

        Raises UserError when the catalogue turns out to be damaged: all older copies are kept then.
        """
        newest = next(iter(self.all()), None)
        if newest is not None and newest.day == date.today().isoformat():
            return None
        if not self._has_room_for(catalogue.path):
            log.warning("There is no room for a backup of the catalogue in %s", self._folder)
            return None
        return self.make(catalogue)

    def make(self, catalogue: Catalogue) -> Backup:
        """Make a copy now, and remove all but the newest few. Raises UserError where that is impossible."""
        newest = max((backup.number for backup in self.all()), default=0)
        number, day = newest + 1, date.today().isoformat()
        path = self._folder / f"catalogue-{number:06}-{day}.sqlite"
        with _told_plainly(self._folder):
            self._folder.mkdir(exist_ok=True)
            self._remove_unfinished(newest)
            with replacing(path) as part:
                _copy_checked(catalogue.path, part)
            for old in self.all()[KEPT:]:
                old.path.unlink(missing_ok=True)
        return Backup(number, day, path)

    def _remove_unfinished(self, newest: int) -> None:
        """What programs left that were killed while they made a copy; one that is still made is newer."""
        for path in self._folder.iterdir():
            if (match := UNFINISHED.fullmatch(path.name)) and int(match[1]) <= newest:
                path.unlink(missing_ok=True)

    def _has_room_for(self, catalogue: Path) -> bool:
        with _told_plainly(catalogue.parent):
            return shutil.disk_usage(catalogue.parent).free > ROOM_TO_SPARE * catalogue.stat().st_size


def put_back(backup: Backup, catalogue: Path) -> Path | None:
    """Put a copy in the place of the catalogue; returns where what was there is kept, if anything was.

    Nothing is removed, and at no moment is there neither the one nor the other: the damaged file gets a
    second name before the copy takes the first. Its log goes with it, because SQLite would apply it to
    the copy. No program may have the catalogue open. Raises UserError where that is impossible.
    """
    fresh = catalogue.with_name(f"{catalogue.name}.restoring")
    with _told_plainly(catalogue.parent):
        kept = _free_name(catalogue)
        was_there = catalogue.exists()
        try:
            shutil.copyfile(backup.path, fresh)
            flush(fresh)
            if was_there:
                _keep(catalogue, kept)
            for end in LEFT_BESIDE:
                beside = catalogue.with_name(catalogue.name + end)
                if beside.exists():
                    os.replace(beside, kept.with_name(kept.name + end))
            os.replace(fresh, catalogue)
        finally:
            fresh.unlink(missing_ok=True)
    return kept if was_there else None


@contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    """Turn the disk's errors into UserError."""
    try:
        yield
    except OSError as error:
        raise UserError(
            tr(
                "The disk reported an error in {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error


def _copy_checked(source: Path, target: Path) -> None:
    """Raises CatalogueDamagedError where the copy, and so the catalogue, is not whole."""
    with told_plainly(target):
        copy_online(source, target)
        flush(target)
    if not _is_good(target):
        raise CatalogueDamagedError(MET_DAMAGE.format(path=source))


def _is_good(path: Path) -> bool:
    """Whether SQLite finds the file whole, and every table in it is one we know.

    What is cut off within its last page SQLite may take for whole.
    """
    try:
        if is_cut_off(path):
            return False
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return False
            applied = catalogue_migrations.applied(Database(connection))
            return bool(applied) and applied <= catalogue_migrations.names
    except (sqlite3.Error, OSError) as error:
        log.warning("The backup %s is no good: %s", path, error)
        return False


def _keep(path: Path, name: Path) -> None:
    """A second name for a file, or a copy of it where the file system knows no second names."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


def _free_name(catalogue: Path) -> Path:
    """A name beside the catalogue that nothing has yet."""
    number = 1
    while (name := catalogue.with_name(f"{catalogue.name}.damaged-{number}")).exists():
        number += 1
    return name
