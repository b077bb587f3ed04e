"""The malformed files: each is read or has its reason, as a plain Pillow would have it."""

import gzip
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from mmdesk.core.photo import Skipped
from mmdesk.library.reading import reasons
from mmdesk.library.reading.formats import READ, extension
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.request import ReadPhoto
from tests.library.conftest import Indexer


@pytest.fixture(scope="module")
def malformed(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, unpacked."""
    folder = tmp_path_factory.mktemp("malformed")
    with tarfile.open(test_data / "malformed" / "malformed.tar") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def expected(test_data: Path) -> dict[str, dict[str, Any]]:
    """What Pillow does with each."""
    with gzip.open(test_data / "malformed" / "expected.jsonl.gz", "rt") as lines:
        return {entry["name"]: entry for entry in map(json.loads, lines)}


def test_what_pillow_reads_is_read_and_all_else_has_a_reason(
    pool: ReadingPool, malformed: Path, expected: dict[str, dict[str, Any]]
) -> None:
    names = [name for name in expected if extension(os.fsencode(name)) in READ]
    answers = list(pool.read(bytes(malformed / name) for name in names))
    read = {
        os.path.relpath(os.fsdecode(one.path), malformed) for one in answers if isinstance(one, ReadPhoto)
    }
    damaged = {
        os.path.relpath(os.fsdecode(one.path), malformed)
        for one in answers
        if isinstance(one, ReadPhoto) and one.facts.damaged
    }
    # Where loading failed once, Pillow says nothing the second time; half a picture is none to us.
    assert read - damaged == {name for name in names if _is_whole(expected[name])}
    assert {(expected[name]["format"], expected[name]["message"][:23]) for name in damaged} == {
        ("JPEG", "image file is truncated")
    }
    skipped = [one for one in answers if isinstance(one, Skipped)]
    assert len(read) + len(skipped) == len(names)
    assert str(reasons.too_slow(ReadingLimits())) not in {one.reason for one in skipped}
    assert all(one.reason.endswith(".") and one.stamp for one in skipped)
    assert not [one for one in skipped if one.reason == reasons.CRASHED]


def _is_whole(entry: dict[str, Any]) -> bool:
    return entry["result"] == "ok" and "exif_error" not in entry


def test_bombs_are_called_so(pool: ReadingPool, malformed: Path, expected: dict[str, dict[str, Any]]) -> None:
    bombs = [name for name in expected if expected[name]["result"] == "DecompressionBombError"]
    paths = [bytes(malformed / name) for name in bombs if extension(os.fsencode(name)) in READ]
    answers = list(pool.read(paths))
    assert len(answers) == len(paths) > 5
    # Those of up to 250 million pixels are within our limit, and broken in other ways.
    called = [one for one in answers if isinstance(one, Skipped) and "million" in one.reason]
    assert len(called) >= len(paths) - 1


def test_every_file_is_indexed_or_listed(malformed: Path, index: Indexer) -> None:
    run = index(malformed)
    files = {bytes(path) for path in malformed.rglob("*") if path.is_file()}
    assert run.found == len(files)
    assert set(run.encoded) | {file.path for file in run.skipped} == files
    assert run.indexed + len(run.skipped) == len(files)
    again = index(malformed)
    assert (again.requested, again.unchanged, len(again.skipped)) == ([], run.indexed, len(run.skipped))
