"""What goes wrong outside the program is one sentence on stderr, and an exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.program import Program


def sentence(program: Program, *arguments: str | Path, code: int = 1) -> str:
    """The one line on stderr."""
    done = program.run(*arguments, code=code)
    assert done.stdout == b""
    assert "Traceback" not in done.stderr
    [line] = done.stderr.splitlines()
    return line


def test_a_folder_that_is_not_there(new_program: Program, tmp_path: Path) -> None:
    assert "nowhere" in sentence(new_program, "add", tmp_path / "nowhere")


def test_a_file_instead_of_a_folder(new_program: Program, samples: Path) -> None:
    assert "coffee.png" in sentence(new_program, "add", samples / "coffee.png")


def test_a_model_that_is_not_there(new_program: Program) -> None:
    assert "starter-clip" in sentence(new_program, "search", "a cat", "--model", "no-such-model")


def test_an_empty_query(new_program: Program) -> None:
    assert "look for" in sentence(new_program, "search", "   ")


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "file" in sentence(Program(tmp_path / "file" / "data"), "status")


def test_a_catalogue_that_is_no_catalogue(new_program: Program) -> None:
    new_program.data_dir.mkdir()
    (new_program.data_dir / "catalogue.sqlite").write_bytes(b"something else altogether" * 100)
    assert "catalogue.sqlite" in sentence(new_program, "status")


def test_a_window_without_a_display(new_program: Program) -> None:
    assert "display" in sentence(new_program, "open")


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("add",),
        ("similar",),
        ("nonsense",),
        ("search", "x", "--limit", "0"),
        ("status", "--device", "abacus"),
    ],
)
def test_wrong_usage_is_exit_code_two(new_program: Program, arguments: tuple[str, ...]) -> None:
    assert "Usage:" in new_program.run(*arguments, code=2).stderr


def test_json_and_paths0_exclude_each_other(new_program: Program) -> None:
    assert new_program.run("search", "x", "--json", "--paths0", code=2).stdout == b""


def test_searching_an_empty_library_says_how_to_fill_it(program: Program) -> None:
    done = program.run("search", "a cat", "--json")
    document = json.loads(done.stdout)
    assert (document["considered"], document["hits"]) == (0, [])
    assert "mmdesk add" in done.stderr


def test_a_folder_that_was_unplugged_is_kept(program: Program, samples: Path, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    shutil.copytree(samples, drive)
    count = len(list(drive.iterdir()))
    program.run("add", drive)
    drive.rename(tmp_path / "away")
    assert "not there now" in program.run("add", drive, code=3).stderr
    status = program.json("status")
    assert (status["photos"], status["offline"]) == (count, 1)
    (tmp_path / "away").rename(drive)
    assert program.json("add", drive)["unchanged"] == count


def test_a_data_folder_without_leave_to_write(tmp_path: Path, without_privileges: list[str]) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    status = [sys.executable, "-m", "mmdesk", "status", "--data-dir", str(locked / "data")]
    done = subprocess.run([*without_privileges, *status], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert "locked" in line
