"""What is in the library, asked off the GUI thread and remembered by photo id."""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from mmdesk.core.photo import Photo, PhotoId, Pick
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.work.job import Job
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker

Order = Literal["taken", "oldest", "name", "added", "rating"]

ROWS_KEPT = 20_000
"""Photos remembered, about a kilobyte each."""

ROWS_AT_ONCE = 500
"""Photos read in one look into the catalogue, a few milliseconds."""


class BrowseWork(Worker):
    """Folders, the order of photos, their rows, ratings and picks.

    Rows are kept by photo id, never by position, so nothing goes wrong when
    the order changes while rows are on their way.

    Attributes:
        painted_folder: the folder of the Studio's own pictures, which stand in a place of their own.

    Signals:
        folders_loaded(list[Folder]), ids_loaded(Ids, Timeline | None), skipped_loaded(list[Skipped]),
            unread_counted(int): the answer to the newest request of each kind; ids have a timeline in the
            order of time.
        photos_loaded(list[Photo]): rows that were asked for and are now remembered.
        photos_changed(list[Photo]): rows after a rating, a pick or a new indexing.
        marked(): photos were given stars or flags.
        file_known(bytes, Photo | None): the photo of the file asked for last, where it is in the library.
    """

    folders_loaded = Signal(object)
    ids_loaded = Signal(object, object)
    skipped_loaded = Signal(object)
    unread_counted = Signal(object)
    photos_loaded = Signal(object)
    photos_changed = Signal(object)
    marked = Signal()
    file_known = Signal(object, object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane, self._marks = library, lanes.quick, lanes.tag
        self.painted_folder = os.fsencode(library.places.paintings)
        self._rows: OrderedDict[int, Photo] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._reading: Job | None = None
        self._folders = self._latest(self._lane, self.folders_loaded)
        self._ids = self._latest(self._lane, self._tell_ids)
        self._skipped = self._latest(self._lane, self.skipped_loaded)
        self._unread = self._latest(self._lane, self.unread_counted)
        self._file = self._latest(self._lane, self._tell_file)

    def request_folders(self) -> None:
        """Ask for every folder that holds photos."""
        self._folders.ask(self._library.folders.tree)

    def request_ids(self, folder: bytes | None = None, order: Order = "taken") -> None:
        """Ask for the ids of all photos but the painted ones, or of those below `folder`, in `order`."""
        self._ids.ask(partial(self._read_ids, folder, order))

    def request_skipped(self) -> None:
        """Ask for the files left out, with reasons."""
        self._skipped.ask(self._library.skipped.all)

    def request_unread(self) -> None:
        """Ask how many files were listed and have not been looked at yet."""
        self._unread.ask(self._library.folders.unread)

    def request_file(self, path: bytes) -> None:
        """Ask whether the file at `path` is a photo of the library that is shown."""
        self._file.ask(lambda: (path, self._library.photos.by_path(path)))

    def photo(self, photo_id: int) -> Photo | None:
        """The row of a photo if it is remembered; otherwise ask for it with `request_photos`."""
        photo = self._rows.get(photo_id)
        if photo is not None:
            self._rows.move_to_end(photo_id)
        return photo

    def request_photos(self, ids: Iterable[int]) -> None:
        """Have the rows of `ids` read; the ones asked for last come first."""
        for photo_id in ids:
            self._wanted.pop(photo_id, None)
            self._wanted[photo_id] = None
        self._read_on()

    def forget(self, ids: Iterable[int]) -> None:
        """Read again the rows of `ids` that are remembered; they may have changed on disk."""
        known = [photo_id for photo_id in ids if photo_id in self._rows]
        if known:
            self._read_again(known)

    def set_rating(self, ids: Sequence[int] | Ids, stars: int) -> None:
        """Give photos 0 to 5 stars."""
        self._mark(ids, partial(self._library.photos.set_rating, ids, stars))

    def set_pick(self, ids: Sequence[int] | Ids, pick: Pick) -> None:
        """Pick, reject or unflag photos."""
        self._mark(ids, partial(self._library.photos.set_pick, ids, pick))

    def keep_one(self, keep: int, others: Sequence[int]) -> None:
        """Pick a photo and reject others, as one act."""
        self._mark([keep, *others], partial(self._library.photos.keep_one, keep, others))

    def _read_ids(self, folder: bytes | None, order: Order) -> tuple[Ids, Timeline | None]:
        photos, outside = self._library.photos, self.painted_folder if folder is None else None
        if order == "oldest":
            return photos.by_date(folder, outside=outside, oldest_first=True)
        if order == "taken":
            return photos.by_date(folder, outside=outside)
        return photos.ids(folder, order, outside=outside), None

    def _tell_ids(self, answer: tuple[Ids, Timeline | None]) -> None:
        self.ids_loaded.emit(*answer)

    def _tell_file(self, answer: tuple[bytes, Photo | None]) -> None:
        self.file_known.emit(*answer)

    def _read_on(self) -> None:
        """Read the newest of the wanted rows, unless a read is under way; it will call again."""
        if self._reading is not None or not self._wanted:
            return
        batch = [self._wanted.popitem()[0] for _ in range(min(ROWS_AT_ONCE, len(self._wanted)))]
        self._reading = self._run(self._lane, partial(self._library.photos.by_ids, batch), self._take_rows)
        self._reading.ended.connect(self._rest)

    def _rest(self) -> None:
        self._reading = None
        self._read_on()

    def _take_rows(self, photos: list[Photo]) -> None:
        self._remember(photos)
        self.photos_loaded.emit(photos)

    def _mark(self, ids: Sequence[int] | Ids, change: Callable[[], None]) -> None:
        """Change photos in the lane where the user's acts keep their order."""
        self._run(self._marks, change, lambda _: self._read_again(ids)).done.connect(self.marked)

    def _read_again(self, ids: Sequence[int] | Ids) -> None:
        """Read rows anew; of many, those that are remembered."""
        known = np.fromiter(self._rows, np.int64, len(self._rows))

        def read() -> list[Photo]:
            touched = ids if len(ids) <= ROWS_AT_ONCE else known[np.isin(known, ids)]
            return list(self._library.photos.by_ids(touched))

        self._run(self._lane, read, self._take_changed)

    def _take_changed(self, photos: list[Photo]) -> None:
        self._remember(photos)
        self.photos_changed.emit(photos)

    def _remember(self, photos: list[Photo]) -> None:
        for photo in photos:
            self._rows[PhotoId(photo.id)] = photo
            self._rows.move_to_end(photo.id)
        while len(self._rows) > ROWS_KEPT:
            self._rows.popitem(last=False)
