"""Copies of the catalogue: made, rotated, and put back."""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library import backups as backups_module
from mmdesk.library.backups import KEPT, Backup, Backups, put_back
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.library import back_up, open_library
from tests.library.made_photos import made_photo, store


class Clock:
    """A calendar that shows any day."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.day = "2026-03-01"
        monkeypatch.setattr(backups_module, "date", self)

    def today(self) -> "Clock":
        return self

    def isoformat(self) -> str:
        return self.day


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "data" / "backups")


def write(catalogue: Catalogue, count: int, start: int = 0) -> None:
    rows = [(b"/photos/%06d" % number,) for number in range(start, start + count)]
    with catalogue.writing() as db:
        db.conn.executemany("INSERT INTO directories (path) VALUES (?)", rows)


def count_in(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM directories").fetchone()[0])
    finally:
        connection.close()


def made(backup: Backup | None) -> Backup:
    assert backup is not None
    return backup


def test_a_copy_holds_what_was_committed_and_is_one_file(catalogue: Catalogue, backups: Backups) -> None:
    write(catalogue, 2000)  # most of it is in the log still
    backup = made(backups.make_if_due(catalogue))
    write(catalogue, 10, 5000)
    assert [path.name for path in backup.path.parent.iterdir()] == [backup.path.name]
    assert count_in(backup.path) == 2000


def test_a_copy_is_made_beside_a_writer_in_the_middle_of_a_batch(
    catalogue: Catalogue, backups: Backups
) -> None:
    write(catalogue, 5)
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'41')")
        backup = backups.make(catalogue)
    assert count_in(backup.path) == 5


def test_at_most_one_a_day_and_five_are_kept(catalogue: Catalogue, backups: Backups, clock: Clock) -> None:
    for day in range(1, 9):
        clock.day = f"2026-03-{day:02}"
        assert backups.make_if_due(catalogue) is not None
        assert backups.make_if_due(catalogue) is None
    assert [backup.day for backup in backups.all()] == [f"2026-03-{day:02}" for day in (8, 7, 6, 5, 4)]
    assert len(backups.all()) == KEPT


def test_a_clock_set_back_costs_no_copy_and_hides_none(
    catalogue: Catalogue, backups: Backups, clock: Clock
) -> None:
    for day in range(1, 7):
        clock.day = f"2026-03-{day:02}"
        backups.make_if_due(catalogue)
    clock.day = "1970-01-01"
    write(catalogue, 3)
    backup = made(backups.make_if_due(catalogue))
    assert backups.all()[0] == backup
    assert made(backups.newest_good()).day == "1970-01-01"
    assert len(backups.all()) == KEPT


def test_a_damaged_catalogue_takes_no_good_copys_place(
    catalogue: Catalogue, backups: Backups, clock: Clock
) -> None:
    write(catalogue, 3000)
    first = made(backups.make_if_due(catalogue))
    catalogue.close()
    noise = bytearray(catalogue.path.read_bytes())
    noise[len(noise) // 2 :] = os.urandom(len(noise) - len(noise) // 2)
    catalogue.path.write_bytes(noise)
    clock.day = "2030-01-01"
    with pytest.raises(UserError, match="damaged"):
        backups.make_if_due(catalogue)
    assert backups.all() == [first]
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]


def test_the_newest_good_copy_is_offered_not_the_newest(
    catalogue: Catalogue, backups: Backups, clock: Clock
) -> None:
    write(catalogue, 2000)
    good = made(backups.make_if_due(catalogue))
    for day, spoil in (("2026-04-01", b"noise" * 3000), ("2026-04-02", b"")):
        clock.day = day
        made(backups.make_if_due(catalogue)).path.write_bytes(spoil)
    clock.day = "2026-04-03"
    newer = made(backups.make_if_due(catalogue))
    _made_by_the_future(newer.path)
    assert backups.newest_good() == good


def _made_by_the_future(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('mmdesk.catalogue', 'from_the_future', '2030')"
    )
    connection.commit()
    connection.close()


def test_without_room_there_is_no_copy(
    catalogue: Catalogue, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage

    def nearly_full(path: Any) -> Any:
        return real(path)._replace(free=100)

    monkeypatch.setattr(backups_module.shutil, "disk_usage", nearly_full)
    assert backups.make_if_due(catalogue) is None
    assert backups.all() == []


def test_putting_back_keeps_the_damaged_file_and_its_log(catalogue: Catalogue, backups: Backups) -> None:
    write(catalogue, 100)
    backup = backups.make(catalogue)
    catalogue.close()
    catalogue.path.write_bytes(b"noise" * 500)
    log = catalogue.path.with_name("catalogue.sqlite-wal")
    log.write_bytes(b"more noise")
    kept = put_back(backup, catalogue.path)
    assert kept is not None
    assert kept.read_bytes() == b"noise" * 500
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"more noise"
    assert count_in(catalogue.path) == 100
    assert backup.path.is_file()
    again = put_back(backup, catalogue.path)
    assert again not in (None, kept)
    assert kept.read_bytes() == b"noise" * 500
    with Catalogue.open(catalogue.path) as restored:
        assert restored.value("PRAGMA integrity_check") == "ok"


def test_where_nothing_is_left_the_copy_is_put_back_all_the_same(
    catalogue: Catalogue, backups: Backups
) -> None:
    write(catalogue, 7)
    backup = backups.make(catalogue)
    catalogue.close()
    catalogue.path.unlink()
    assert put_back(backup, catalogue.path) is None
    assert count_in(catalogue.path) == 7


def test_the_program_makes_one_when_it_closes_and_only_then_if_there_is_something(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    with open_library(places) as library:
        back_up(library)
        assert library.backups.all() == []
        shelf = VectorStore(library.catalogue, "model", "recipe")
        store(library.catalogue, library.thumbnails, shelf, [made_photo(b"/a.jpg")])
        back_up(library)
        assert len(library.backups.all()) == 1
        library.backups.all()[0].path.unlink()
        places.backups.rmdir()
        places.backups.write_text("in the way")
        back_up(library)  # noted, and nothing worse
