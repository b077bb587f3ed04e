"""Paths as the disk has them: bytes.

A file name on Linux is any run of bytes without `/` and NUL, so a path is kept
as bytes from the directory listing to the catalogue. Only this module turns it
into something to show (lossy on purpose) or into JSON (lossless on purpose).
"""

import base64
import os
from collections.abc import Mapping


def display_path(path: bytes) -> str:
    """`path` for people: bytes that are not UTF-8 and control characters appear as `?`-like marks."""
    text = path.decode("utf-8", errors="replace")
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def display_name(path: bytes) -> str:
    """The last part of `path`, for people."""
    return display_path(os.path.basename(path))


def display_folder(path: bytes) -> str:
    """The folder `path` for people, below the user's home as `~`."""
    home = os.fsencode(os.path.expanduser("~"))
    if is_under(path, home) and home != b"/":
        return "~" + display_path(path[len(home.rstrip(b"/")) :])
    return display_path(path)


def json_path(path: bytes) -> str | dict[str, str]:
    """`path` for scripts: a string where it is valid UTF-8, else `{"bytes": base64}`."""
    try:
        return path.decode("utf-8")
    except UnicodeDecodeError:
        return {"bytes": base64.b64encode(path).decode("ascii")}


def path_from_json(value: str | Mapping[str, str]) -> bytes:
    """The inverse of `json_path`."""
    if isinstance(value, str):
        return value.encode("utf-8")
    return base64.b64decode(value["bytes"])


def is_under(path: bytes, folder: bytes) -> bool:
    """Whether `path` is `folder` or lies below it, by name alone (no disk access)."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
