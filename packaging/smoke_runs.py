"""Tries a built program as a newcomer would: it finds what it needs, looks at pictures, opens its window."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

LIMIT_S = 300
WINDOW_S = 40
"""Time that the window has to be seen."""

SCREEN = "1440x900x24"

CAPTURE = """
"$@" &
program=$!
sleep {seconds}
import -window root "$PICTURE" 2>/dev/null || xwd -root -silent -out "$PICTURE.xwd"
kill -TERM $program
wait $program
"""
"""Runs the window, takes a picture of the screen and closes the window as the system would."""


def try_program(command: Sequence[str], picture: Path) -> dict[str, object]:
    """Answers of `doctor`, of `demo` without a display, and of the window under Xvfb, with their seconds.

    Nothing of the checkout or of the Python that built it is seen by the program. Raises
    CalledProcessError where it fails.
    """
    with tempfile.TemporaryDirectory() as home:
        bare = {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        told: dict[str, object] = {}
        for words in (["--version"], ["doctor"], ["demo"]):
            began = time.monotonic()
            done = subprocess.run(
                [*command, *words],
                cwd=home,
                env=bare,
                capture_output=True,
                text=True,
                timeout=LIMIT_S,
                check=False,
            )
            if done.returncode:
                print(done.stdout, done.stderr, sep="\n")
                done.check_returncode()
            told[words[0]] = {
                "seconds": round(time.monotonic() - began, 1),
                "last": done.stdout.split("\n")[-2],
            }
        told["window"] = _window(command, picture, home, bare)
    return told


def _window(command: Sequence[str], picture: Path, home: str, bare: dict[str, str]) -> str:
    """Whether the window was seen on a screen, of which a picture is taken; "not tried" without Xvfb."""
    if shutil.which("xvfb-run") is None:
        return "not tried: xvfb-run is not installed"
    script = CAPTURE.format(seconds=WINDOW_S)
    environment = bare | {"PICTURE": str(picture), "QT_QPA_PLATFORM": "xcb"}
    screen = ["xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}"]
    done = subprocess.run(
        [*screen, "sh", "-c", script, "sh", *command],
        cwd=home, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
        done.check_returncode()
    return _as_png(picture)


def _as_png(picture: Path) -> str:
    """Name of the picture of the screen."""
    raw = Path(f"{picture}.xwd")
    if raw.exists() and shutil.which("ffmpeg") is not None:
        subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-i", str(raw), str(picture)], check=True)
        os.unlink(raw)
    return picture.name if picture.exists() else raw.name
