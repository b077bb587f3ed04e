"""Whether the files of photos are there, and are what they were when they were last read."""

import os

from mmdesk.core.photo import FileStamp, Photo


class DistinctFiles:
    """Files that are there, unchanged and each only once, as far as one search has met them.

    A file that is not there now, or has changed, may not stand for another one. And one file that is reached
    by two paths (hard links, linked folders) is no duplicate: removing one name would gain nothing.
    """

    def __init__(self) -> None:
        self._by_file: dict[tuple[int, int], bytes] = {}

    def has(self, photo: Photo) -> bool:
        """Whether this photo's file is there, unchanged, and none that was met under another name."""
        try:
            status = os.stat(photo.path)
        except OSError:  # an unplugged drive, a lost permission: not to be relied on at present
            return False
        if FileStamp.of(status) != photo.stamp:
            return False
        return self._by_file.setdefault((status.st_dev, status.st_ino), photo.path) == photo.path
