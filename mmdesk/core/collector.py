"""Python's collector of cycles, while modules are imported.

So many new objects set it off again and again, each time over everything there is: a fifth of the time of a
command. Nothing of it is garbage: what a module holds lives as long as the program.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Let it rest while this block imports modules, and spare it their objects for good."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        atexit.register(gc.unfreeze)  # or libraries that watch their objects' end complain of leaks
        if was_collecting:
            gc.enable()
