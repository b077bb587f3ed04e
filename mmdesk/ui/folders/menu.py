"""The menu of a folder, and that of all photos."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_folder
from mmdesk.core.photo import Folder
from mmdesk.ui.away.notice import FolderAction


class FolderEntry(Enum):
    """Entry of the menu, in its words."""

    LOOK = tr("Look for changes")
    ADD = tr("Add a folder…")
    SHOW = tr("Show in the file manager")
    EXCLUDE = tr("Exclude this folder")
    PATTERNS = tr("Excluded patterns…")
    TAKE_OUT = tr("Take out of the library")
    PUT_BACK = tr("Put back into the library")

    @property
    def words(self) -> str:
        """Its words."""
        return self.value


Pressed = Callable[[FolderEntry | FolderAction, bytes | None], object]
"""What is told of an entry that was pressed, and of its folder."""


def folder_menu(parent: QWidget, folder: bytes, root: Folder, press: Pressed) -> QMenu:
    """Menu of a folder that lies in the added folder `root`, or is that."""
    menu = QMenu(parent)
    is_root = folder == root.path
    _add(menu, FolderEntry.LOOK, folder, press)
    _add(menu, FolderEntry.SHOW, folder, press, enabled=not root.offline)
    menu.addSeparator()
    if not is_root:
        _add(menu, FolderEntry.EXCLUDE, folder, press)
    _add(menu, FolderEntry.PATTERNS, root.path, press)
    if is_root:
        _add(menu, FolderEntry.TAKE_OUT, folder, press)
    if root.offline:
        menu.addSeparator()
        for action in (FolderAction.RELOCATE, FolderAction.FORGET):
            _add(menu, action, root.path, press)
    return menu


def painted_menu(parent: QWidget, folder: bytes, press: Pressed) -> QMenu:
    """Menu of the folder of the paintings, which belongs to the library."""
    menu = QMenu(parent)
    _add(menu, FolderEntry.LOOK, folder, press)
    _add(menu, FolderEntry.SHOW, folder, press)
    return menu


def library_menu(parent: QWidget, out: Sequence[Folder], press: Pressed) -> QMenu:
    """Menu of all photos, with the way back for the folders that were taken out."""
    menu = QMenu(parent)
    _add(menu, FolderEntry.LOOK, None, press)
    _add(menu, FolderEntry.ADD, None, press)
    if out:
        menu.addSeparator()
        folders = menu.addMenu(tr("Folders taken out"))
        for folder in out:
            name = display_folder(folder.path).replace("&", "&&")
            photos = trn("{n:,} photo", "{n:,} photos", folder.photos)
            way_back = folders.addMenu(f"{name}  ({photos})")
            _add(way_back, FolderEntry.PUT_BACK, folder.path, press)
            _add(way_back, FolderAction.FORGET, folder.path, press)
    return menu


def _add(
    menu: QMenu,
    entry: FolderEntry | FolderAction,
    folder: bytes | None,
    press: Pressed,
    *,
    enabled: bool = True,
) -> None:
    action = menu.addAction(entry.words)
    action.setEnabled(enabled)
    action.triggered.connect(partial(press, entry, folder))
