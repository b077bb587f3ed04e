"""Thumbnails in memory: what was used last stays, and what is on screen now is loaded first."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from mmdesk.core.photo import Photo, PhotoId
from mmdesk.work.pictures import PictureWork

_IN_FLIGHT = 16  # enough to keep the image lane busy; few enough that a far scroll waits for little
_LARGEST = 512  # the long side of stored thumbnails, in pixels


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture (None: there is none to be had), of which content, and asked for at which size."""

    image: QImage | None
    content: bytes
    side: int

    @property
    def bytes(self) -> int:
        return self.image.sizeInBytes() if self.image else 64


class ThumbnailCache(QObject):
    """Images of the photos on screen and of those seen lately, within a budget of bytes.

    A request replaces the one before it, and only a few of its photos are on their way
    at a time: after a long scroll nothing is decoded for photos that flew by.
    """

    arrived = Signal(object)
    """A photo's id whose thumbnail is there now, or turned out to be missing."""

    def __init__(self, pictures: PictureWork, budget: int = 256 << 20, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._budget = budget
        self._side = 0
        self._kept: OrderedDict[PhotoId, _Kept] = OrderedDict()
        self._bytes = 0
        self._pending: list[Photo] = []
        self._asked: dict[PhotoId, tuple[bytes, int]] = {}
        pictures.thumbnail_loaded.connect(self._receive)

    def set_side(self, side: int) -> None:
        """Load pictures that fit `side` device pixels from now on; older ones serve until then."""
        self._side = min(side, _LARGEST)

    def image(self, photo: Photo) -> QImage | None:
        """The picture kept for `photo`, if any, perhaps still at another size."""
        kept = self._kept.get(photo.id)
        if kept is None or kept.content != photo.thumbnail_key:
            return None
        self._kept.move_to_end(photo.id)
        return kept.image

    def is_missing(self, photo: Photo) -> bool:
        """Whether it is known that there is no thumbnail for `photo`."""
        kept = self._kept.get(photo.id)
        return kept is not None and kept.image is None and kept.content == photo.thumbnail_key

    def forget_missing(self) -> None:
        """Look again for thumbnails that were missing, when they are requested next."""
        for photo in [photo for photo, kept in self._kept.items() if kept.image is None]:
            self._bytes -= self._kept.pop(photo).bytes

    def request(self, photos: Iterable[Photo]) -> None:
        """Load these, the first before all others, and forget earlier requests."""
        self._pending = [photo for photo in photos if not self._is_fresh(photo)]
        self._pending.reverse()
        self._ask()

    def _is_fresh(self, photo: Photo) -> bool:
        kept = self._kept.get(photo.id)
        return kept is not None and kept.content == photo.thumbnail_key and kept.side == self._side

    def _ask(self) -> None:
        while self._pending and len(self._asked) < _IN_FLIGHT:
            photo = self._pending.pop()
            if photo.id not in self._asked:
                self._asked[photo.id] = (photo.thumbnail_key, self._side)
                self._pictures.request_thumbnail(photo, self._side)

    def _receive(self, answer: tuple[PhotoId, QImage | None]) -> None:
        photo, image = answer
        asked = self._asked.pop(photo, None)
        if asked is None:  # somebody else's request
            return
        content, side = asked
        self._keep(photo, _Kept(image, content, side))
        self._ask()
        self.arrived.emit(photo)

    def _keep(self, photo: PhotoId, kept: _Kept) -> None:
        old = self._kept.pop(photo, None)
        self._bytes += kept.bytes - (old.bytes if old else 0)
        self._kept[photo] = kept
        while self._bytes > self._budget and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.bytes
