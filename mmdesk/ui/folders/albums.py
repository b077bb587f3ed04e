"""Albums, below the folders: photos put together, or searches that are kept."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from mmdesk.core.albums import Album, AlbumCount
from mmdesk.core.language import tr
from mmdesk.ui.files.mime import PHOTOS
from mmdesk.ui.folders.album_delegate import ALBUM_ROLE, AlbumDelegate
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.theme.icons import icon

MOST_SEEN = 7
"""Albums shown at once; the others are scrolled to."""

ROW = 30


class AlbumsList(QListWidget):
    """Names of albums; a kept search has a magnifying glass.

    Signals:
        pressed_on(Album): it is to be shown.
        removal_requested(Album): it is to be forgotten.
        rename_requested(Album, str): it is to be called so.
        dropped_on(Album): the photos that are being dragged are to be put into it.
        export_requested(Album): its photos are to be taken elsewhere.
    """

    pressed_on = Signal(object)
    removal_requested = Signal(object)
    rename_requested = Signal(object, str)
    dropped_on = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Albums"))
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        self._chosen: QListWidgetItem | None = None
        self._rows = AlbumDelegate(self)
        self.setItemDelegate(self._rows)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)
        self.itemChanged.connect(self._tell_name)

    def albums(self) -> list[Album]:
        """Albums shown, from top to bottom."""
        return [self.item(row).data(ALBUM_ROLE) for row in range(self.count())]

    def show_albums(self, albums: Sequence[Album]) -> None:
        """Show these; the one that is looked at stays so."""
        current = self.currentItem()
        looked_at: Album | None = current.data(ALBUM_ROLE) if current and current.isSelected() else None
        self.blockSignals(True)
        self.clear()
        for album in albums:
            item = QListWidgetItem(album.name)
            item.setData(ALBUM_ROLE, album)
            item.setToolTip(plain_tooltip(album.query or tr("Photos put together")))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.addItem(item)
            if looked_at is not None and album.id == looked_at.id:
                self.setCurrentItem(item)
        self._draw()
        self.blockSignals(False)
        self.ensurePolished()
        self.setFixedHeight(min(len(albums), MOST_SEEN) * max(ROW, self.sizeHintForRow(0)) + 4)

    def show_counts(self, counts: Mapping[int, AlbumCount]) -> None:
        """Show numbers of photos, by the ids of the albums."""
        self._rows.counts = {album: count.words for album, count in counts.items()}
        self.viewport().update()

    def counted(self) -> dict[str, str]:
        """Names of the albums with the numbers beside them; those that are not known yet are empty."""
        return {album.name: self._rows.counts.get(album.id, "") for album in self.albums()}

    def mark(self, album: Album | None) -> None:
        """Choose the album that is shown, or none."""
        row = self._row(album) if album is not None else None
        if row is None:
            self.clearSelection()
        else:
            self.setCurrentRow(row)

    def ask_name(self, album: Album) -> None:
        """Let the user write the name of an album, in its place."""
        row = self._row(album)
        if row is not None:
            self.scrollToItem(self.item(row))
            self.editItem(self.item(row))

    def _row(self, album: Album) -> int | None:
        return next((row for row, each in enumerate(self.albums()) if each.id == album.id), None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos that are dragged here."""
        if event.mimeData().hasFormat(PHOTOS):
            self._chosen = next(iter(self.selectedItems()), None)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up the album under the mouse; a kept search takes none."""
        target = self._target(event)
        if target is None:
            self.clearSelection()
            event.ignore()
        else:
            target.setSelected(True)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Drop nothing."""
        del event
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Have the photos put into the album."""
        target = self._target(event)
        self._end_drag()
        if target is not None:
            event.acceptProposedAction()
            self.dropped_on.emit(target.data(ALBUM_ROLE))

    def _target(self, event: QDropEvent) -> QListWidgetItem | None:
        item = self.itemAt(event.position().toPoint())
        is_open = (
            event.mimeData().hasFormat(PHOTOS) and item is not None and not item.data(ALBUM_ROLE).is_smart
        )
        return item if is_open else None

    def _end_drag(self) -> None:
        self.clearSelection()
        if self._chosen is not None:
            self._chosen.setSelected(True)
        self._chosen = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.blockSignals(True)
        for row in range(self.count()):
            album: Album = self.item(row).data(ALBUM_ROLE)
            self.item(row).setIcon(icon("search" if album.is_smart else "library", self.palette()))
        self.blockSignals(False)

    def _tell(self, item: QListWidgetItem) -> None:
        self.pressed_on.emit(item.data(ALBUM_ROLE))

    def _tell_name(self, item: QListWidgetItem) -> None:
        album: Album = item.data(ALBUM_ROLE)
        if item.text() != album.name:
            self.rename_requested.emit(album, item.text())

    def _open_menu(self, where: QPoint) -> None:
        item = self.itemAt(where)
        if item is None:
            return
        album: Album = item.data(ALBUM_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Rename…") + "\tF2").triggered.connect(lambda: self.ask_name(album))
        menu.addAction(tr("Export…")).triggered.connect(lambda: self.export_requested.emit(album))
        remove = QAction(tr("Remove this album"), menu)
        remove.setToolTip(tr("Its photos stay where they are"))
        remove.triggered.connect(lambda: self.removal_requested.emit(album))
        menu.addAction(remove)
        menu.popup(self.viewport().mapToGlobal(where))
