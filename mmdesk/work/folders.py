"""What the user decides of the folders of the library, off the GUI thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.library import Library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class FoldersWork(Worker):
    """Takes folders out of the library and puts them back; excludes what lies in them.

    Signals:
        taken_out(tuple[bytes, int]): a folder is out of the library; so many of its photos were shown.
        put_back(bytes): a folder that was taken out is in the library again.
        out_loaded(list[Folder]): the folders that were taken out, each with the number of its photos.
        excluded(ExclusionChange): other patterns are in force.
        exclusion_loaded(Exclusion): the patterns of a folder, to be edited.
        exclusion_counted(Exclusion): how many photos the patterns asked about last would hide.
    """

    taken_out = Signal(object)
    put_back = Signal(object)
    out_loaded = Signal(object)
    excluded = Signal(object)
    exclusion_loaded = Signal(object)
    exclusion_counted = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._out = self._latest(lanes.quick, self.out_loaded)
        self._count = self._latest(lanes.quick, self.exclusion_counted)

    def take_out(self, folder: bytes) -> None:
        """Take an added folder out of the library."""
        self._run(self._lane, lambda: (folder, self._library.taken_out.take_out(folder)), self.taken_out)

    def bring_back(self, folder: bytes) -> None:
        """Put a folder that was taken out into the library again."""

        def put_back() -> bytes:
            self._library.taken_out.put_back(folder)
            return folder

        self._run(self._lane, put_back, self.put_back)

    def request_out(self) -> None:
        """Ask for the folders that were taken out; answered by `out_loaded`."""
        self._out.ask(self._library.taken_out.all)

    def exclude(self, folder: bytes) -> None:
        """Leave a folder out of the added one it lies in."""
        self._run(self._lane, partial(self._library.folders.exclude, folder), self.excluded)

    def set_patterns(self, folder: bytes, patterns: Sequence[str]) -> None:
        """Leave out of an added folder what these patterns cover, and nothing else."""
        self._run(self._lane, partial(self._library.folders.set_excludes, folder, patterns), self.excluded)

    def request_exclusion(self, folder: bytes) -> None:
        """Ask for the patterns of the added folder that `folder` is or lies in."""
        self._run(self._lane, partial(self._library.folders.exclusion, folder), self.exclusion_loaded)

    def count_excluded(self, folder: bytes, patterns: Sequence[str]) -> None:
        """Ask how many photos each pattern would hide; answered by `exclusion_counted`."""
        self._count.ask(partial(self._library.folders.exclusion, folder, tuple(patterns)))
