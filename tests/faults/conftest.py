"""A library to do things to, and a look at whether it is whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.tasks.library import Library, open_library
from tests.flows.pictures import draw_pictures
from tests.library.reading.hazards import reading_processes


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the library is kept."""
    return tmp_path / "data"


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(Places(data)) as library:
        yield library


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Twelve pictures in three folders."""
    draw_pictures(tmp_path / "photos", 12)
    return tmp_path / "photos"


@pytest.fixture(autouse=True)
def no_reading_process_left() -> Iterator[None]:
    """Whatever happens, no process of ours outlives it, not even as a zombie."""
    before = {process.pid for process in reading_processes()}
    yield
    assert not [process for process in reading_processes() if process.pid not in before]


def photos_in(data: Path) -> int:
    """How many photos with a vector another program sees in the catalogue."""
    path = data / "catalogue.sqlite"
    if not path.exists() or not path.stat().st_size:
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are not there yet
            return 0


def assert_whole(data: Path) -> None:
    """SQLite finds both files whole; every photo that counts has its vector and its thumbnail, none twice."""
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as database:
        database.execute("ATTACH ? AS store", [str(data / "thumbnails.sqlite")])
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        lacking = (
            "SELECT count(*) FROM photos WHERE id NOT IN (SELECT photo_id FROM vectors)"
            " OR content_hash NOT IN (SELECT hash FROM store.thumbnails)"
        )
        assert database.execute(lacking).fetchone() == (0,)
