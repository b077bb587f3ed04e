"""The door to the window: when it can be opened, and what is said when it cannot."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mmdesk.core.places import debian_packages
from mmdesk.window_door import WindowDoor

ROOT = Path(__file__).parent.parent

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="not on this system: there is always a display"
)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, False),
    ],
)
@on_linux
def test_whether_somebody_could_see_it(
    environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert WindowDoor().has_display() is expected


BARE = """
import importlib.abc, sys
from pathlib import Path
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.window_door import WindowDoor

class LibraryMissing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtCore":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

sys.meta_path.insert(0, LibraryMissing())
folder = Path(sys.argv[1])
try:
    WindowDoor().save_picture(Places(folder), "starter-clip", "cpu", "a cat", folder / "window.png")
except UserError as error:
    print(error)
"""
"""Qt's import, failing as it does on a bare Linux."""


def test_a_library_that_is_missing_is_named_with_its_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BARE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("The window needs libEGL.so.1, which this system lacks")
    advice = done.stdout.strip().partition("sudo apt install ")[2]
    assert advice.split() == (ROOT / "resources" / "debian-packages.txt").read_text("ascii").split()
    assert "libegl1" in advice


def test_the_readme_installs_the_very_packages_that_the_program_names() -> None:
    [line] = re.findall(r"^    sudo apt install (.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    shown = subprocess.run(["sh", "-c", f"echo {line}"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == debian_packages()


def test_the_command_line_does_without_qt() -> None:
    program = (
        "import sys, mmdesk.cli.main, mmdesk.window_door; print([m for m in sys.modules if 'PySide6' in m])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
