"""Hostile files by the thousand: malformed and sound ones, mutated by a fuzzer with a seed.

`MMDESK_TEST_FUZZ=5000` makes the long version.
"""

import os
import random
import tarfile
from pathlib import Path

import psutil
import pytest

from mmdesk.library.reading.formats import READ
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.library import Library
from tests.faults.conftest import assert_whole
from tests.faults.small_program import index
from tests.faults.test_workers import Scales
from tests.library.drawing import quarters
from tests.library.reading.kinds_of_files import SAVED, WITH_EXTRAS, file_of

FILES = int(os.environ.get("MMDESK_TEST_FUZZ", "150"))

SEED = 20_26


@pytest.fixture(scope="session")
def originals(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The malformed files, and real photographs of less than a megabyte."""
    folder = tmp_path_factory.mktemp("originals")
    with tarfile.open(test_data / "malformed" / "malformed.tar") as archive:
        archive.extractall(folder, filter="data")
    make_sample_pictures(folder / "sound")
    for suffix in (*SAVED, "psd"):
        (folder / "sound" / f"made.{suffix}").write_bytes(file_of(suffix, quarters(160, 120)))
    for suffix in WITH_EXTRAS:
        if f".{suffix}".encode() in READ:
            (folder / "sound" / f"made.{suffix}").write_bytes(file_of(suffix, quarters(160, 120)))
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size < 1 << 20)


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """`data` with one to four things done to it that disks, cables and attackers do."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 4, 64, 1024))
        how = chance.randrange(7)
        if how == 0:  # bits turned
            flipped = bytearray(data)
            for _ in range(min(length, len(data))):
                flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            data = bytes(flipped)
        elif how == 1:  # cut off
            data = data[:at]
        elif how == 2:  # a piece lost
            data = data[:at] + data[at + length :]
        elif how == 3:  # a piece twice
            data = data[: at + length] + data[at:]
        elif how == 4:  # extreme numbers, where sizes and offsets are
            extreme = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0"))
            place = min(at, chance.randrange(512))
            data = data[:place] + extreme + data[place + 4 :]
        elif how == 5:  # two files run together
            data = data[:at] + other[chance.randrange(len(other) + 1) :]
        else:  # noise
            data = data[:at] + chance.randbytes(length) + data[at + length :]
    return data


def write_hostile_files(folder: Path, originals: list[Path]) -> set[bytes]:
    chance = random.Random(SEED)
    written = set()
    for number in range(FILES):
        one, other = chance.choice(originals), chance.choice(originals)
        suffix = one.suffix if chance.random() < 0.9 else other.suffix
        path = folder / f"{number % 40:02}" / f"{number:05}{suffix or '.jpg'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutated(one.read_bytes(), other.read_bytes(), chance))
        written.add(os.fsencode(path))
    return written


def test_every_hostile_file_is_indexed_or_listed_and_no_process_suffers(
    library: Library, data: Path, originals: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "hostile"
    written = write_hostile_files(folder, originals)
    with Scales() as scales:
        summary = index(library, folder)
    indexed = {photo.path for photo in library.photos.by_ids(library.photos.ids())}
    listed = {file.path for file in summary.skipped}
    assert not indexed & listed
    assert summary.found == len(indexed) + len(listed)
    pictures = {path for path in written if not path.endswith((b".txt", b".json", b".md"))}
    assert pictures <= indexed | listed
    assert all(file.reason.endswith(".") for file in summary.skipped)
    assert scales.heaviest < ReadingLimits().memory_bytes
    assert [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE] == []
    again = index(library, folder)
    assert (again.indexed, again.unchanged) == (0, len(indexed))
    assert_whole(data)
