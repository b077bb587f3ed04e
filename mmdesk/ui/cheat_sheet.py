"""The page of all keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmdesk.ui.parts.labels import label

KEYS: dict[str, dict[str, str]] = {
    "Anywhere": {
        "/  or  Ctrl+F": "Search",
        "Ctrl+1,  Ctrl+2": "Library, Tags",
        "Ctrl+3,  Ctrl+4": "Studio, Models",
        "Ctrl+O": "Add a folder",
        "F5": "Look for new photos",
        "I": "Details",
        "Alt+Left": "Back",
        "Esc": "Leave a search",
        "Enter": "Press the button in focus",
        "F11": "Full screen",
        "?  or  F1": "This page",
        "Ctrl+Q": "Quit",
    },
    "Grid": {
        "Arrows": "Move, with Shift choosing",
        "Home  End": "First, last photo",
        "Page Up  Page Down": "A page up, down",
        "Space  or  Enter": "Open the loupe",
        "S": "Find similar photos",
        "Ctrl+A,  Esc": "Choose all, none",
        "Ctrl+click": "Add to the choice",
        "Drag beside photos": "Choose with a band",
        "Click a month": "Choose its photos",
        "Ctrl+N": "New album of the choice",
        "Backspace": "Take out of the album",
        "Ctrl+Plus  Ctrl+Minus": "Larger, smaller; or Ctrl+wheel",
    },
    "Compare": {
        "C": "Compare, from grid or loupe",
        "Arrows": "Choose the active photo",
        "Tab,  Shift+Tab": "Next, previous in its place",
        "L": "In step, or each alone",
        "Del": "Out of the comparison",
        "Enter": "Open in the loupe",
        "C  or  Esc": "Back to the grid",
    },
    "Loupe": {
        "Arrows": "Next, previous photo",
        "Z  or  double click": "100 % at the pointer",
        "Wheel,  Plus  Minus": "Zoom",
        "Drag": "Move the picture",
        "S": "Find similar photos",
        "Space,  G  or  Esc": "Back to the grid",
    },
    "Timeline": {
        "Up  Down": "A month on",
        "Page Up  Page Down": "Twelve months on",
    },
    "Tags": {
        "A": "Accept the label, and go on",
        "X": "Reject it, and go on",
        "Space": "Look closer",
        "Enter": "At the end, the next label",
        "Ctrl+Z,  Ctrl+Shift+Z": "Undo, redo",
    },
    "Files, in grid and loupe": {
        "Del": "Move to the trash",
        "Ctrl+Z": "Take that back",
        "F2": "Rename, also an album",
        "Ctrl+C": "Copy",
        "Ctrl+Shift+C": "Copy the path",
    },
    "Judging, in grid and loupe": {
        "1  to  5": "Stars",
        "0": "No stars",
        "P": "Pick",
        "X": "Reject",
        "U": "Unflag",
    },
}
"""Every key there is and what it does, by where it works."""

_COLUMNS = (
    ("Anywhere", "Judging, in grid and loupe", "Tags"),
    ("Grid", "Files, in grid and loupe"),
    ("Loupe", "Compare", "Timeline"),
)


class CheatSheet(QDialog):
    """A page over the window that any key or click puts away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 28, 32, 28)
        row.setSpacing(48)
        for titles in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(24)
            for title in titles:
                column.addWidget(_group(title, KEYS[title]))
            column.addStretch(1)
            row.addLayout(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, whatever was pressed; but not for a Shift held to type "?"."""
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.accept()

    def mousePressEvent(self, event: object) -> None:
        """Close."""
        del event
        self.accept()


def _group(title: str, keys: dict[str, str]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for row, (key, action) in enumerate(keys.items(), start=1):
        grid.addWidget(_key(key), row, 0)
        grid.addWidget(label(action, "muted"), row, 1)
    grid.setColumnStretch(1, 1)
    return group


def _key(key: str) -> QLabel:
    made = label(key)
    made.setMinimumWidth(150)
    return made
