"""Files to be taken elsewhere: copied, or dragged into another program."""

from collections.abc import Iterable
from contextlib import suppress

from mmdesk.core.files import Gathered
from mmdesk.library.companion_files import companion_files
from mmdesk.tasks.library import Library


def gather(library: Library, ids: Iterable[int]) -> Gathered:
    """The files of these photos, and their raw files and sidecars. A disk that does not answer has none."""
    photos = library.photos.by_ids(ids)
    beside: list[bytes] = []
    for photo in photos:
        with suppress(OSError):  # what reads the files will say what is wrong with the disk
            beside += companion_files(photo.path, library.companions.of(photo.id))[1:]
    return Gathered(tuple(photo.path for photo in photos), tuple(dict.fromkeys(beside)))
