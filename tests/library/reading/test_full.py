"""Pictures in full, for the loupe."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.library.reading import full, levels
from mmdesk.library.reading.full import FullReader
from mmdesk.library.reading.limits import ReadingLimits
from tests.library.drawing import blots, quarters, saved
from tests.library.reading.hazards import busy_process, reading_processes


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullReader]:
    """A reader whose process runs already, so that no test is blamed for its threads."""
    reader = FullReader(ReadingLimits(seconds=20))
    reader.read(saved(blots(8, 8), tmp_path_factory.mktemp("first") / "first.png"))
    yield reader
    reader.close()


def as_array(picture: FullPicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)


def test_every_pixel_is_there(reader: FullReader, tmp_path: Path) -> None:
    image = blots(1237, 811)
    picture = reader.read(saved(image, tmp_path / "a.png"))
    assert (picture.width, picture.height) == (1237, 811)
    assert (as_array(picture) == np.asarray(image)).all()


def test_it_is_upright(reader: FullReader, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = saved(quarters(1200, 900).transpose(Image.Transpose.ROTATE_90), tmp_path / "a.jpg", exif=exif)
    picture = reader.read(path)
    assert (picture.width, picture.height) == (1200, 900)
    assert as_array(picture)[10, 10, 0] > 200


@pytest.mark.parametrize(("longest", "size"), [(96, (96, 72)), (1200, (1200, 900)), (5000, (1600, 1200))])
def test_no_larger_than_wished(
    reader: FullReader, tmp_path: Path, longest: int, size: tuple[int, int]
) -> None:
    picture = reader.read(saved(quarters(1600, 1200), tmp_path / "a.jpg"), longest)
    assert (picture.width, picture.height) == size


def test_what_cannot_be_read_is_told(reader: FullReader, tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    with pytest.raises(UserError, match="not a picture"):
        reader.read(bytes(tmp_path / "text.jpg"))
    with pytest.raises(UserError, match="gone"):
        reader.read(bytes(tmp_path / "nowhere.jpg"))


def test_huge_pictures_are_reduced_to_what_memory_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "MOST_PIXELS", 1_000_000)
    picture = full.read_full(saved(blots(2400, 1200), tmp_path / "a.png"), None, ReadingLimits())
    assert isinstance(picture, FullPicture)
    assert 990_000 < picture.width * picture.height <= 1_000_000
    assert len(picture.rgb) == picture.width * picture.height * 3


def test_closing_answers_whoever_waits_and_whoever_comes_later(slow: bytes) -> None:
    before = {process.pid for process in reading_processes()}
    reader = FullReader()
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(reader.read(slow))
        except UserError as error:
            answers.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    while not (own := {process.pid for process in reading_processes()} - before):
        time.sleep(0.01)
    busy_process(own)
    reader.close()
    thread.join(60)
    assert answers == ["The picture is not needed any more."]
    ask()
    assert answers == ["The picture is not needed any more."] * 2


def test_a_crash_is_told_and_the_next_picture_comes(slow: bytes, tmp_path: Path) -> None:
    before = {process.pid for process in reading_processes()}
    reader = FullReader()
    small = saved(blots(8, 8), tmp_path / "small.png")
    reader.read(small)
    own = {process.pid for process in reading_processes()} - before
    killer = threading.Thread(target=lambda: os.kill(busy_process(own).pid, 9))
    killer.start()
    with pytest.raises(UserError, match="crash"):
        reader.read(slow)
    killer.join()
    assert reader.read(small).width == 8
    reader.close()


def test_levels_come_in_a_file_that_is_gone_and_know_the_size_of_the_whole(
    reader: FullReader, tmp_path: Path
) -> None:
    path = saved(blots(3001, 2001), tmp_path / "a.png")
    levels = reader.read_levels(path)
    assert (levels.sizes, levels.whole) == (((3001, 2001), (1501, 1001), (751, 501)), (3001, 2001))
    first = np.frombuffer(levels.level(0), np.uint8).reshape(2001, 3001, 4)
    whole = as_array(reader.read(path))
    assert (first[..., 2::-1] == whole).all()
    assert (first[..., 3] == 255).all()
    assert len(levels.level(2)) == 4 * 751 * 501
    small = reader.read_levels(path, 1200)
    assert (small.sizes, small.whole) == (((1200, 800),), (3001, 2001))
    with pytest.raises(UserError, match="gone"):
        reader.read_levels(b"/nowhere.jpg")


def test_a_disk_without_room_for_the_pixels_is_told(tmp_path: Path) -> None:
    path = saved(blots(9, 9), tmp_path / "a.png")
    assert "could not" in str(full.read_into(path, None, ReadingLimits(), "/dev/full"))


def test_what_a_killed_program_left_behind_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels, "_folder", lambda: str(tmp_path))
    old, new, other = (tmp_path / name for name in ("mmdesk-pixels-a", "mmdesk-pixels-b", "other"))
    for path in (old, new, other):
        path.write_bytes(b"pixels")
    for path in (old, other):
        os.utime(path, (0, 0))
    levels.remove_left_behind()
    assert sorted(tmp_path.iterdir()) == [new, other]
