"""The catalogue file: made, opened, refused, written by several at once."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from mmdesk.core.errors import UserError
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.migrations import catalogue_migrations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a catalogue may be."""
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def made(path: Path) -> Path:
    """A catalogue of some size with all its pages in the one file."""
    with Catalogue.open(path) as catalogue, catalogue.writing() as db:
        rows = [(b"/photos/%06d" % number,) for number in range(2000)]
        db.conn.executemany("INSERT INTO directories (path) VALUES (?)", rows)
    return path


def count(catalogue: Catalogue) -> int:
    return int(catalogue.value("SELECT count(*) FROM directories"))


def test_a_new_catalogue_has_every_migration_and_a_log(path: Path) -> None:
    with Catalogue.open(path) as catalogue:
        assert catalogue_migrations.applied(catalogue.reading()) == catalogue_migrations.names
        assert catalogue.value("PRAGMA journal_mode") == "wal"
        assert catalogue.value("PRAGMA foreign_keys") == 1


def test_migrations_bring_an_older_catalogue_up_to_date_and_keep_its_rows(path: Path) -> None:
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="vectors")
    older.execute("INSERT INTO folders (path) VALUES (?)", [b"/kept"])
    connection.close()
    with Catalogue.open(path) as catalogue:
        assert catalogue.rows("SELECT path FROM folders") == [(b"/kept",)]
        assert catalogue.value("SELECT count(*) FROM vectors") == 0


def test_a_catalogue_of_a_newer_version_is_refused_and_not_touched(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('mmdesk.catalogue', 'from_the_future', '2030')"
    )
    connection.commit()
    connection.close()
    before = made.read_bytes()
    with pytest.raises(UserError, match="newer version"):
        Catalogue.open(made)
    assert made.read_bytes() == before


@pytest.mark.parametrize("left", [50, 1000, 4096, -4096, -1])
def test_a_cut_off_catalogue_is_refused_and_not_touched(made: Path, left: int) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[:left])
    with pytest.raises(UserError, match="damaged"):
        Catalogue.open(made)
    assert made.read_bytes() == whole[:left]


def test_noise_in_place_of_a_catalogue_is_refused_and_not_touched(path: Path) -> None:
    noise = os.urandom(8192)
    path.write_bytes(noise)
    with pytest.raises(UserError, match="damaged"):
        Catalogue.open(path)
    assert path.read_bytes() == noise


def test_noise_in_the_middle_is_told_when_it_is_met(made: Path) -> None:
    whole = bytearray(made.read_bytes())
    whole[len(whole) // 2 :] = os.urandom(len(whole) - len(whole) // 2)
    made.write_bytes(whole)
    with pytest.raises(UserError, match="damaged"):
        _read_everything(made)


def _read_everything(path: Path) -> None:
    with Catalogue.open(path) as catalogue:
        catalogue.rows("SELECT * FROM directories NOT INDEXED")


def test_an_empty_file_becomes_a_catalogue(path: Path) -> None:
    """A program killed while it made its first catalogue leaves one behind."""
    path.touch()
    with Catalogue.open(path) as catalogue:
        assert count(catalogue) == 0


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be made"):
        Catalogue.open(tmp_path / "file" / "catalogue.sqlite")


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        Catalogue.open(path)


def test_what_raises_leaves_nothing_behind(catalogue: Catalogue) -> None:
    with pytest.raises(UserError), catalogue.writing() as db:
        _write_and_give_up(db)
    assert count(catalogue) == 0
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'41')")
    assert count(catalogue) == 1


def _write_and_give_up(db: Database) -> None:
    db.execute("INSERT INTO directories (path) VALUES (x'41')")
    raise UserError("No more.")


def test_a_full_disk_is_told_and_costs_only_the_batch(catalogue: Catalogue) -> None:
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'41')")
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(UserError, match="disk is full"), catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (zeroblob(100000))")
    assert count(catalogue) == 1
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'42')")
    assert count(catalogue) == 2


def test_readers_cannot_write(catalogue: Catalogue) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        catalogue.rows("INSERT INTO directories (path) VALUES (x'41') RETURNING id")


def test_a_reader_sees_the_last_batch_while_the_next_is_written(catalogue: Catalogue) -> None:
    with catalogue.writing() as db:
        db.execute("INSERT INTO directories (path) VALUES (x'41')")
        assert count(catalogue) == 0
    assert count(catalogue) == 1


def test_threads_take_turns_in_writing(catalogue: Catalogue) -> None:
    def write_many(name: int) -> None:
        for number in range(50):
            with catalogue.writing() as db:
                have = db.execute("SELECT count(*) FROM directories").fetchone()[0]
                db.execute("INSERT INTO directories (path) VALUES (?)", [b"%d %d %d" % (name, number, have)])

    threads = [threading.Thread(target=write_many, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = catalogue.rows("SELECT path FROM directories ORDER BY id")
    assert [int(path.split()[2]) for (path,) in rows] == list(range(200))


SECOND_WRITER = """
import sys
from pathlib import Path
from mmdesk.library.catalogue import Catalogue
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    for number in range(int(sys.argv[3])):
        with catalogue.writing() as db:
            have = db.execute("SELECT count(*) FROM directories").fetchone()[0]
            name = f"{sys.argv[2]} {number} {have}".encode()
            db.execute("INSERT INTO directories (path) VALUES (?)", [name])
        print(number, flush=True)
"""


def start_writer(path: Path, name: str, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND_WRITER, str(path), name, str(times)], stdout=subprocess.PIPE
    )


def test_processes_take_turns_in_writing_from_the_first_moment_on(path: Path) -> None:
    """Both make the catalogue; each reads before it writes, which a plain BEGIN would not survive."""
    writers = [start_writer(path, name, 60) for name in ("a", "b")]
    for writer in writers:
        writer.communicate(timeout=300)
    assert [writer.returncode for writer in writers] == [0, 0]
    with Catalogue.open(path) as catalogue:
        rows = catalogue.rows("SELECT path FROM directories ORDER BY id")
        assert [int(row.split()[2]) for (row,) in rows] == list(range(120))
        assert catalogue.value("PRAGMA integrity_check") == "ok"


def test_a_killed_writer_loses_no_batch_it_had_finished(path: Path) -> None:
    writer = start_writer(path, "doomed", 100_000)
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(25)]
    writer.kill()
    told += [int(line) for line in writer.communicate()[0].splitlines()]
    with Catalogue.open(path) as catalogue:
        assert count(catalogue) in (told[-1] + 1, told[-1] + 2)  # one may have been stored but not told
        assert catalogue.value("PRAGMA integrity_check") == "ok"


def test_a_data_folder_whose_name_is_not_utf8(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/\xff\xfe"))
    with Catalogue.open(odd / "catalogue.sqlite") as catalogue:
        assert count(catalogue) == 0
    assert (odd / "catalogue.sqlite").is_file()
