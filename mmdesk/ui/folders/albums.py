"""Albums, below the folders: photos put together, or searches that are kept."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from mmdesk.ui.theme.icons import icon
from mmdesk.work.albums import Album

ALBUM_ROLE = Qt.ItemDataRole.UserRole
MOST_SEEN = 7
"""So many stand there at once; the others are scrolled to."""

ROW = 30


class AlbumsList(QListWidget):
    """Names of albums; a kept search has a magnifying glass.

    Signals:
        pressed_on(Album): it is to be shown.
        remove_asked(Album): it is to be forgotten.
    """

    pressed_on = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Albums")
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)

    def albums(self) -> list[Album]:
        """What is shown, from top to bottom."""
        return [self.item(row).data(ALBUM_ROLE) for row in range(self.count())]

    def show_albums(self, albums: Sequence[Album]) -> None:
        """Show these."""
        self.clear()
        for album in albums:
            item = QListWidgetItem(album.name)
            item.setData(ALBUM_ROLE, album)
            item.setToolTip(album.query or "Photos put together")
            self.addItem(item)
        self._draw()
        self.ensurePolished()
        self.setFixedHeight(min(len(albums), MOST_SEEN) * max(ROW, self.sizeHintForRow(0)) + 4)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        for row in range(self.count()):
            album: Album = self.item(row).data(ALBUM_ROLE)
            self.item(row).setIcon(icon("search" if album.is_smart else "library", self.palette()))

    def _tell(self, item: QListWidgetItem) -> None:
        self.pressed_on.emit(item.data(ALBUM_ROLE))

    def _open_menu(self, where: QPoint) -> None:
        item = self.itemAt(where)
        if item is None:
            return
        album: Album = item.data(ALBUM_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = QAction("Remove this album", menu)
        remove.setToolTip("Its photos stay where they are")
        remove.triggered.connect(lambda: self.remove_asked.emit(album))
        menu.addAction(remove)
        menu.popup(self.viewport().mapToGlobal(where))
