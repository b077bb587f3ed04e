"""Whether this computer runs on its battery, as the system tells it."""

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
"""Where Linux tells of mains and batteries, a folder each."""

UNPLUGGED = 0
"""What Windows calls the state of a mains plug with nothing in it."""

ASKED_S = 5.0


def runs_on_battery() -> bool:
    """Whether a battery of the computer itself is all it has; False where the system does not tell."""
    if sys.platform == "win32":
        return _windows_tells()
    if sys.platform == "darwin":
        return _macos_tells()
    return linux_tells(SUPPLIES)


def linux_tells(supplies: Path) -> bool:
    """Whether a battery is all there is, by the folders in which Linux tells of each supply."""
    kinds = list(_kinds(supplies))
    is_plugged = any(_line(supply, "online") == "1" for supply, kind in kinds if kind != "battery")
    discharges = any(_line(supply, "status") == "discharging" for supply, kind in kinds if kind == "battery")
    return discharges and not is_plugged


def _kinds(supplies: Path) -> Iterator[tuple[Path, str]]:
    """Supplies of the computer, less the batteries of mice and keyboards, and their kinds."""
    if supplies.is_dir():
        for supply in sorted(supplies.iterdir()):
            if _line(supply, "scope") != "device":
                yield supply, _line(supply, "type")


def _line(supply: Path, name: str) -> str:
    """What a supply says of itself; nothing where it does not."""
    try:
        return (supply / name).read_text("ascii", errors="replace").strip().lower()
    except OSError:
        return ""


def _windows_tells() -> bool:
    told = (ctypes.c_ubyte * 12)()
    windows = getattr(ctypes, "windll").kernel32  # noqa: B009  (other systems' ctypes has none)
    return bool(windows.GetSystemPowerStatus(told)) and told[0] == UNPLUGGED


def _macos_tells() -> bool:
    try:
        told = subprocess.run(
            ["/usr/bin/pmset", "-g", "batt"], capture_output=True, timeout=ASKED_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return b"'Battery Power'" in told.stdout
