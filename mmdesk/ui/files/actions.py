"""Actions on the files of photos, and the keys that ask for them."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from mmdesk.core.language import tr, trc


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
    TURN_RIGHT = auto()
    TURN_LEFT = auto()
    CAPTION = auto()
    DATE = auto()


MENU: tuple[tuple[str, FileAction] | None, ...] = (
    (tr("Open in another program"), FileAction.OPEN),
    (tr("Show in folder"), FileAction.SHOW),
    (trc("to the clipboard", "Copy") + "\tCtrl+C", FileAction.COPY),
    (tr("Copy path") + "\tCtrl+Shift+C", FileAction.COPY_PATH),
    None,
    (tr("Caption…") + "\tE", FileAction.CAPTION),
    (tr("Date and time zone…") + "\tT", FileAction.DATE),
    (tr("Turn right") + "\tCtrl+R", FileAction.TURN_RIGHT),
    (tr("Turn left") + "\tCtrl+Shift+R", FileAction.TURN_LEFT),
    None,
    (tr("Rename…") + "\tF2", FileAction.RENAME),
    (tr("Move to trash") + "\tDel", FileAction.TRASH),
)
"""The words of the menu, with lines between groups."""

_WITH_COMMAND = {
    QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_C): FileAction.COPY_PATH,
    QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_R): FileAction.TURN_RIGHT,
    QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_R): FileAction.TURN_LEFT,
}
_PLAIN = {
    Qt.Key.Key_Delete: FileAction.TRASH,
    Qt.Key.Key_F2: FileAction.RENAME,
    Qt.Key.Key_E: FileAction.CAPTION,
    Qt.Key.Key_T: FileAction.DATE,
}


def action_for(event: QKeyEvent) -> FileAction | None:
    """The action a key asks for, alike in the grid and in the loupe."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return FileAction.COPY
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return _WITH_COMMAND.get(QKeySequence(event.keyCombination()))
    return _PLAIN.get(Qt.Key(event.key()))
