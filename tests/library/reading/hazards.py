"""Files that are dangerous to read, made by code, and a hand on the processes that read them."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from PIL import Image

SLOW_SIDE = 15_000


def slow_picture(path: Path) -> bytes:
    """A small file of many pixels: reading it takes about a second, and a quarter of a gigabyte."""
    Image.new("L", (SLOW_SIDE, SLOW_SIDE), 40).save(path, compress_level=1)
    return bytes(path)


def reading_processes() -> list[psutil.Process]:
    """The processes that read files for this one."""
    return [child for child in psutil.Process().children() if _reads(child)]


def _reads(process: psutil.Process) -> bool:
    try:
        return any("spawn_main" in part for part in process.cmdline())
    except psutil.Error:
        return False


def busy_process(pids: set[int]) -> psutil.Process:
    """The first of the processes `pids` that is hard at work on a file: its memory grows."""
    deadline = time.monotonic() + 60
    for process in _round_and_round(pids):
        if process.memory_info().rss > 120 << 20:
            return process
        assert time.monotonic() < deadline, "no process was at work"
    raise AssertionError("no processes")


def _round_and_round(pids: set[int]) -> Iterator[psutil.Process]:
    while True:
        for pid in pids:
            yield psutil.Process(pid)
        time.sleep(0.005)


def is_gone(pid: int) -> bool:
    """Whether a process has ended and left no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
