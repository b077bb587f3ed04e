"""Files that lie, hang or crash, next to real photographs."""

import os
import shutil
import tarfile
from pathlib import Path

import pytest

from mmdesk.core.paths import path_from_json
from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from tests.flows.program import Program
from tests.flows.snapshot import snapshot

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")


@pytest.fixture
def hostile(test_data: Path, samples: Path, tmp_path: Path) -> Path:
    """The malformed files and the sample pictures, in one folder."""
    folder = tmp_path / "hostile"
    with tarfile.open(test_data / "malformed" / "malformed.tar") as archive:
        archive.extractall(folder, filter="data")
    shutil.copytree(samples, folder / "photos")
    return folder


def test_every_hostile_file_is_indexed_or_listed(program: Program, hostile: Path, samples: Path) -> None:
    before = snapshot(hostile)
    document = program.json("add", hostile, code=3)
    skipped = {path_from_json(file["path"]) for file in document["skipped"]}
    with open_library(Places(program.data_dir)) as library:
        photos = {photo.path for photo in library.photos.by_ids(library.photos.ids())}
    hits = program.run("search", "anything", "--paths0", "--limit", "100000").stdout.split(b"\0")[:-1]

    assert all(file["reason"] for file in document["skipped"])
    assert not skipped & photos
    assert set(hits) <= photos, "a blank picture is no hit"
    pictures = {os.fsencode(path) for path in hostile.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES}
    assert pictures <= skipped | photos
    assert {os.fsencode(hostile / "photos" / path.name) for path in samples.iterdir()} <= set(hits)
    assert document["found"] == document["indexed"] + len(skipped)
    assert snapshot(hostile) == before

    again = program.json("add", hostile, code=3)
    assert (again["indexed"], again["unchanged"]) == (0, document["indexed"])
    assert {path_from_json(file["path"]) for file in again["skipped"]} == skipped
    listed = program.json("status", "--skipped")
    assert {path_from_json(file["path"]) for file in listed["reasons"]} == skipped


def test_nothing_is_written_outside_the_data_folder(
    program: Program, hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = {name: tmp_path / name for name in ("home", "temporary", "here")}
    for folder in elsewhere.values():
        folder.mkdir()
    monkeypatch.setenv("HOME", str(elsewhere["home"]))
    monkeypatch.setenv("TMPDIR", str(elsewhere["temporary"]))
    monkeypatch.chdir(elsewhere["here"])

    def outside() -> dict[str, object]:
        """Python looks whether it may write to the temporary folder, by a file that is gone at once."""
        inside = program.data_dir.name
        found = snapshot(tmp_path)
        return {path: entry for path, entry in found.items() if path.split(os.sep)[0] != inside} | {
            "temporary": None
        }

    before = outside()
    program.run_as_process("add", hostile, code=3)
    assert outside() == before


def test_files_that_are_no_pictures_are_named_and_the_rest_is_found(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(samples, folder)
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "text.jpg").write_text("no picture")
    (folder / "half.png").write_bytes((samples / "coffee.png").read_bytes()[:2000])
    count = len(list(samples.iterdir()))
    document = program.json("add", folder, code=3)
    assert document["indexed"] == count
    assert {Path(file["path"]).name for file in document["skipped"]} == {"empty.jpg", "text.jpg", "half.png"}
    assert "half.png" in program.run("add", folder, code=3).stderr
