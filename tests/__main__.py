"""Every check of the project, one after the other: `python -m tests`.

Lint, layout, types, the contracts between rooms, then pytest. Arguments are
handed to pytest. The first check that fails ends the run with its exit code.
"""

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)

MOST_PROCESSES = 4
"""Each may come to three gigabytes."""

IN_MEMORY = Path("/dev/shm")
ROOM, PLENTY = 4 << 30, 16 << 30
"""Bytes that tests may leave behind until they are through, and bytes of memory that have room for these and
for the processes."""

WITHOUT_QT = ("-p", "no:pytest-qt", "-o", "addopts=-ra", "-W", "ignore::pytest.PytestConfigWarning")
"""Leaves out the plugin, and bears with its settings in pyproject.toml, which nobody knows then."""

WITHOUT_WINDOW = (
    *WITHOUT_QT,
    "--ignore=tests/ui",
    "--ignore=tests/work",
    "--ignore=tests/faults/test_window.py",
)


def main() -> int:
    """Run all checks; returns the exit code of the first that fails, else 0."""
    environment = _environment()
    for command in CHECKS:
        print(f"\n== {' '.join(command)}", flush=True)
        code = subprocess.run(_in_this_python(command), cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    _compile()
    print("\n== pytest", flush=True)
    options = [*_side_by_side(), *_without_window_if_qt_is_missing(), *sys.argv[1:]]
    command = [sys.executable, "-m", "pytest", *options]
    with _in_memory(environment) as where:
        return subprocess.run(command, cwd=ROOT, env=environment | where, check=False).returncode


def _compile() -> None:
    """Compile the program once. Each of the hundreds of processes that tests start would do so for itself
    where Python is told to keep nothing, or has not yet imported it all.
    """
    compileall.compile_dir(ROOT / "mmdesk", quiet=1, workers=0)


@contextmanager
def _in_memory(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Where files of tests go, as a variable of the environment: into memory, where there is plenty.

    A library that is made and closed waits for the disk three times as long as for the processor.
    """
    if "TMPDIR" in environment or not _has_room(IN_MEMORY):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="mmdesk-tests-", dir=IN_MEMORY) as folder:
        yield {"TMPDIR": folder}


def _has_room(folder: Path) -> bool:
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    return shutil.disk_usage(folder).free >= ROOM and psutil.virtual_memory().available >= PLENTY


def _side_by_side() -> list[str]:
    """A process of tests per core, each with whole files of them: what they share is made once a file."""
    return ["-n", str(min(os.cpu_count() or 1, MOST_PROCESSES)), "--dist", "loadfile"]


def _environment() -> dict[str, str]:
    """The tests need no display, and two threads more would only get in each other's way."""
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def _in_this_python(command: tuple[str, ...]) -> list[str]:
    """The tool as installed beside this interpreter, whatever the PATH says."""
    return [str(Path(sys.executable).parent / command[0]), *command[1:]]


def _without_window_if_qt_is_missing() -> tuple[str, ...]:
    """A bare Linux lacks libraries that Qt's window needs; say so, and test all the rest."""
    probe = [sys.executable, "-c", "import PySide6.QtWidgets"]
    result = subprocess.run(probe, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return ()
    reason = result.stderr.strip().splitlines()[-1]
    print(f"The tests of the window are left out: {reason}. README.md names the packages to install.")
    return WITHOUT_WINDOW


if __name__ == "__main__":
    sys.exit(main())
