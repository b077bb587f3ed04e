"""A report on a fault that may be sent to anybody: no name of a photo, a folder or a person is in it."""

import os
import platform
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from mmdesk import __version__

HIDDEN = "…"

PACKAGES = ("PySide6_Essentials", "torch", "open_clip_torch", "onnxruntime", "numpy", "pillow")

PROGRAM = Path(__file__).parents[1]

PICTURES = (
    "jpe?g|jpe|jfif|png|apng|webp|gif|bmp|tiff?|avif|hei[cf]|jxl|jp2|psd|dng|cr[23]|nef|nrw|arw|raf|orf"
)
"""Endings of names of pictures."""

QUOTED = re.compile(r"""(?P<before>['"“‘])(?P<inner>[^\n]*?)(?P<after>['"”’])""")

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
"""What may stand in quotation marks: the name of a class or a variable."""

PATH = re.compile(r"(?<![\w>…/])(?:~?/|[A-Za-z]:[\\/]|\\\\)[^\n]*")
"""An absolute path, and the rest of its line: names hold blanks."""

PICTURE = re.compile(rf"[^\n]*[\w)\]'\"]\.(?:{PICTURES})\b", re.IGNORECASE)
"""Everything up to the ending of a picture's name."""


def facts() -> str:
    """Versions of the program and of what it stands on, and the system, a line each."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return "\n".join((f"mmdesk {__version__}", f"Python {platform.python_version()}", system, *_packages()))


def _packages() -> Iterable[str]:
    for name in PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is not installed"


def without_names(text: str, places: Mapping[str, str] | None = None) -> str:
    """`text` with paths, names of pictures and what stands in quotation marks left out.

    `places` are paths that may be told, by a word for each (the data folder, say), beside the program's own.
    """
    known = {**(places or {}), str(PROGRAM): "<program>", sys.prefix: "<python>"}
    for path in sorted(known, key=len, reverse=True):
        text = text.replace(path, known[path])
    return "\n".join(_line_without_names(line) for line in text.split("\n"))


def _line_without_names(line: str) -> str:
    for kind in (PATH, PICTURE):
        line = kind.sub(HIDDEN, line)
    return QUOTED.sub(_name_or_nothing, line)


def _name_or_nothing(quoted: re.Match[str]) -> str:
    return quoted[0] if NAME.fullmatch(quoted["inner"]) else HIDDEN


def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback of an error: places in the program as they are, what the error says without names."""
    frames = [
        f"  {_file(frame.filename)}:{frame.lineno} {frame.name}\n    {frame.line}"
        for frame in traceback.extract_tb(trace)
    ]
    said = (error.strerror or "") if isinstance(error, OSError) else without_names(str(error))
    return "\n".join([*frames, f"{kind.__name__}: {said}"])


def _file(path: str) -> str:
    """A source file, as far as it says something of the program."""
    for root in (PROGRAM.parent, Path(sys.prefix), Path(sys.base_prefix)):
        if Path(path).is_relative_to(root):
            return os.path.relpath(path, root)
    return os.path.basename(path)
