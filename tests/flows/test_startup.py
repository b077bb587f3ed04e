"""What the program does not do: load seconds' worth of libraries to say a word."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import atexit, sys
from mmdesk.__main__ import main

heavy = {"torch", "open_clip", "PySide6", "skimage", "sklearn"}
atexit.register(lambda: print("LOADED", sorted(heavy & set(sys.modules))))
main()
"""

UNNEEDED = {
    *("mmdesk.library.reading.pool", "mmdesk.cli.paint", "mmdesk.cli.add", "mmdesk.benchmark.commands"),
    *("mmdesk.core.painting.spec", "mmdesk.models.vqgan.folder", "mmdesk.tasks.training_requests"),
    *("sqlite_utils", "dateutil", "pluggy", "lxml", "PIL", "rich", "regex", "ftfy", "multiprocessing"),
}
"""Modules of other commands, and packages that a search by words can do without."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["status"],
        ["search", "--help"],
        ["search", "a red bicycle"],
        ["bench", "--help"],
        ["no-such-command"],
    ],
)
def test_torch_and_qt_stay_out_until_something_is_looked_at(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", PROBE, "--data-dir", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "LOADED []", done.stderr


def test_one_photo_is_added_without_torch(tmp_path: Path, samples: Path) -> None:
    (tmp_path / "album").mkdir()
    photo = next(samples.glob("*.jpg"))
    shutil.copy(photo, tmp_path / "album")
    command = [sys.executable, "-c", PROBE, "--data-dir", str(tmp_path / "data"), "add"]
    done = subprocess.run([*command, str(tmp_path / "album")], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "LOADED []", done.stderr


def test_a_search_by_words_loads_what_it_needs_only(tmp_path: Path) -> None:
    probe = PROBE.replace("print(", "print([one for one in sys.modules if one in UNNEEDED], ")
    probe = f"UNNEEDED = {UNNEEDED!r}\n{probe}"
    command = [sys.executable, "-c", probe, "--data-dir", str(tmp_path), "search"]
    subprocess.run([*command, "a red bicycle"], capture_output=True, check=False)  # makes the tables
    done = subprocess.run([*command, "two dogs"], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[] LOADED []", done.stderr
