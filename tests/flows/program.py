"""The real program: its command line in this process, or as another process where only that will do.

Importing torch costs a process seconds, so most tests share this one's. Those that kill the program,
interrupt it or count what it imports start it as a user does.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mmdesk.__main__ import BENCH
from mmdesk.cli.main import build_cli
from mmdesk.core.places import Places
from mmdesk.window_door import WindowDoor

Argument = str | bytes | Path


@dataclass(frozen=True)
class Answer:
    """What a run printed."""

    stdout: bytes
    stderr: str


@dataclass(frozen=True)
class Program:
    """mmdesk on the command line, with a data folder of its own."""

    data_dir: Path

    def run(self, *arguments: Argument, code: int = 0) -> Answer:
        """Run a command to its end; the exit code must be `code`, and nothing may escape."""
        result = CliRunner().invoke(
            build_cli(WindowDoor(), BENCH), self._with_data_dir(arguments), catch_exceptions=False
        )
        assert result.exit_code == code, f"exit code {result.exit_code}: {result.stderr}"
        return Answer(result.stdout_bytes, result.stderr)

    def json(self, *arguments: Argument, code: int = 0) -> Any:
        """The one document on stdout."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def start(self, *arguments: Argument) -> subprocess.Popen[bytes]:
        """Start it as another process, in a group of its own, and come back at once."""
        return subprocess.Popen(
            [sys.executable, "-m", "mmdesk", *self._with_data_dir(arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_without_display(),
            start_new_session=True,
        )

    def run_as_process(self, *arguments: Argument, code: int = 0) -> Answer:
        """As `run`, in another process."""
        process = self.start(*arguments)
        stdout, stderr = process.communicate(timeout=300)
        assert process.returncode == code, (
            f"exit code {process.returncode}: {stderr.decode(errors='replace')}"
        )
        return Answer(stdout, stderr.decode())

    def knowing_the_machine(self, other: "Program") -> "Program":
        """With what `other` found out about this machine, so that not every test has to probe it."""
        ours, theirs = Places(self.data_dir), Places(other.data_dir)
        ours.create()
        shutil.copy(theirs.plans, ours.plans)
        ours.matrices.mkdir()
        for seen in theirs.matrices.glob("nothing-*"):
            shutil.copy(seen, ours.matrices)
        return self

    def _with_data_dir(self, arguments: tuple[Argument, ...]) -> list[str]:
        return [os.fsdecode(argument) for argument in (*arguments, "--data-dir", self.data_dir)]


def kill(process: subprocess.Popen[bytes]) -> None:
    """The power cut: the program and its reading processes are gone in the middle of whatever they do."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _without_display() -> dict[str, str]:
    """The environment of a machine without a display, wherever the tests run."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"QT_QPA_PLATFORM": "offscreen"}
