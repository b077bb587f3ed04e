"""What came of copying a library."""

from dataclasses import dataclass
from pathlib import Path

from mmdesk.core.acts import counted_photos
from mmdesk.core.path_map import PathRule


@dataclass(frozen=True, slots=True)
class LibraryCopy:
    """Copy of a library in the folder `to`: its photos, thumbnails, other files, and all its bytes.

    `moved` tells of each rule about folders how many photos it was about.
    """

    to: Path
    photos: int
    thumbnails: int
    files: int
    size: int
    moved: tuple[tuple[PathRule, int], ...] = ()

    @property
    def sentence(self) -> str:
        """All of it for people."""
        return f"The library with {counted_photos(self.photos)} was copied to {self.to} and checked."
