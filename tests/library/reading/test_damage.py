"""JPEGs that are cut off: in the library, and marked, where little is missing."""

import io
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sqlite_utils import Database

from mmdesk.library.catalogue import Catalogue
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.photos import Photos
from mmdesk.library.reading.full import read_full
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.reasons import ENDS_EARLY, RefusedError
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.thumbnails import Thumbnails
from tests.library.conftest import Indexer
from tests.library.drawing import quarters
from tests.library.reading.test_reader import read

WIDTH, HEIGHT = 640, 480

FORMS: list[dict[str, Any]] = [
    {},
    {"progressive": True},
    {"subsampling": "4:4:4"},
    {"restart_marker_rows": 1},
    {"quality": 30, "optimize": True},
    {"exif": b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"},
]

NOISE = Image.effect_noise((WIDTH, HEIGHT), 60).convert("RGB")


def jpeg(image: Image.Image, **form: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", **form)
    return file.getvalue()


def cut_to(share: float, **form: Any) -> bytes:
    """Noise as a JPEG of which so much of the rows is there: each row takes as many bytes as another."""
    whole = jpeg(NOISE, **form)
    head = whole.index(b"\xff\xda")
    return whole[: head + round((len(whole) - head) * share)]


def written(folder: Path, data: bytes, name: str = "a.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("short", [1, 2, 4, 10, 16, 50])
def test_some_bytes_short(tmp_path: Path, short: int, mode: str, form: dict[str, Any]) -> None:
    """Where only the marker of the end is missing, nothing of the picture is."""
    whole = jpeg(NOISE.convert(mode), **form)
    photo = read(written(tmp_path, whole[:-short]))
    assert photo.facts.damaged or short <= 2
    sound = read(written(tmp_path, whole))
    assert not sound.facts.damaged
    assert (photo.facts.width, photo.facts.height) == (sound.facts.width, sound.facts.height)
    one, other = (np.asarray(Image.open(io.BytesIO(each.thumbnail)), np.int16) for each in (photo, sound))
    assert np.abs(one - other).mean() < 1


@pytest.mark.parametrize("form", [{}, {"restart_marker_rows": 1}, {"subsampling": "4:4:4"}])
@pytest.mark.parametrize(
    ("share", "is_read"), [(0.99, True), (0.95, True), (0.93, True), (0.85, False), (0.5, False)]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_tenth_of_the_rows_may_be_missing(
    tmp_path: Path, mode: str, share: float, is_read: bool, form: dict[str, Any]
) -> None:
    whole = jpeg(NOISE.convert(mode), **form)
    head = whole.index(b"\xff\xda")
    path = written(tmp_path, whole[: head + round((len(whole) - head) * share)])
    if is_read:
        assert read(path).facts.damaged
    else:
        with pytest.raises(RefusedError, match=ENDS_EARLY):
            read(path)


def test_a_progressive_one_is_all_there_once_a_first_pass_is(tmp_path: Path) -> None:
    whole = jpeg(NOISE, progressive=True)
    assert read(written(tmp_path, whole[: len(whole) // 2])).facts.damaged
    with pytest.raises(RefusedError):
        read(written(tmp_path, whole[: whole.index(b"\xff\xda") + 400]))


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (90, 90, 90), (128, 60, 128)])
def test_an_even_lower_half_is_not_missing(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    picture = quarters(WIDTH, HEIGHT)
    picture.paste(colour, (0, HEIGHT // 2, WIDTH, HEIGHT))
    assert read(written(tmp_path, jpeg(picture, quality=98)[:-40])).facts.damaged


@pytest.mark.parametrize("size", [1, 100, 300])
def test_what_has_no_row_is_refused(tmp_path: Path, size: int) -> None:
    whole = jpeg(NOISE)
    with pytest.raises(RefusedError):
        read(written(tmp_path, whole[:size]))
    with pytest.raises(RefusedError):
        read(written(tmp_path, whole[: whole.index(b"\xff\xda") + 12]))


def test_other_kinds_that_are_cut_off_are_left_out(tmp_path: Path) -> None:
    file = io.BytesIO()
    NOISE.save(file, "BMP")
    with pytest.raises(RefusedError, match=ENDS_EARLY):
        read(written(tmp_path, file.getvalue()[:-2000], "a.bmp"))


def test_reading_what_is_there_is_for_one_picture(tmp_path: Path) -> None:
    """Pillow's switch stands as it did before, also after a refusal."""
    read(written(tmp_path, cut_to(0.95)))
    with pytest.raises(RefusedError):
        read(written(tmp_path, cut_to(0.5)))
    with pytest.raises(OSError, match="truncated"), Image.open(io.BytesIO(cut_to(0.95))) as image:
        image.load()


def test_the_loupe_shows_it(tmp_path: Path) -> None:
    path = written(tmp_path, cut_to(0.95))
    picture = read_full(bytes(path), None, ReadingLimits())
    assert not isinstance(picture, str)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)


def test_it_is_in_the_catalogue_until_it_is_whole(album: Path, index: Indexer, photos: Photos) -> None:
    written(album, cut_to(0.95))
    assert index(album).skipped == []
    [damaged] = photos.by_ids(photos.ids())
    written(album, jpeg(NOISE))
    assert index(album).indexed == 1
    [whole] = photos.by_ids(photos.ids())
    assert (damaged.facts.damaged, whole.facts.damaged, whole.id) == (True, False, damaged.id)


def test_what_an_earlier_version_left_out_is_tried_again(
    tmp_path: Path, album: Path, thumbnails: Thumbnails, pool: ReadingPool
) -> None:
    path = written(album, cut_to(0.95))
    older = Database(sqlite3.connect(tmp_path / "older.sqlite"), execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="damaged_photos")
    row = [bytes(path), ENDS_EARLY, path.stat().st_size, path.stat().st_mtime_ns]
    older.execute("INSERT INTO skipped (path, reason, size, mtime_ns) VALUES (?, ?, ?, ?)", row)
    older.conn.commit()
    older.conn.close()
    with Catalogue.open(tmp_path / "older.sqlite") as catalogue:
        assert Indexer(catalogue, thumbnails, pool)(album).indexed == 1
        [photo] = Photos(catalogue).by_ids(Photos(catalogue).ids())
        assert photo.facts.damaged
        assert SkippedFiles(catalogue).count() == 0
