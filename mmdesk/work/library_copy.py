"""The library carried to another computer, off the GUI thread."""

import os
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.path_map import PathRule
from mmdesk.tasks.library import Library
from mmdesk.tasks.library_copy.copy import Steps, copy_library
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import LongWorker


class LibraryCopyWork(LongWorker):
    """Copies the library, once at a time.

    Signals:
        folders_loaded(list[Folder]): the folders of photos, which may be called otherwise in the copy.
        copied(LibraryCopy): the copy is there, and was checked.
    """

    folders_loaded = Signal(object)
    copied = Signal(object)

    def __init__(self, library: Library, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.export
        self._folders = self._latest(lanes.quick, self.folders_loaded)

    def request_folders(self) -> None:
        """Ask for the folders of the library; answered by `folders_loaded`."""
        self._folders.ask(partial(_folders_of_photos, self._library))

    def copy(self, chosen: Path, rules: Sequence[PathRule]) -> None:
        """Copy the library to the folder `chosen`, or to a new one in it where it holds something."""
        self._begin(self._lane, self._steps(chosen, rules), self.copied)

    def _steps(self, chosen: Path, rules: Sequence[PathRule]) -> Steps:
        return (yield from copy_library(self._library.places, _free_place(chosen), rules))


def _folders_of_photos(library: Library) -> list[object]:
    """The added folders without those in the data folder, which goes along."""
    own = os.fsencode(library.places.data_dir)
    return [folder for folder in library.folders.roots() if not folder.path.startswith(own)]


def _free_place(chosen: Path) -> Path:
    """The folder itself, or one in it that is not there yet."""
    if not chosen.is_dir() or not os.listdir(chosen):
        return chosen
    names = (f"mmdesk library{'' if number == 1 else f' {number}'}" for number in count(1))
    return next(place for name in names if not os.path.lexists(place := chosen / name))
