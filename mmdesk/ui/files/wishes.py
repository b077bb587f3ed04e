"""What one may want done to the files of photos, and the keys that ask for it."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class FileWish(Enum):
    """Something to be done to the files of the chosen photos."""

    OPEN = auto()
    SHOW = auto()
    COPY = auto()
    COPY_PATH = auto()
    DRAG = auto()
    RENAME = auto()
    TRASH = auto()


MENU: tuple[tuple[str, FileWish] | None, ...] = (
    ("Open in another program", FileWish.OPEN),
    ("Show in folder", FileWish.SHOW),
    ("Copy\tCtrl+C", FileWish.COPY),
    ("Copy path\tCtrl+Shift+C", FileWish.COPY_PATH),
    None,
    ("Rename…\tF2", FileWish.RENAME),
    ("Move to trash\tDel", FileWish.TRASH),
)
"""The words of the menu, with lines between groups."""

_COPY_PATH = QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_C)


def wish_of(event: QKeyEvent) -> FileWish | None:
    """What a key asks for, alike in the grid and in the loupe."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return FileWish.COPY
    if QKeySequence(event.keyCombination()) == _COPY_PATH:
        return FileWish.COPY_PATH
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return {Qt.Key.Key_Delete: FileWish.TRASH, Qt.Key.Key_F2: FileWish.RENAME}.get(Qt.Key(event.key()))
