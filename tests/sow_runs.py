"""Runs of the tests for `tests.sow`, each in a fork of a process that has imported what takes long."""

import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import pytest

HEAVY = (
    "torch",
    "torchvision",
    "open_clip",
    "onnxruntime",
    "onnx",
    "numpy",
    "PIL.Image",
    "PySide6.QtWidgets",
)
"""What most tests import, and no plugin of pytest."""


@dataclass
class Noted:
    """What a run of tests was: seconds of each that passed, and those that did not."""

    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


UNTOUCHED = ("-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Bears with what is imported already."""


class _Recorder:
    """A plugin that writes a line for each test that ends."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Seconds count in every phase."""
        print(json.dumps([report.nodeid, report.duration, report.outcome]), file=self._file, flush=True)


def warm_up() -> None:
    """Import what takes long, so that a fork has it already."""
    for name in HEAVY:
        importlib.import_module(name)


def run(tests: Sequence[str], copy: Path, patience_s: float, hits: Path | None = None) -> Noted | None:
    """Run these tests in a copy of the program until one fails, or all of them where hits are noted. None if
    they hang, or take the process down.
    """
    report = copy / "report.jsonl"
    report.unlink(missing_ok=True)
    process = os.fork()
    if process == 0:
        _be_pytest(tests, copy, report, hits)
    ended = _ends_within(process, patience_s)
    _kill_group(process)
    lines = report.read_text().splitlines() if report.exists() else []
    return _noted(map(json.loads, lines)) if ended else None


def _noted(lines: "map[list[object]]") -> Noted:
    noted = Noted()
    for test, seconds, outcome in lines:
        assert isinstance(test, str)
        assert isinstance(seconds, float)
        noted.seconds[test] = noted.seconds.get(test, 0.0) + seconds
        if outcome == "failed":
            noted.failed.append(test)
    return noted


def _be_pytest(tests: Sequence[str], copy: Path, report: Path, hits: Path | None) -> None:
    """Run pytest in this process, and end it."""
    code = 3
    try:
        os.setsid()
        os.chdir(copy)
        for number in (1, 2):
            os.dup2(os.open(copy / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os.environ["PYTHONPATH"] = str(copy)
        sys.path.insert(0, str(copy))
        for name in [name for name in sys.modules if name.partition(".")[0] in ("mmdesk", "tests")]:
            del sys.modules[name]
        if hits is not None:
            os.environ["SOWN_HITS"] = str(hits)
        options = ["-q", *UNTOUCHED, *([] if hits else ["-x"])]
        with report.open("a") as file:
            code = pytest.main([*options, *tests], plugins=[_Recorder(file)])
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(code))


def _ends_within(process: int, patience_s: float) -> bool:
    """Whether it ends by itself, with all tests run or one failed."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) in (0, 1)
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return False


def _kill_group(process: int) -> None:
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:
        return
