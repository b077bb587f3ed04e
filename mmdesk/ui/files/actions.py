"""Actions on the files of photos, and the keys that ask for them."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class FileAction(Enum):
    """Something to be done to the files of the selected photos."""

    OPEN = auto()
    PLAY = auto()
    SHOW = auto()
    COPY = auto()
    COPY_PATH = auto()
    DRAG = auto()
    RENAME = auto()
    TRASH = auto()


MENU: tuple[tuple[str, FileAction] | None, ...] = (
    ("Open in another program", FileAction.OPEN),
    ("Show in folder", FileAction.SHOW),
    ("Copy\tCtrl+C", FileAction.COPY),
    ("Copy path\tCtrl+Shift+C", FileAction.COPY_PATH),
    None,
    ("Rename…\tF2", FileAction.RENAME),
    ("Move to trash\tDel", FileAction.TRASH),
)
"""The words of the menu, with lines between groups."""

_COPY_PATH = QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_C)


def action_for(event: QKeyEvent) -> FileAction | None:
    """The action a key asks for, alike in the grid and in the loupe."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return FileAction.COPY
    if QKeySequence(event.keyCombination()) == _COPY_PATH:
        return FileAction.COPY_PATH
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return {Qt.Key.Key_Delete: FileAction.TRASH, Qt.Key.Key_F2: FileAction.RENAME}.get(Qt.Key(event.key()))
