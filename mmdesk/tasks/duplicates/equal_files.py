"""Whether two files of one size and hash are equal, where the hash is not of all their bytes."""

from collections.abc import Generator

from mmdesk.core.language import tr
from mmdesk.core.photo import Photo
from mmdesk.core.progress import Progress
from mmdesk.library.reading.films.content import is_hashed_whole

COMPARED_AT_ONCE = 16 << 20
"""Bytes after which progress is told."""


def are_equal(one: Photo, other: Photo) -> Generator[Progress, None, bool]:
    """Whether photos or films of the same size and hash are the same to the last byte. Yields Progress."""
    if not one.is_film or is_hashed_whole(one.stamp.size):
        return True
    try:
        with open(one.path, "rb") as first, open(other.path, "rb") as second:
            while part := first.read(COMPARED_AT_ONCE):
                yield Progress(first.tell(), one.stamp.size, tr("Comparing films"))
                if part != second.read(COMPARED_AT_ONCE):
                    return False
            return not second.read(1)
    except OSError:  # gone meanwhile: nothing is said of it
        return False
