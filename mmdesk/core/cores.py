"""Cores of the processor that heavy work may have."""

import os

_most = 0


def limit_cores(most: int) -> None:
    """Let heavy work that begins from now on have `most` cores; 0 for all that there are."""
    global _most  # noqa: PLW0603  (one process, one processor)
    _most = most


def limit_of_cores() -> int:
    """The limit that was set, or 0 for none."""
    return _most


def usable_cores() -> int:
    """Cores this process may run on, less than the machine has in a container or where that was wished."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, _most) if _most else there
