"""Thumbnails for what is in sight, and full pictures for the loupe."""

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture, PictureLevels
from mmdesk.core.photo import Photo
from mmdesk.work.job import Steps
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker

PREVIEW_SIDE = 96
"""Long side in pixels of the small picture beside a query."""

THUMBNAIL_THREADS = 2
"""Number of threads of the image lane, each of which may read a thumbnail."""


class ThumbnailSource(Protocol):
    """Where thumbnails lie."""

    def get(self, key: bytes) -> bytes | None:
        """The JPEG file made of a photo, or None when there is none."""
        ...


class PictureReader(Protocol):
    """What opens photographs safely."""

    def read(self, path: bytes, longest: int | None = None) -> FullPicture:
        """The upright picture, its long side at most `longest`. Raises UserError."""
        ...

    def read_levels(self, path: bytes, longest: int | None = None) -> PictureLevels:
        """The same at halving sizes. Raises UserError."""
        ...


class PictureWork(Worker):
    """Pictures, read and decoded in the image lane.

    `decode` turns the bytes of a JPEG file into whatever the window paints, to fit a
    square of so many pixels, and `prepare` a full picture into whatever the loupe
    paints; both are called in the lane, because even small pictures add up while
    scrolling and one large picture is enough to be felt.

    Signals:
        thumbnail_loaded(tuple[PhotoId, object]): decoded, or None where there is no thumbnail.
        full_loaded(tuple[tuple[PhotoId, int | None, int], object]): the newest full picture asked for, its
            longest side and how it is turned, prepared, or the sentence (str) that says why not.
        preview_loaded(tuple[bytes, FullPicture | str]): a small picture of a file anywhere.
        file_loaded(tuple[bytes, object]): the file anywhere that was asked for last, as `full_loaded` has it.
    """

    thumbnail_loaded = Signal(object)
    full_loaded = Signal(object)
    preview_loaded = Signal(object)
    file_loaded = Signal(object)

    def __init__(
        self,
        thumbnails: ThumbnailSource,
        reader: PictureReader,
        lanes: Lanes,
        decode: Callable[[bytes, int], object],
        prepare: Callable[[PictureLevels], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._reader = reader
        self._lane = lanes.image
        self._decode = decode
        self._prepare = prepare
        self._lock = threading.Lock()
        self._wanted: dict[int, tuple[Photo, int]] = {}
        self._running = 0
        self._full = self._latest(self._lane, self.full_loaded)
        self._file = self._latest(self._lane, self.file_loaded)

    def request_thumbnail(self, photo: Photo, side: int) -> None:
        """Have a thumbnail made ready for a square of `side` device pixels.

        It comes before those asked for earlier: it is in sight now.
        """
        with self._lock:
            self._wanted.pop(photo.id, None)
            self._wanted[photo.id] = (photo, side)
        self._work_on()

    def request_full(self, photo: Photo, longest: int | None = None) -> None:
        """Have a photo read, its long side at most `longest`, in place of any asked for before."""
        self._full.ask(lambda: ((photo.id, longest, photo.turn), self._read_and_prepare(photo.path, longest)))

    def request_file(self, path: bytes) -> None:
        """Have any picture file read whole, in place of any asked for before."""
        self._file.ask(lambda: (path, self._read_and_prepare(path)))

    def request_preview(self, path: bytes, side: int = PREVIEW_SIDE) -> None:
        """Have any picture file read small, its long side at most `side`."""
        self._run(self._lane, lambda: (path, self._read(path, side)), self.preview_loaded)

    def _read_and_prepare(self, path: bytes, longest: int | None = None) -> object:
        try:
            return self._prepare(self._reader.read_levels(path, longest))
        except UserError as reason:
            return str(reason)

    def _read(self, path: bytes, longest: int | None = None) -> FullPicture | str:
        try:
            return self._reader.read(path, longest)
        except UserError as reason:
            return str(reason)

    def _work_on(self) -> None:
        """Put the lane to work on the requests that wait, unless it is busy with them."""
        if self._running == THUMBNAIL_THREADS or not self._wanted:
            return
        self._running += 1
        job = self._run(self._lane, self._wanted_thumbnails())
        job.yielded.connect(self._tell)
        job.ended.connect(self._rest)

    def _wanted_thumbnails(self) -> Steps:
        """Take the newest request in the lane, again and again, until none is left."""
        for photo, side in iter(self._take_newest, None):
            jpeg = self._thumbnails.get(photo.thumbnail_key)
            yield photo.id, None if jpeg is None else self._decode(jpeg, side)

    def _take_newest(self) -> tuple[Photo, int] | None:
        with self._lock:
            return self._wanted.popitem()[1] if self._wanted else None

    def _tell(self, thumbnails: list[object]) -> None:
        for thumbnail in thumbnails:
            self.thumbnail_loaded.emit(thumbnail)

    def _rest(self) -> None:
        self._running -= 1
        self._work_on()
