"""A run that is green only because tests were left out fails."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CONFTEST = "from tests.skips import pytest_sessionfinish, pytest_terminal_summary\n"

TEST = """
import pytest

def test_something():
    pytest.skip({reason!r})

def test_something_else():
    pass
"""


@pytest.mark.parametrize("options", [(), ("-n", "1")])
@pytest.mark.parametrize(
    ("reason", "code", "line"),
    [
        ("ffmpeg is not installed", 0, "\nffmpeg is not installed: 1, test_it.py::test_something\n"),
        ("it is Monday", 1, "\nNOT A GOOD REASON: it is Monday: 1, test_it.py::test_something\n"),
    ],
)
def test_a_reason_must_be_a_good_one(
    tmp_path: Path, options: tuple[str, ...], reason: str, code: int, line: str
) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TEST.format(reason=reason))
    bare = ("-p", "no:pytest-qt", "-p", "no:hypothesispytest", "-c", "/dev/null", "--rootdir", tmp_path)
    command = [sys.executable, "-m", "pytest", *bare, *options, tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert line in done.stdout
