"""Imports of torch beside a living window.

Torch is half a gigabyte of libraries and half a million Python objects. Loaded
plainly in a thread, it holds the interpreter, and with it the window, for a
quarter of a second at a time. Two causes can be taken away:

- `import` maps a library, with all it depends on, while it holds the interpreter
  lock. Called through ctypes, the same `dlopen` lets go of it, and the import
  that follows finds the library in place.
- So many new objects set off the collector of cycles again and again: it rests,
  and is then spared these objects for good, which also shortens its later pauses.

Nothing here names torch's modules; it only looks where torch is installed.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from mmdesk.core.collector import resting_collector

LIBRARIES = ("libtorch_global_deps.so", "libtorch_python.so")
"""What torch maps first; the one for all to see, as torch itself does, the other for itself."""


@contextmanager
def importing_quietly() -> Iterator[None]:
    """Import torch and what needs it inside this, when other threads should go on meanwhile."""
    if "torch" in sys.modules:
        yield
        return
    map_libraries()
    with resting_collector():
        yield


def map_libraries() -> None:
    """Map torch's libraries with the interpreter lock let go. What is not found, the import will miss."""
    spec = find_spec("torch")
    if not sys.platform.startswith("linux") or spec is None or spec.origin is None:
        return  # other systems have other ways, and torch is left to them
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes = (ctypes.c_char_p, ctypes.c_int)
    dlopen.restype = ctypes.c_void_p
    for name, scope in zip(LIBRARIES, (os.RTLD_GLOBAL, os.RTLD_LOCAL), strict=True):
        dlopen(os.fsencode(Path(spec.origin).parent / "lib" / name), os.RTLD_NOW | scope)
