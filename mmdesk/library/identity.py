"""Which photo a file is: the one known under its path, one that was renamed, or none yet.

A rename is seen by content: the same bytes under a new path, while nothing lies under the old path
any more. Of a folder that is offline, or was taken out, nobody knows what lies there, so a file with
the same bytes elsewhere counts as a copy.
"""

import os

from sqlite_utils import Database

from mmdesk.core.paths import is_under
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts
from mmdesk.library.photos import photos_where
from mmdesk.library.scan import is_offline
from mmdesk.library.taken_out import Outside

SAME_CONTENT = "size = ? AND content_hash = ? ORDER BY id"

TWINS_LOOKED_AT = 1000
"""Number of photos with the same content of which is seen whether they are where they were. Folders with
thousands of copies of one file exist, and looking at each for each would take hours.
"""


class PhotoIdentity:
    """The catalogue's memory of files, for the length of one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._outside = Outside(db)
        self._offline: list[bytes] | None = None
        self._left: dict[tuple[int, bytes], list[Photo]] = {}

    def of(self, path: bytes, stamp: FileStamp, content_hash: bytes) -> Photo | None:
        """The photo that the file `path` with this content is, under its present or its former path."""
        at_path = photos_where(self._db, "path = ?", [path])
        if at_path:
            return at_path[0]
        left = self._that_have_left(stamp.size, content_hash)
        return left.pop(0) if left else None

    def facts_of(self, stamp: FileStamp, content_hash: bytes) -> PhotoFacts | None:
        """The facts of any photo with this content."""
        same = photos_where(self._db, f"{SAME_CONTENT} LIMIT 1", [stamp.size, content_hash])
        return same[0].facts if same else None

    def _that_have_left(self, size: int, content_hash: bytes) -> list[Photo]:
        """Photos with this content that are not where they were; looked for once, then taken one by one."""
        content = (size, content_hash)
        if content not in self._left:
            same = photos_where(self._db, f"{SAME_CONTENT} LIMIT {TWINS_LOOKED_AT}", content)
            self._left[content] = [photo for photo in same if self._has_left(photo.path)]
        return self._left[content]

    def _has_left(self, path: bytes) -> bool:
        if os.path.lexists(path) or self._outside.covers(path):
            return False
        return not any(is_under(path, root) for root in self._offline_folders())

    def _offline_folders(self) -> list[bytes]:
        if self._offline is None:
            roots = self._db.execute("SELECT path FROM folders").fetchall()
            self._offline = [root for (root,) in roots if is_offline(root)]
        return self._offline
