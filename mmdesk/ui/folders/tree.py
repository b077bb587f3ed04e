"""The tree of folders, kept in place while indexing makes it grow."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from mmdesk.core.language import tr
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import Folder
from mmdesk.ui.away.notice import away_words, lost_words, root_of
from mmdesk.ui.folders.delegate import COUNT_ROLE, ICON_ROLE, OFFLINE_ROLE, FolderDelegate
from mmdesk.ui.folders.nodes import FolderNode, folder_nodes
from mmdesk.ui.formatting import titled
from mmdesk.ui.parts.rows import Index
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.theme.icons import draw_icon

PATH_ROLE = Qt.ItemDataRole.UserRole
CARET_SIDE = 12


class FolderTree(QTreeView):
    """One row for all photos, one for what was painted into the folder `painted`, and below them the folders.

    Signals:
        chosen(bytes | None): another folder was chosen; None stands for all photos.
    """

    chosen = Signal(object)

    def __init__(self, painted: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painted = painted
        self._paths: list[bytes] = []
        self._folders: Sequence[Folder] = ()
        self._items: dict[bytes | None, QStandardItem] = {}
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(FolderDelegate(self))
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Folders"))
        self._fill([])
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def folder(self) -> bytes | None:
        """The folder chosen, or None for all photos."""
        path: bytes | None = self.currentIndex().data(PATH_ROLE)
        return path

    def folder_at(self, index: QModelIndex) -> bytes | None:
        """The folder of a row."""
        path: bytes | None = index.data(PATH_ROLE)
        return path

    def root(self, folder: bytes | None) -> Folder | None:
        """The added folder that a folder is or lies in."""
        return root_of(self._folders, folder)

    def choose(self, folder: bytes | None) -> None:
        """Choose a folder; all photos where it is not known (yet)."""
        self.setCurrentIndex(self._items.get(folder, self._items[None]).index())

    def mark(self, folder: bytes | None) -> None:
        """Choose a folder; nobody is told."""
        self.selectionModel().blockSignals(True)
        self.choose(folder)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def knows(self, folder: bytes | None) -> bool:
        """Whether a folder is shown here; None stands for all photos."""
        return folder in self._items

    def leave(self) -> None:
        """Choose no folder, for something else is shown; nobody is told."""
        self.selectionModel().blockSignals(True)
        self.selectionModel().clear()
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Show these; what is chosen and what is open stays so."""
        self._folders = folders
        paths = [folder.path for folder in folders]
        if paths != self._paths:
            self._rebuild(folders)
        for folder in folders:
            if folder.path in self._items:
                self._describe(self._items[folder.path], folder)
        self._items[None].setData(self._all_but_painted(folders), COUNT_ROLE)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint a caret where a folder can be opened, and no lines."""
        if self.model().hasChildren(index):
            caret = "opened" if self.isExpanded(index) else "closed"
            square = QRect(
                rect.right() - CARET_SIDE + 1, rect.center().y() - CARET_SIDE // 2 + 1, CARET_SIDE, CARET_SIDE
            )
            draw_icon(painter, square, caret, self.palette().color(QPalette.ColorRole.PlaceholderText))

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the selection to the delegate; the style would colour the indentation, too."""
        plain = QStyleOptionViewItem(option)
        plain.palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        super().drawRow(painter, plain, index)

    def _rebuild(self, folders: Sequence[Folder]) -> None:
        chosen, is_left = self.folder, not self.currentIndex().isValid()
        closed = {path for path, item in self._items.items() if not self.isExpanded(item.index())}
        known = set(self._items)
        self.selectionModel().blockSignals(True)
        self._fill(self._nodes(folders))
        for path, item in self._items.items():
            is_top = item.parent() is None
            self.setExpanded(item.index(), path not in closed if path in known else is_top)
        self.choose(chosen)
        if is_left:
            self.selectionModel().clear()
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self._paths = [folder.path for folder in folders]

    def _nodes(self, folders: Sequence[Folder]) -> list[FolderNode]:
        """The place of the paintings, where there are any, and the trees of all other folders."""
        painted = [FolderNode(folder, tr("Painted")) for folder in folders if folder.path == self._painted]
        return painted + folder_nodes([f for f in folders if not is_under(f.path, self._painted)])

    def _all_but_painted(self, folders: Sequence[Folder]) -> int:
        """Number of photos, without those painted here, wherever that folder lies."""
        roots = [node.folder for node in folder_nodes(folders)]
        painted = sum(folder.photos for folder in folders if folder.path == self._painted)
        return sum(root.photos for root in roots) - painted

    def _fill(self, nodes: Sequence[FolderNode]) -> None:
        self._model.clear()
        everything = QStandardItem(tr("All photos"))
        everything.setData("all photos", ICON_ROLE)
        everything.setData(0, COUNT_ROLE)
        self._model.appendRow(everything)
        self._items = {None: everything}
        for item in self._items_of(nodes):
            self._model.appendRow(item)
        if not self.currentIndex().isValid():
            self.choose(None)

    def _items_of(self, nodes: Sequence[FolderNode]) -> Iterator[QStandardItem]:
        for node in nodes:
            item = QStandardItem(node.name)
            item.setData(node.folder.path, PATH_ROLE)
            self._items[node.folder.path] = item
            item.appendRows(list(self._items_of(node.children)))
            yield item

    def _describe(self, item: QStandardItem, folder: Folder) -> None:
        item.setData(folder.photos, COUNT_ROLE)
        if folder.path == self._painted:
            item.setData("studio", ICON_ROLE)
            item.setToolTip(tr("Pictures that were painted in the Studio"))
            return
        item.setData(folder.offline, OFFLINE_ROLE)
        unsure = "skipped" if folder.lost else "folder"
        item.setData("offline" if folder.offline else unsure, ICON_ROLE)
        states = [display_path(folder.path)]
        if folder.offline:
            states.append(
                tr("{away_words}. They can still be searched.", away_words=titled(away_words(folder)))
            )
        elif folder.lost:
            states.append(tr("{lost_words}. They are kept.", lost_words=lost_words(folder)))
        item.setToolTip(plain_tooltip("\n".join(states)))

    def _tell(self, now: QModelIndex) -> None:
        self.chosen.emit(now.data(PATH_ROLE))
