"""The way to one photo: a file is given, and is shown among its neighbours, or on its own."""

import os

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mmdesk.core.photo import Photo
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.library.source import FolderSource
from mmdesk.ui.loupe.lone_photo import LonePhotoDialog
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork


class JumpController(QObject):
    """Shows a photo of the library in its folder, with the loupe on it; any other file on its own.

    Signals:
        folder_wanted(bytes): the folder of a file that is not in the library is to be added.
        similar_wanted(bytes): photos like that file are looked for.
    """

    folder_wanted = Signal(object)
    similar_wanted = Signal(object)

    def __init__(
        self, browse: BrowseWork, pictures: PictureWork, library: LibraryPlace, window: QWidget
    ) -> None:
        super().__init__(window)
        self._browse, self._pictures = browse, pictures
        self._library, self._window = library, window
        self._photo: Photo | None = None
        browse.file_known.connect(self._show)
        browse.ids_loaded.connect(self._open_loupe)  # after the library itself has shown them

    def go_to(self, path: bytes) -> None:
        """Show the file at `path`."""
        self._browse.request_file(path)

    def _show(self, path: bytes, photo: Photo | None) -> None:
        if photo is None:
            self._show_alone(path)
            return
        self._photo = photo
        folder = os.path.dirname(path)
        self._library.show_source(FolderSource(folder, is_painted=folder == self._browse.painted_folder))

    def _show_alone(self, path: bytes) -> None:
        dialog = LonePhotoDialog(path, self._pictures, self._window)
        dialog.folder_wanted.connect(self.folder_wanted)
        dialog.similar_wanted.connect(self.similar_wanted)
        dialog.show()

    def _open_loupe(self) -> None:
        """Open the loupe on the photo that was asked for; one that is hidden is shown on its own."""
        photo, self._photo = self._photo, None
        if photo is None:
            return
        if photo.id in self._library.gallery.shown_ids:
            self._library.gallery.grid.select(photo.id)
            self._library.gallery.open_loupe(photo.id)
        else:
            self._show_alone(photo.path)
