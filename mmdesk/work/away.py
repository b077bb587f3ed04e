"""What the user decides of folders that are not there and photos that are gone, off the GUI thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.missing import Gone
from mmdesk.core.vectors import Ids
from mmdesk.tasks.forgetting import forget_photos, gone_photos, missing_by_folder
from mmdesk.tasks.library import Library
from mmdesk.tasks.relocating import accept_missing, refresh_offline, relocate_folder
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class AwayWork(Worker):
    """Says what is missing; relocates folders; forgets photos.

    Signals:
        missing_counted(int): how many photos are missing.
        missing_loaded(Missing): which they are.
        gone_loaded(tuple[bytes | None, list[Gone]]): what could be forgotten, of a folder or of all.
        relocated(tuple[bytes, Ids]): a folder is here now, with these photos.
        believed(tuple[bytes, int]): so many photos of a folder are missing from now on.
        presence_noted(bool): it is known which folders are there now; whether that is news.
        forgotten(int): so many photos are no longer in the library.
    """

    missing_counted = Signal(object)
    missing_loaded = Signal(object)
    gone_loaded = Signal(object)
    relocated = Signal(object)
    believed = Signal(object)
    presence_noted = Signal(object)
    forgotten = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._count = self._latest(lanes.quick, self.missing_counted)
        self._missing = self._latest(lanes.quick, self.missing_loaded)
        self._presence = self._latest(lanes.quick, self.presence_noted)

    def count_missing(self) -> None:
        """Ask how many photos are missing; answered by `missing_counted`."""
        self._count.ask(self._library.photos.missing_count)

    def request_missing(self) -> None:
        """Ask which photos are missing; answered by `missing_loaded`."""
        self._missing.ask(partial(missing_by_folder, self._library))

    def note_presence(self) -> None:
        """See which folders are there now; answered by `presence_noted`. A drive that hangs delays no other
        work.
        """
        if self._presence.is_idle:
            self._presence.ask(partial(refresh_offline, self._library))

    def ask_gone(self, folder: bytes | None = None) -> None:
        """Ask which photos could be forgotten: those of `folder`, or the missing ones that are not in one
        that is away; answered by `gone_loaded`.
        """
        folders = [] if folder is None else [folder]
        self._run(self._lane, lambda: (folder, gone_photos(self._library, folders)), self.gone_loaded)

    def forget(self, gone: Sequence[Gone], folder: bytes | None = None) -> None:
        """Take photos out of the library after a backup; and `folder`, if it now holds nothing."""
        folders = [] if folder is None else [folder]
        self._run(self._lane, partial(forget_photos, self._library, gone, folders), self.forgotten)

    def believe(self, folder: bytes) -> None:
        """Let the photos of `folder` that were not found be missing from now on."""
        self._run(self._lane, lambda: (folder, accept_missing(self._library, folder)), self.believed)

    def relocate(self, old: bytes, new: bytes) -> None:
        """Let the folder `old` be `new` from now on."""

        def moved() -> tuple[bytes, Ids]:
            relocate_folder(self._library, old, new)
            return new, self._library.photos.ids(new)

        self._run(self._lane, moved, self.relocated)
