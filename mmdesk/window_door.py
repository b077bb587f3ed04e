"""The lazy door from the command line to the window: most commands never import Qt."""

import ctypes
import json
import os
import stat
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places, debian_packages
from mmdesk.tasks.running_window import SearchQuestion, socket_path

ANSWER_S, SHORTEST_S = 2.0, 0.001
"""Longest wait for an answer of the window, about what a search takes without it; the shortest there is."""

PIECE = 1 << 16
"""Bytes of an answer that are received at once."""

INVISIBLE = ("offscreen", "minimal", "vnc")
"""Platforms of Qt that show nothing to anybody."""


class WindowDoor:
    """Opener of the window, see `mmdesk.cli.window.WindowLauncher`.

    A server may lack libraries that Qt needs; every method that imports Qt raises UserError where that is so.
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
        app = _app_module()
        try:
            code: int = app.run_window(places, model, device, folder, query)
        except UserError as error:
            if not _is_read(sys.stderr):
                app.tell_refusal(str(error))
            raise
        return code

    def save_picture(self, places: Places, model: str, device: str, query: str, out: Path) -> Path:
        """Draw the window into a PNG file."""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        picture: Path = _app_module().save_window_picture(places, model, device, query, out)
        return picture

    def ask(self, places: Places, question: SearchQuestion) -> dict[str, Any] | None:
        """Ask the window that is open; whatever goes wrong, there is no answer."""
        path = socket_path(places.data_dir)
        try:
            answer = json.loads(_exchange(path, question.to_line()) if _is_ours(path) else b"null")
        except (OSError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None


def _is_read(stream: TextIO | None) -> bool:
    """Whether somebody sees what is printed: a program that a menu has started has no terminal."""
    return stream is not None and stream.isatty()


def _is_ours(path: Path) -> bool:
    """Whether a socket is at `path` that nobody else put there. Raises OSError where there is nothing."""
    found = path.lstat()
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid()


def _exchange(path: Path, line: bytes) -> bytes:
    """The line that is received for `line` from the socket at `path`. Raises OSError."""
    import socket  # noqa: PLC0415  (only where a window seems to be open; of this machine alone)

    deadline = time.monotonic() + ANSWER_S
    with socket.socket(socket.AF_UNIX) as window:
        window.settimeout(ANSWER_S)
        window.connect(str(path))
        window.sendall(line)
        received = bytearray()
        while not received.endswith(b"\n"):
            window.settimeout(max(SHORTEST_S, deadline - time.monotonic()))
            piece = window.recv(PIECE)
            if not piece:
                raise ConnectionResetError
            received += piece
    return bytes(received)


def has_display() -> bool:
    """Whether a window could be seen here by somebody."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.split(":")[0] not in INVISIBLE
    has_desktop = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return has_desktop or not sys.platform.startswith("linux")


def make_qt_ready() -> None:
    """Let Qt be imported and, where there is no display, draw into memory. Raises UserError."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _app_module()


def _app_module() -> ModuleType:
    """Import `mmdesk.app`, and Qt with it. Raises UserError where Qt lacks a library."""
    try:
        return import_module("mmdesk.app")
    except ImportError as error:
        if ".so" not in str(error):
            raise
        raise UserError(_what_to_install(str(error))) from error


def _refuse_half_installed_x11() -> None:
    """Raise UserError where Qt's X11 part lacks a library; Qt itself would end the whole program."""
    qt = find_spec("PySide6")
    if not sys.platform.startswith("linux") or qt is None or qt.origin is None:
        return
    plugin = Path(qt.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    _app_module()
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise UserError(_what_to_install(str(error))) from error


def _what_to_install(missing: str) -> str:
    library = missing.partition(":")[0]
    packages = " ".join(debian_packages())
    return tr(
        "The window needs {library}, which this system lacks; on Debian and Ubuntu: sudo apt "
        "install {packages}",
        library=library,
        packages=packages,
    )
