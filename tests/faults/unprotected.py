"""Every test of the table, with the protection it is about taken out: it must fail.

    python -m tests.faults.unprotected [WORD]...

works on a copy of the program; with WORDs, only on rows that contain one of them. It is no test of the suite,
because it takes as long as all of them together.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.table import TABLE, Fault

ROOT = Path(__file__).parents[2]

PATIENCE_S = 150


def fails_without(fault: Fault, copy: Path) -> bool:
    """Whether the test of `fault` fails in `copy` while its protection is out. A test that hangs fails."""
    file = copy / fault.without.file
    whole = file.read_text()
    assert whole.count(fault.without.old) == 1, fault.without
    file.write_text(whole.replace(fault.without.old, fault.without.new))
    try:
        return _run(fault.test, copy) != 0
    finally:
        file.write_text(whole)


def _run(test: str, copy: Path) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/faults/{test}"]
    environment = os.environ | {"PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return 1
    if b" passed" not in done.stdout and b" failed" not in done.stdout and b" error" not in done.stdout:
        raise SystemExit(f"{test} did not run: {done.stdout.decode()[-500:]}")
    return done.returncode


def main(words: list[str]) -> int:
    """Print a line for each row; the exit code says whether a test passed that should not have."""
    idle = 0
    with tempfile.TemporaryDirectory(prefix="mmdesk-unprotected-") as folder:
        copy = Path(folder)
        for part in ("mmdesk", "tests"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, copy / part, ignore=ignore)
        shutil.copy(ROOT / "pyproject.toml", copy)
        (copy / "resources").symlink_to(ROOT / "resources")
        for fault in TABLE:
            if words and not any(word in fault.what or word in fault.test for word in words):
                continue
            failed = fails_without(fault, copy)
            idle += not failed
            print(f"{'fails, as it should' if failed else 'PASSES ALL THE SAME'}: {fault.what}", flush=True)
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
