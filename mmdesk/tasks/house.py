"""The library as one thing to hand around: the catalogue and what lies in it."""

from dataclasses import dataclass
from types import TracebackType

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.label_shelf import Albums, LabelShelf
from mmdesk.library.photos import Photos
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails


@dataclass(frozen=True, slots=True)
class Library:
    """An open library. Its parts may be used from any thread until it is closed."""

    places: Places
    catalogue: Catalogue
    folders: Folders
    photos: Photos
    skipped: SkippedFiles
    thumbnails: Thumbnails
    tags: Tags
    labels: LabelShelf
    albums: Albums

    def close(self) -> None:
        """Let go of the files."""
        self.thumbnails.close()
        self.catalogue.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(places: Places) -> Library:
    """Open the library in `places`, making it where there is none.

    Raises UserError where the data folder cannot be made or the catalogue cannot be opened.
    """
    try:
        places.create()
    except OSError as error:
        raise UserError(f"The data folder {places.data_dir} cannot be made: {error.strerror}.") from error
    catalogue = Catalogue.open(places.catalogue)
    return Library(
        places=places,
        catalogue=catalogue,
        folders=Folders(catalogue),
        photos=Photos(catalogue),
        skipped=SkippedFiles(catalogue),
        thumbnails=Thumbnails(places.thumbnails),
        tags=Tags(catalogue),
        labels=LabelShelf(catalogue),
        albums=Albums(catalogue),
    )
