"""The door between the command line and the window."""

import ctypes
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places

INVISIBLE = ("offscreen", "minimal", "vnc")
"""Platforms of Qt that nobody sits in front of."""


class WindowDoor:
    """The window as the command line knows it.

    The lazy door to Qt: most commands never need it, and a server may lack the
    libraries it is made on. Every method that opens it raises UserError where
    that is so.
    """

    def has_display(self) -> bool:
        """Whether somebody could see a window."""
        return has_display()

    def open(
        self, places: Places, model: str, device: str, folder: bytes | None = None, query: str = ""
    ) -> int:
        """Show the window until it is closed."""
        if "DISPLAY" in os.environ and "WAYLAND_DISPLAY" not in os.environ:
            _refuse_half_installed_x11()
        code: int = _room_of_qt().run_window(places, model, device, folder, query)
        return code

    def save_picture(self, places: Places, model: str, device: str, query: str, out: Path) -> Path:
        """Draw the window into a PNG file."""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        picture: Path = _room_of_qt().save_window_picture(places, model, device, query, out)
        return picture


def has_display() -> bool:
    """Whether somebody could see a window here."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.split(":")[0] not in INVISIBLE
    has_desktop = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return has_desktop or not sys.platform.startswith("linux")


def make_qt_ready() -> None:
    """Let Qt be imported and, where there is no display, draw into memory. Raises UserError."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _room_of_qt()


def _room_of_qt() -> ModuleType:
    """`mmdesk.app`, which imports Qt."""
    try:
        return import_module("mmdesk.app")
    except ImportError as error:
        if ".so" not in str(error):
            raise
        raise UserError(_what_to_install(str(error))) from error


def _refuse_half_installed_x11() -> None:
    """Qt ends the whole program where its X11 part lacks a library; so try to load that part first."""
    qt = find_spec("PySide6")
    if not sys.platform.startswith("linux") or qt is None or qt.origin is None:
        return
    plugin = Path(qt.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    _room_of_qt()
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise UserError(_what_to_install(str(error))) from error


def _what_to_install(missing: str) -> str:
    library = missing.partition(":")[0]
    return (
        f"The window needs {library}, which this system lacks; on Debian and Ubuntu: sudo apt install "
        "libegl1 libgl1 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 "
        "libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 fonts-dejavu-core"
    )
