"""Counts of a library, as its status, its health and the doctor tell them."""

from dataclasses import dataclass

from mmdesk.core.photo import Folder
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.indexing import vectors
from mmdesk.tasks.library import Library


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """Numbers of photos and files in a library seen with one model, and its folders.

    `pending` photos have no vector of the model yet; `skipped` files were left out; `missing` photos are not
    where they were; `pairs` counts photos with a raw file beside them.
    """

    photos: int
    pending: int
    skipped: int
    missing: int
    pairs: int
    folders: tuple[Folder, ...]

    @property
    def indexed(self) -> int:
        """Photos that can be found with the model."""
        return self.photos - self.pending

    @property
    def offline(self) -> int:
        """Folders whose drive is not there now."""
        return sum(folder.offline for folder in self.folders)

    @property
    def lost(self) -> int:
        """Photos that went too many at once to be believed gone."""
        return sum(folder.lost for folder in self.folders)


def count_library(library: Library, clip: ClipModel) -> LibraryCounts:
    """Count what there is."""
    return LibraryCounts(
        photos=library.photos.count(),
        pending=vectors(library, clip).pending(),
        skipped=library.skipped.count(),
        missing=library.photos.missing_count(),
        pairs=library.companions.count(),
        folders=tuple(library.folders.all()),
    )
