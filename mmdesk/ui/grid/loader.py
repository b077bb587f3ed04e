"""Loading of what the cells on screen need: rows of the catalogue, then their thumbnails."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import Photo
from mmdesk.ui.grid.thumbnails import ThumbnailCache
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork


class CellLoader(QObject):
    """Loads rows and thumbnails of the photos wanted now; only the latest request counts."""

    rows_arrived = Signal()
    """Rows of photos wanted are there, or have changed."""

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._browse = browse
        self._wanted: Sequence[int] = ()
        self._asked: set[int] = set()
        self.thumbnails = ThumbnailCache(pictures, parent=self)
        browse.photos_loaded.connect(self._receive)
        browse.photos_changed.connect(self._receive)

    def photo(self, photo: int) -> Photo | None:
        """The row of a photo, once it is here."""
        return self._browse.photo(photo)

    def load(self, photos: Sequence[int]) -> None:
        """Load these photos, the most urgent first."""
        self._wanted = photos
        rows = {photo: self.photo(photo) for photo in photos}
        absent = [photo for photo, row in rows.items() if row is None and photo not in self._asked]
        if absent:
            self._asked.update(absent)
            self._browse.request_photos(absent)
        self.thumbnails.request([row for row in rows.values() if row is not None])

    def try_again(self) -> None:
        """Ask again for what could not be had: it may be there by now."""
        self._asked.clear()
        self.thumbnails.forget_missing()

    def _receive(self, photos: Sequence[Photo]) -> None:
        self._asked.difference_update(photo.id for photo in photos)
        self.load(self._wanted)
        self.rows_arrived.emit()
