"""Photos as the rest of the program sees them, and the results of indexing."""

import os
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NewType

from mmdesk.core.locations import Location
from mmdesk.core.turns import AS_IT_IS

PhotoId = NewType("PhotoId", int)


class Pick(IntEnum):
    """The culling flag of a photo, with the numbers the catalogue stores."""

    REJECTED = -1
    UNFLAGGED = 0
    PICKED = 1


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Size in bytes and modification time in nanoseconds: the cheap sign that a file changed."""

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> "FileStamp":
        """The stamp in what the system says of a file."""
        return cls(status.st_size, status.st_mtime_ns)

    @classmethod
    def at(cls, path: bytes, *, follow_links: bool = True) -> "FileStamp | None":
        """The stamp of the file that is now at `path`; None where none can be seen."""
        try:
            return cls.of(os.stat(path, follow_symlinks=follow_links))
        except OSError:
            return None


TAKEN_BY_CAMERA = ("exif", "xmp", "iptc", "text", "film")
"""Sources of `PhotoFacts.taken_at` that speak of the moment itself."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """Metadata of a picture. Unknown things are None.

    `width` and `height` are in pixels, after turning the picture upright.
    `taken_at` is local time as ISO 8601 as far as it is known ("2019-07-14T18:03:22", "2019-07-14",
    "2019-07", "2019"); `taken_from` says where it came from: "exif", "xmp", "iptc", "text" (of PNG; all four
    say when it was taken or digitised), "film" (local time, as the film has it), "film-utc" (UTC in a film,
    as local time of this computer), "modified" (EXIF's time of the last change), "gps" (UTC), "name" (of the
    file) or "file" (its own time).
    `exposure` is for people: "1/250 s  f/2.8  ISO 200  35 mm".
    `caption` is what somebody wrote of it. `zone` is how far its clock was from UTC, "+02:00".
    Of a film, `seconds` is the length (0 where it does not say), and `frame_rate` the pictures a second;
    pictures have neither. A `motion` photo holds a short film within its own file.
    Latitude and longitude are degrees, north and east positive. `generated` pictures were
    made by a model, wholly or in part, as their XMP has it. Of a `damaged` one a small part at the end is
    missing. A `blank` one is a single colour, or too small to show anything: words and labels say nothing of
    it.
    """

    width: int
    height: int
    taken_at: str | None = None
    taken_from: str | None = None
    camera: str | None = None
    lens: str | None = None
    exposure: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    caption: str | None = None
    zone: str | None = None
    generated: bool = False
    damaged: bool = False
    blank: bool = False
    seconds: float | None = None
    frame_rate: float | None = None
    motion: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """One row of the catalogue. `content_hash` stands for the bytes of its file.

    `other_names` are further paths of the same file: hard links, links, and what lies in linked folders.
    `location` is None as long as nobody has looked up where the photo was taken. `film` is the short film
    of a live photo, which lies beside it. `turn` is how it is turned against its file, as
    `core.turns` numbers it; its size, thumbnail and vectors are those of the turned one.
    """

    id: PhotoId
    path: bytes
    stamp: FileStamp
    content_hash: bytes
    facts: PhotoFacts
    rating: int = 0
    pick: Pick = Pick.UNFLAGGED
    other_names: tuple[bytes, ...] = ()
    location: Location | None = None
    film: bytes | None = None
    turn: int = AS_IT_IS

    @property
    def is_film(self) -> bool:
        """Whether it is no picture, but a film, of which one frame is shown."""
        return self.facts.seconds is not None

    @property
    def is_live(self) -> bool:
        """Whether a short film belongs to the picture, beside it or within its file."""
        return self.film is not None or self.facts.motion

    @property
    def thumbnail_key(self) -> bytes:
        """Key of its thumbnail."""
        return thumbnail_key(self.content_hash, self.turn)


def thumbnail_key(content_hash: bytes, turn: int) -> bytes:
    """Key of the thumbnail of a file's content, turned or not."""
    return content_hash if turn == AS_IT_IS else content_hash + bytes([turn])


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder the user added, with the number of its photos (those below it included).

    `missing` photos were not found by the last scan and are not shown. `lost` ones went so many at once
    that something else may have happened: they are kept, and counted among `photos`, until the user
    says that they are gone. `excludes` are glob patterns of what is left out. An `offline` folder is not
    there; it was first not found at `offline_since`, in UTC as ISO 8601 (None where that is not known).
    `unread` files were listed and not looked at yet; None where its listing did not come to an end.
    """

    path: bytes
    photos: int = 0
    skipped: int = 0
    offline: bool = False
    missing: int = 0
    lost: int = 0
    excludes: tuple[str, ...] = ()
    offline_since: str | None = None
    unread: int | None = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the library, and why, in one sentence.

    While the file still has `stamp`, trying again would end the same way; without
    one (no permission, a busy disk) it is tried again with every scan.
    """

    path: bytes
    reason: str
    stamp: FileStamp | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Indexed:
    """Photos that have just become findable, in one committed batch."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """Result of an indexing run. `skipped` lists every file left out in this run; `other_names` counts files
    that are photos of the library under another name.
    """

    found: int = 0
    indexed: int = 0
    unchanged: int = 0
    renamed: int = 0
    skipped: tuple[Skipped, ...] = field(default=())
    seconds: float = 0.0
    model: str = ""
    other_names: int = 0

    @property
    def photos_per_second(self) -> float:
        """Photos newly indexed per second of the whole run."""
        return self.indexed / self.seconds if self.seconds else 0.0
