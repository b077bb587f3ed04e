"""The real program, run as a user runs it: another process, its output, its exit code."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_S = 120


@dataclass(frozen=True)
class Program:
    """mmdesk on the command line, with a data folder of its own."""

    data_dir: Path

    def run(self, *arguments: str | bytes | Path, code: int = 0) -> subprocess.CompletedProcess[bytes]:
        """Run to the end; the exit code must be `code`."""
        done = subprocess.run(
            self._command(arguments), check=False, capture_output=True, timeout=PATIENCE_S, env=_environment()
        )
        assert done.returncode == code, f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"
        return done

    def json(self, *arguments: str | bytes | Path, code: int = 0) -> Any:
        """The one document on stdout."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def start(self, *arguments: str | bytes | Path) -> subprocess.Popen[bytes]:
        """Start it in a process group of its own and come back at once."""
        return subprocess.Popen(
            self._command(arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )

    def _command(self, arguments: tuple[str | bytes | Path, ...]) -> list[bytes]:
        command = [sys.executable, "-m", "mmdesk", *arguments, "--data-dir", self.data_dir]
        return [os.fsencode(part) for part in command]


def kill(process: subprocess.Popen[bytes]) -> None:
    """The power cut: the program and its decoding processes are gone in the middle of whatever they do."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _environment() -> dict[str, str]:
    """No display, wherever the tests run."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"QT_QPA_PLATFORM": "offscreen"}
