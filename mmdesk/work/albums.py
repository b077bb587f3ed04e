"""What folders show as a whole, and the albums made of that, off the GUI thread."""

import os
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.albums import Album, AlbumChange
from mmdesk.core.labels import LabelSet
from mmdesk.core.tagging.folder_labels import FolderLabels
from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.folders import folder_labels, make_album, make_smart_album
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Told, Worker


class AlbumsWork(Worker):
    """Labels of folders, and albums.

    Signals:
        folders_found(list[FolderLabels]): what each folder shows, by path.
        albums_loaded(list[Album]): all albums, by name; anew after every change.
        photos_loaded(tuple[Album, Ids, Timeline]): the photos of the album asked for last.
        made(Album): an album is new.
        begun(Album): an album is new, and waits for the name the user gives it.
        changed(AlbumChange): an album has more photos, or fewer.
        renamed(Album): an album is called something else.
        altered(): any of that has been done.
    """

    folders_found = Signal(object)
    albums_loaded = Signal(object)
    photos_loaded = Signal(object)
    made = Signal(object)
    begun = Signal(object)
    changed = Signal(object)
    renamed = Signal(object)
    altered = Signal()

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip = library, clip
        self._lane = lanes.tag
        self._folders = self._latest(lanes.label, self.folders_found)
        self._albums = self._latest(lanes.quick, self.albums_loaded)
        self._photos = self._latest(lanes.quick, self.photos_loaded)

    def look_at_folders(self, labels: LabelSet) -> None:
        """Find out what the folders show of a set."""
        self._folders.ask(partial(folder_labels, self._library, self._clip, labels))

    def refresh(self) -> None:
        """Ask for the albums there are."""
        self._albums.ask(self._library.albums.all)

    def request_photos(self, album: Album) -> None:
        """Ask for the photos put into an album."""
        self._photos.ask(partial(self._photos_of, album))

    def make_album(self, found: FolderLabels) -> None:
        """Put the photos of a folder into an album that is called by what it shows."""
        self._alter(partial(self._make_album, found))

    def make_smart_album(self, label: str) -> None:
        """Make an album that shows whatever has a label, now and later."""
        query = f'tag:"{label}"' if " " in label else f"tag:{label}"
        name = label[:1].upper() + label[1:]
        self._alter(partial(make_smart_album, self._library, name, query))

    def keep_search(self, query: str, name: str) -> None:
        """Make an album that shows whatever a search line finds, which the user will give another name."""
        self._alter(partial(self._library.albums.begin_smart, query, name), self.begun.emit)

    def begin(self, photos: Sequence[int]) -> None:
        """Make an album of photos, which the user will give a name."""
        self._alter(partial(self._library.albums.begin, photos), self.begun.emit)

    def put_in(self, album: Album, photos: Sequence[int]) -> None:
        """Put photos into an album; those that are there already do no harm."""
        self._alter(partial(self._change, album, photos, is_in=True), self.changed.emit)

    def take_out(self, album: Album, photos: Sequence[int]) -> None:
        """Take photos out of an album; they stay in the library."""
        self._alter(partial(self._change, album, photos, is_in=False), self.changed.emit)

    def rename(self, album: Album, name: str) -> None:
        """Call an album something else; where that cannot be, the albums are told anew as they are."""
        self._alter(partial(self._library.albums.rename, album, name.strip()), self.renamed.emit)

    def remove(self, album: Album) -> None:
        """Forget an album; its photos stay where they are."""
        self._alter(partial(self._library.albums.remove, album))

    def _make_album(self, found: FolderLabels) -> Album:
        """Make an album of the photos in the folder itself; what lies below it has a folder of its own."""
        photos = self._library.photos.by_ids(self._library.photos.ids(found.name, "name"))
        return make_album(
            self._library, found, [photo.id for photo in photos if os.path.dirname(photo.path) == found.name]
        )

    def _photos_of(self, album: Album) -> tuple[Album, Ids, Timeline]:
        return album, *self._library.albums.by_date(album.id)

    def _change(self, album: Album, photos: Sequence[int], *, is_in: bool) -> AlbumChange:
        change = self._library.albums.put_in if is_in else self._library.albums.take_out
        return AlbumChange(album, tuple(change(album, photos)), is_in)

    def _alter(self, change: Callable[[], object], told: Told | None = None) -> None:
        """Change albums, and tell them anew, also where that failed."""
        job = self._run(self._lane, change, told or self._tell_made)
        job.done.connect(self.refresh)
        job.done.connect(self.altered)
        job.failed.connect(self.refresh)

    def _tell_made(self, album: Album | None) -> None:
        if album is not None:
            self.made.emit(album)
