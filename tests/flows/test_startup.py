"""What the program does not do: load seconds' worth of libraries to say a word."""

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


@pytest.mark.parametrize(
    "arguments", [["--help"], ["status"], ["search", "--help"], ["bench", "--help"], ["no-such-command"]]
)
def test_torch_and_qt_stay_out_until_something_is_looked_at(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", PROBE, "--data-dir", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "LOADED []", done.stderr
