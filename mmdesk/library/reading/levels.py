"""Pictures at halving sizes, handed from one process to another in a file that nobody else sees for long."""

import mmap
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
from PIL import Image

from mmdesk.core.full_picture import Buffer
from mmdesk.library.reading import reasons

Sides = tuple[int, int]
"""Width and height in pixels."""

SMALLEST = 640
"""Long side below which even a plain scaling is quick."""

IN_MEMORY = "/dev/shm"  # noqa: S108  (a file there is memory; its name is drawn by chance)
PREFIX = "mmdesk-pixels-"

LEFT_BEHIND_S = 3600
"""Age in seconds at which a file belongs to nobody any more: it is there for a second at most."""

ROOM = 1 << 30
"""Bytes that must be free there: several whole pictures of today's largest cameras."""


@contextmanager
def room_for_pixels() -> Iterator[str]:
    """Path of an empty file, removed in the end; in memory where the system has room for it there."""
    descriptor, path = tempfile.mkstemp(prefix=PREFIX, dir=_folder())
    os.close(descriptor)
    try:
        yield path
    finally:
        os.unlink(path)


def remove_left_behind() -> None:
    """Remove the files of programs that were killed while they took a picture over."""
    with suppress(OSError), os.scandir(_folder() or tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with suppress(OSError):  # another user's, or gone meanwhile
                    if time.time() - entry.stat().st_mtime > LEFT_BEHIND_S:
                        os.unlink(entry.path)


def levels_of(image: Image.Image) -> list[Image.Image]:
    """The picture, and that halved again and again down to a small one."""
    levels = [image]
    while max(levels[-1].size) > 2 * SMALLEST:
        levels.append(levels[-1].reduce(2))
    return levels


def pixels_of(level: Image.Image) -> bytes:
    """Rows of four bytes a pixel: blue, green, red, 255."""
    return level.convert("RGBA").tobytes("raw", "BGRA")


def written(image: Image.Image, room: str) -> tuple[Sides, ...]:
    """Write the levels of a picture into a file; returns their sizes. Raises RefusedError."""
    levels = levels_of(image)
    try:
        with open(room, "wb") as file:
            file.writelines(pixels_of(level) for level in levels)
    except OSError as error:
        raise reasons.refused_by_disk(error) from error
    return tuple(level.size for level in levels)


def taken_from(room: str) -> Buffer:
    """The pixels in the file: mapped, where a file may be removed that is."""
    with open(room, "rb") as file:
        if sys.platform == "win32":
            return file.read()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    # Each page is looked at once, here, so that painting need not wait; numpy lets other threads run.
    np.frombuffer(mapped, np.uint8)[:: mmap.PAGESIZE].max()
    return mapped


def _folder() -> str | None:
    """The folder for such a file; None for that of the system."""
    try:
        free = os.statvfs(IN_MEMORY)
    except (OSError, AttributeError):
        return None
    has_room = free.f_bavail * free.f_frsize >= ROOM and os.access(IN_MEMORY, os.W_OK)
    return IN_MEMORY if has_room else None
