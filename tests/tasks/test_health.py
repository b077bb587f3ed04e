"""What is said of a library's health, and that a check of everything finds what is wrong."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.health import Check
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import DEFAULT_MODEL, ClipModel
from mmdesk.tasks.doctor import checks
from mmdesk.tasks.health import check_everything, health, try_skipped_again
from mmdesk.tasks.library import Library, open_library
from tests.tasks.conftest import index


def everything(library: Library, clip: ClipModel) -> dict[str, Check]:
    steps = check_everything(library, clip)
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            assert (told[0].done, told[-1].done) == (0, told[-1].total)
            return {check.name: check for check in end.value}


def test_the_numbers_of_a_library(library: Library, clip: ClipModel, album: Path) -> None:
    empty = health(library, clip)
    assert (empty.counts.photos, empty.counts.skipped) == (0, 0)
    assert (empty.last_backup, empty.backups_bytes) == (None, 0)
    photos = len(list(album.iterdir()))
    for name in ("a.jpg", "b.jpg"):
        (album / name).write_bytes(b"no picture")
    (album / "c.jpg").write_bytes(b"")
    index(library, clip, album)
    gone = next(album.glob("*.png"))
    gone.unlink()
    index(library, clip, album)
    counted = health(library, clip)
    counts = counted.counts
    assert (counts.photos, counts.indexed, counts.pending) == (photos - 1, photos - 1, 0)
    assert (counts.skipped, counts.missing, counts.lost, counts.offline) == (3, 1, 0, 0)
    assert counted.reasons == (
        ("This is not a picture mmdesk can read.", 2),
        ("The file is empty.", 1),
    )
    assert counted.last_backup == date.today().isoformat()
    assert counted.catalogue_bytes >= library.places.catalogue.stat().st_size
    assert counted.cache_bytes >= library.places.thumbnails.stat().st_size
    assert counted.backups_bytes > 0
    album.rename(album.parent / "away")
    index(library, clip, album)
    assert health(library, clip).counts.offline == 1


def test_a_sound_library_has_nothing_to_complain_of(library: Library, clip: ClipModel, album: Path) -> None:
    index(library, clip, album)
    answers = everything(library, clip)
    assert list(answers) == ["catalogue", "vectors", "thumbnails", "backup"]
    assert all(check.ok for check in answers.values()), answers


def _noise_in_the_catalogue(places: Places) -> None:
    """In a page that is not needed to open it."""
    with closing(sqlite3.connect(places.catalogue)) as database:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'photos_by_content'"
        page = database.execute(sql).fetchone()[0]
    with places.catalogue.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(random.Random(2).randbytes(4096))


def _wrong_vector(places: Places) -> None:
    with closing(sqlite3.connect(places.catalogue, isolation_level=None)) as database:
        spoilt = np.full(1, np.nan, np.float16).tobytes()
        database.execute(
            "UPDATE vectors SET vector = CAST(? || substr(vector, 3) AS BLOB) WHERE seq = 2", [spoilt]
        )


def _orphaned_tag(places: Places) -> None:
    with closing(sqlite3.connect(places.catalogue, isolation_level=None)) as database:
        database.execute("INSERT INTO album_photos VALUES (77, 1)")


def _wrong_count(places: Places) -> None:
    with closing(sqlite3.connect(places.catalogue, isolation_level=None)) as database:
        database.execute("UPDATE shelves SET vectors = vectors + 1")


def _lost_thumbnail(places: Places) -> None:
    with closing(sqlite3.connect(places.thumbnails, isolation_level=None)) as database:
        database.execute("DELETE FROM thumbnails WHERE id = 1")


def _spoilt_backup(places: Places) -> None:
    next(places.backups.iterdir()).write_bytes(os.urandom(9000))


@pytest.mark.parametrize(
    ("spoil", "culprit", "says"),
    [
        (_noise_in_the_catalogue, "catalogue", "mmdesk restore"),
        (_wrong_vector, "vectors", "1 vectors"),
        (_orphaned_tag, "catalogue", "album_photos"),
        (_wrong_count, "vectors", "count"),
        (_lost_thumbnail, "thumbnails", "1 photos have no thumbnail"),
        (_spoilt_backup, "backup", "no good backup"),
    ],
)
def test_what_is_wrong_is_found(
    places: Places,
    clip: ClipModel,
    album: Path,
    spoil: Callable[[Places], None],
    culprit: str,
    says: str,
) -> None:
    with open_library(places) as library:
        index(library, clip, album)
    spoil(places)
    with open_library(places) as library:
        answers = everything(library, clip)
    assert not answers[culprit].ok
    assert says in answers[culprit].detail


def test_files_left_out_are_tried_again_when_asked_to(library: Library, clip: ClipModel, album: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (album / name).write_bytes(b"no picture")
    index(library, clip, album)
    assert [file.stamp is None for file in library.skipped.all()] == [False, False]
    assert try_skipped_again(library, "Another reason.") == 0
    assert try_skipped_again(library) == 2
    assert [file.stamp is None for file in library.skipped.all()] == [True, True]
    index(library, clip, album)
    assert [file.stamp is None for file in library.skipped.all()] == [False, False]


def test_the_doctor_tells_of_the_library(places: Places, clip: ClipModel, album: Path) -> None:
    with open_library(places) as library:
        index(library, clip, album)
    photos = len(list(album.iterdir()))
    answers = {check.name: check for check in checks(places, DEFAULT_MODEL, "cpu")}
    assert {"catalogue", "vectors", "thumbnails", "backup", "library"} <= set(answers)
    assert f"{photos} of {photos} photos indexed" in answers["library"].detail
    assert date.today().isoformat() in answers["library"].detail
    places.catalogue.write_bytes(b"noise" * 1000)
    answers = {check.name: check for check in checks(places, DEFAULT_MODEL, "cpu")}
    assert not answers["library"].ok
    assert "mmdesk restore" in answers["library"].detail
