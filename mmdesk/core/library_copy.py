"""What came of copying a library."""

from dataclasses import dataclass
from pathlib import Path

from mmdesk.core.language import trn
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
        return trn(
            "The library with {n:,} photo was copied to {folder} and checked.",
            "The library with {n:,} photos was copied to {folder} and checked.",
            self.photos,
            folder=self.to,
        )
