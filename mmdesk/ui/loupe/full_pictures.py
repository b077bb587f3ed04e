"""Full pictures of the photo in the loupe and of its neighbours, one being read at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import Photo, PhotoId
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.work.pictures import PictureWork

BUDGET = 400 << 20
"""Bytes for neighbours read ahead: about three photos of 24 megapixels."""

LARGEST = 1 << 30
"""No picture has as long a side."""


_Key = tuple[PhotoId, int | None, int]


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A photo whose picture is to be at hand, with every pixel or with a long side of at most `longest`."""

    photo: Photo
    longest: int | None = None

    @property
    def key(self) -> _Key:
        """Name that its answer goes by."""
        return self.photo.id, self.longest, self.photo.turn


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
        self._pending: Sequence[WantedPicture] = ()
        self._kept: dict[_Key, Pyramid | str] = {}
        self._reading: _Key | None = None
        pictures.full_loaded.connect(self._receive)

    def get(self, photo: PhotoId, longest: int | None = None) -> Pyramid | str | None:
        """Picture, the sentence that says why there is none, or None while it is being read."""
        return next((picture for key, picture in self._kept.items() if key[:2] == (photo, longest)), None)

    def nearest(self, photo: PhotoId, longest: int | None = None) -> Pyramid | str | None:
        """The same; while that is being read, the largest that there is."""
        there = [key for key in self._kept if key[0] == photo]
        largest = max(there, key=lambda key: key[1] or LARGEST, default=None)
        return self.get(photo, longest) or (None if largest is None else self._kept[largest])

    def request(self, photos: Sequence[Photo]) -> None:
        """Have these at hand with every pixel, the first before all others; let go of all the rest."""
        self.request_sized([WantedPicture(photo) for photo in photos])

    def request_sized(self, pictures: Sequence[WantedPicture]) -> None:
        """Have these at hand, the first before all others; let go of all the rest."""
        self._pending = pictures
        requested = {picture.key for picture in pictures}
        self._kept = {key: picture for key, picture in self._kept.items() if key in requested}
        if self._reading not in requested:
            self._reading = None
        self._read_on()

    def _read_on(self) -> None:
        """Read the first picture that is not there yet, even while another one is read."""
        absent = [picture for picture in self._pending if picture.key not in self._kept]
        if not absent or absent[0].key == self._reading:
            return
        if absent[0] is self._pending[0] or self._bytes() < self._budget:
            self._reading = absent[0].key
            self._pictures.request_full(absent[0].photo, absent[0].longest)

    def _bytes(self) -> int:
        return sum(picture.bytes for picture in self._kept.values() if isinstance(picture, Pyramid))

    def _receive(self, answer: tuple[_Key, Pyramid | str]) -> None:
        key, picture = answer
        if key != self._reading:
            return
        self._reading = None
        if any(key == requested.key for requested in self._pending):
            self._kept[key] = picture
            self.arrived.emit(key[0])
        self._read_on()
