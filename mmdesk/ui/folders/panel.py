"""The panel at the left: the folders the photos come from, and the albums."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mmdesk.core.albums import Album
from mmdesk.core.language import tr
from mmdesk.core.photo import Folder
from mmdesk.ui.away.missing_button import MissingButton
from mmdesk.ui.away.notice import FolderAction
from mmdesk.ui.folders.albums import AlbumsList
from mmdesk.ui.folders.care_rows import CareRows
from mmdesk.ui.folders.menu import FolderEntry, folder_menu, library_menu, painted_menu
from mmdesk.ui.folders.tree import FolderTree
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label


class FoldersPanel(QWidget):
    """A heading with a button to add a folder, the tree, and the albums where there are any.

    The folder `painted` stands in the tree as a place of its own.

    Signals:
        chosen(bytes | None): another folder; None for all photos.
        add_requested(): the user wants to add a folder.
        album_chosen(Album), album_removal_requested(Album): an album is to be shown, or forgotten.
        entry_pressed(FolderEntry, bytes | None): an entry of the menu of a folder, or of all photos.
        away_pressed(FolderAction, bytes): something is to be done about a folder that is not there.
    """

    chosen = Signal(object)
    add_requested = Signal()
    entry_pressed = Signal(object, object)
    away_pressed = Signal(object, object)
    album_chosen = Signal(object)
    album_removal_requested = Signal(object)

    def __init__(self, painted: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(160)
        self._painted = painted
        self._tree = FolderTree(painted, self)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._open_menu)
        self._tree.chosen.connect(self.chosen)
        self.albums = AlbumsList(self)
        self.albums.pressed_on.connect(self._take_album)
        self.albums.removal_requested.connect(self.album_removal_requested)
        self.missing = MissingButton(self)
        self.care = CareRows(self)
        self._out: Sequence[Folder] = ()
        self._albums_heading = label(tr("Albums"), "section", self)
        self._albums_heading.setContentsMargins(12, 8, 0, 4)
        self._tree.chosen.connect(self.albums.clearSelection)
        add = IconButton("add folder", tr("Add a folder (Ctrl+O)"), self)
        add.clicked.connect(self.add_requested)
        self._lay_out(add)

    @property
    def folder(self) -> bytes | None:
        """The folder chosen, or None for all photos."""
        return self._tree.folder

    def choose(self, folder: bytes | None) -> None:
        """Choose a folder."""
        self._tree.choose(folder)

    def mark(self, folder: bytes | None, album: Album | None = None) -> None:
        """Choose what is shown, an album or else a folder; nobody is told."""
        self.albums.mark(album)
        if album is None:
            self._tree.mark(folder)
        else:
            self._tree.leave()

    def knows(self, folder: bytes | None, album: Album | None) -> bool:
        """Whether a folder and an album are in the library; None is always known."""
        is_album = album is None or any(known.id == album.id for known in self.albums.albums())
        return is_album and self._tree.knows(folder)

    def nearest(self, folder: bytes | None) -> bytes | None:
        """The folder, or the nearest one above it that is in the library; None for all photos."""
        while folder is not None and not self._tree.knows(folder):
            above = os.path.dirname(folder)
            folder = None if above == folder else above
        return folder

    def leave(self) -> None:
        """Choose neither a folder nor an album; nobody is told."""
        self._tree.leave()
        self.albums.clearSelection()

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Show the folders of the library."""
        self._tree.show_folders(folders)

    def show_albums(self, albums: Sequence[Album]) -> None:
        """Show these albums; the heading is hidden where there are none."""
        self.albums.show_albums(albums)
        for widget in (self._albums_heading, self.albums):
            widget.setVisible(bool(albums))

    def show_out(self, folders: Sequence[Folder]) -> None:
        """Offer, in the menu of all photos, the way back for these folders, which were taken out."""
        self._out = folders

    def _press(self, entry: FolderEntry | FolderAction, folder: bytes | None) -> None:
        is_away = isinstance(entry, FolderAction)
        (self.away_pressed if is_away else self.entry_pressed).emit(entry, folder)

    def _take_album(self, album: Album) -> None:
        self._tree.leave()
        self.album_chosen.emit(album)

    def _lay_out(self, add: IconButton) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(12, 0, 8, 0)
        heading.addWidget(label(tr("Folders"), "section", self), 1)
        heading.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 0, 8)
        column.setSpacing(4)
        column.addLayout(heading)
        column.addWidget(self._tree, 1)
        column.addWidget(self.missing)
        column.addWidget(self._albums_heading)
        column.addWidget(self.albums)
        column.addWidget(self.care)
        self.show_albums([])

    def _open_menu(self, where: QPoint) -> None:
        index = self._tree.indexAt(where)
        self.menu_of(self._tree.folder_at(index)).popup(self._tree.viewport().mapToGlobal(where))

    def menu_of(self, folder: bytes | None) -> QMenu:
        """The menu of a folder, or of all photos; it goes when it is closed."""
        root = self._tree.root(folder)
        if folder is None or root is None:
            menu = library_menu(self, self._out, self._press)
        elif folder == self._painted:
            menu = painted_menu(self, folder, self._press)
        else:
            menu = folder_menu(self, folder, root, self._press)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
