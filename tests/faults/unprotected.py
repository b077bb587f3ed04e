"""Every test of the table, with the protection it is about taken out: it must fail.

    python -m tests.faults.unprotected [WORD]...

works on a copy of the program; with WORDs, only on rows that contain one of them. First all these tests must
pass on the copy as it is, or their failing would say nothing. It is no test of the suite, because it takes as
long as all of them together, twice.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.faults.rows.fault import Fault
from tests.faults.table import TABLE

ROOT = Path(__file__).parents[2]

PATIENCE_S = 150

AS_IT_SHOULD = "fails, as it should"

FAILED = re.compile(r"^(?:FAILED|ERROR) .+?(?: - (.{1,100}).*)?$", re.MULTILINE)
"""As pytest sums up a test that failed, and why."""


class SkippedHereError(Exception):
    """The test needs what this machine has not, or this user may not do."""


def failure_without(fault: Fault, copy: Path) -> str | None:
    """How the test of `fault` fails in `copy` while its protection is out. Raises SkippedHereError."""
    file = copy / fault.without.file
    whole = file.read_text()
    assert whole.count(fault.without.old) == 1, fault.without
    file.write_text(whole.replace(fault.without.old, fault.without.new))
    try:
        return _failure([fault.test], copy)
    finally:
        file.write_text(whole)


def _failure(tests: Sequence[str], copy: Path) -> str | None:
    """How the first of the tests fails, if any does. A test that hangs fails. Raises SkippedHereError."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *_named(tests)],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "COLUMNS": "300"},  # so that reasons have room
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=PATIENCE_S * len(tests))
    except subprocess.TimeoutExpired:
        return "it hangs"
    finally:
        _end_with_all_it_started(process)
    if process.returncode == 0:
        if " passed" not in told:
            raise SkippedHereError(told)
        return None
    failed = FAILED.search(told)
    if not failed:
        raise SystemExit(f"{', '.join(tests)} did not run: {told[-500:]}")
    return failed[1] or "it ends its process"


def _told(fault: Fault, copy: Path) -> str:
    """In words, what comes of a row."""
    try:
        failure = failure_without(fault, copy)
    except SkippedHereError:
        return "CANNOT BE TRIED HERE"
    return f"{AS_IT_SHOULD} ({failure})" if failure else "PASSES ALL THE SAME"


def _named(tests: Sequence[str]) -> list[str]:
    return [f"tests/faults/{test}" for test in dict.fromkeys(tests)]


def _end_with_all_it_started(process: "subprocess.Popen[str]") -> None:
    """Also reading processes that hang, whose time limit was taken out."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _refuse_broken(rows: Sequence[Fault], copy: Path) -> None:
    with suppress(SkippedHereError):
        if failure := _failure([fault.test for fault in rows], copy):
            raise SystemExit(f"A test fails with every protection in: {failure}")


def _copy_program(copy: Path) -> None:
    for part in ("mmdesk", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "resources").symlink_to(ROOT / "resources")


def main(words: list[str]) -> int:
    """Print a line for each row; the exit code says whether all tests failed as they should."""
    rows = [fault for fault in TABLE if not words or any(word in fault.what + fault.test for word in words)]
    idle = 0
    with tempfile.TemporaryDirectory(prefix="mmdesk-unprotected-") as folder:
        copy = Path(folder)
        _copy_program(copy)
        _refuse_broken(rows, copy)
        for fault in rows:
            told = _told(fault, copy)
            idle += not told.startswith(AS_IT_SHOULD)
            print(f"{told}: {fault.what}", flush=True)
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
