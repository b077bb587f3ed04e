"""Which photo a file is: the one known under its path, one that was renamed, or none yet.

A rename is seen by content: the same bytes under a new path, while nothing lies under the old path
any more. Of a folder that is offline, or was taken out, nobody knows what lies there, so a file with
the same bytes elsewhere counts as a copy. A hard link, or a link, to a photo's file is that photo.
"""

import os
from dataclasses import dataclass, field

from mmdesk.core.paths import is_under
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts
from mmdesk.library.database import Database
from mmdesk.library.fact_tables import AS_READ
from mmdesk.library.photos import THERE, photos_where
from mmdesk.library.scan import is_offline
from mmdesk.library.taken_out import Outside

SAME_CONTENT = "size = ? AND content_hash = ? ORDER BY id"

Inode = tuple[int, int]
"""Device and inode: what all names of one file have in common."""

COPIES_LOOKED_AT = 1000
"""Number of photos with the same content of which is seen whether they are where they were. Folders with
thousands of copies of one file exist, and looking at each for each would take hours.
"""


class PhotoIdentity:
    """The catalogue's memory of files, for the length of one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._outside = Outside(db)
        self._offline: list[bytes] | None = None
        self._copies: dict[tuple[int, bytes], _Copies] = {}

    def of(self, path: bytes, stamp: FileStamp, content_hash: bytes) -> Photo | None:
        """The photo that the file `path` with this content is, under its present or its former path."""
        at_path = photos_where(self._db, "path = ?", [path])
        if at_path:
            return at_path[0]
        copies = self._copies_of(stamp.size, content_hash)
        hidden = copies.hidden.pop(_identity(path), None)
        return hidden or (copies.left.pop(0) if copies.left else None)

    def under_other_name(self, path: bytes, stamp: FileStamp, content_hash: bytes) -> Photo | None:
        """The photo whose file this is, if it goes by another name: a hard link, or a link, of this one."""
        known = self._copies_of(stamp.size, content_hash).there.get(_identity(path))
        if known is None or known[1] == path:
            return None
        return next(iter(photos_where(self._db, "id = ? AND path = ?", known)), None)

    def remember(self, photo: int, path: bytes, stamp: FileStamp, content_hash: bytes) -> None:
        """A photo has just come to go by this name: others of its file may follow."""
        identity = _identity(path)
        if identity is not None:
            self._copies_of(stamp.size, content_hash).there[identity] = (photo, path)

    def facts_of(self, stamp: FileStamp, content_hash: bytes) -> tuple[PhotoFacts, int] | None:
        """The facts of any photo with this content as its file says them, and the version of their reader."""
        same = photos_where(self._db, f"{AS_READ} AND {SAME_CONTENT} LIMIT 1", [stamp.size, content_hash])
        if not same:
            return None
        sql = "SELECT facts_version FROM photos WHERE id = ?"
        return same[0].facts, self._db.execute(sql, [same[0].id]).fetchone()[0]

    def _copies_of(self, size: int, content_hash: bytes) -> "_Copies":
        """Photos with this content; looked for once, and those that have left then taken one by one."""
        content = (size, content_hash)
        if content not in self._copies:
            copies = self._copies[content] = _Copies()
            for photo in self._same(f"missing = {THERE}", content):
                if (identity := _identity(photo.path)) is not None:
                    copies.there.setdefault(identity, (photo.id, photo.path))
                elif self._has_left(photo.path):
                    copies.left.append(photo)
            for photo in self._same(f"missing != {THERE}", content):
                if (identity := _identity(photo.path)) is not None:
                    copies.hidden.setdefault(identity, photo)
                elif self._has_left(photo.path):
                    copies.left.append(photo)
            copies.left.sort(key=lambda photo: photo.id)
        return self._copies[content]

    def _same(self, state: str, content: tuple[int, bytes]) -> list[Photo]:
        return photos_where(self._db, f"{state} AND {SAME_CONTENT} LIMIT {COPIES_LOOKED_AT}", content)

    def _has_left(self, path: bytes) -> bool:
        if os.path.lexists(path) or self._outside.covers(path):
            return False
        return not any(is_under(path, root) for root in self._offline_folders())

    def _offline_folders(self) -> list[bytes]:
        if self._offline is None:
            roots = self._db.execute("SELECT path FROM folders").fetchall()
            self._offline = [root for (root,) in roots if is_offline(root)]
        return self._offline


@dataclass(slots=True)
class _Copies:
    """Photos of one content: those that are where they were, by device and inode, and those that have left.

    `hidden` ones are where they were, too, but are not shown.
    """

    there: dict[Inode | None, tuple[int, bytes]] = field(default_factory=dict)
    hidden: dict[Inode | None, Photo] = field(default_factory=dict)
    left: list[Photo] = field(default_factory=list)


def _identity(path: bytes) -> Inode | None:
    """Device and inode of a file; None where there is none, or the system knows nothing of them."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None
