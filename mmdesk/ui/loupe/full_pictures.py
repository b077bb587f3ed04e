"""Full pictures of the photo in the loupe and of its neighbours, one being read at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import Photo, PhotoId
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.work.pictures import PictureWork

BUDGET = 400 << 20
"""Bytes for neighbours read ahead: about three photos of 24 megapixels."""


class FullPictures(QObject):
    """Reads the photos requested, in order, and keeps them until others are requested.

    The first request is always met; the others while what is kept has not used up the budget of bytes.
    """

    arrived = Signal(object)
    """The id of a photo whose picture (or the reason why there is none) is there now."""

    def __init__(self, pictures: PictureWork, budget: int = BUDGET, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._budget = budget
        self._pictures = pictures
        self._pending: Sequence[Photo] = ()
        self._kept: dict[PhotoId, Pyramid | str] = {}
        self._reading: PhotoId | None = None
        pictures.full_loaded.connect(self._receive)

    def get(self, photo: PhotoId) -> Pyramid | str | None:
        """Picture, the sentence that says why there is none, or None while it is being read."""
        return self._kept.get(photo)

    def request(self, photos: Sequence[Photo]) -> None:
        """Have these at hand, the first before all others; let go of all the rest."""
        self._pending = photos
        requested = {photo.id for photo in photos}
        self._kept = {photo: picture for photo, picture in self._kept.items() if photo in requested}
        if self._reading not in requested:
            self._reading = None
        self._read_on()

    def _read_on(self) -> None:
        """Read the first photo that is not there yet, even while another one is read."""
        absent = [photo for photo in self._pending if photo.id not in self._kept]
        if not absent or absent[0].id == self._reading:
            return
        if absent[0] is self._pending[0] or self._bytes() < self._budget:
            self._reading = absent[0].id
            self._pictures.request_full(absent[0])

    def _bytes(self) -> int:
        return sum(picture.bytes for picture in self._kept.values() if isinstance(picture, Pyramid))

    def _receive(self, answer: tuple[PhotoId, Pyramid | str]) -> None:
        photo, picture = answer
        if photo != self._reading:
            return
        self._reading = None
        if any(photo == requested.id for requested in self._pending):
            self._kept[photo] = picture
            self.arrived.emit(photo)
        self._read_on()
