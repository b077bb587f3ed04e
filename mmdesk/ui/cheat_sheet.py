"""The page of all keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.labels import label, polish_labels

KEYS: dict[str, dict[str, str]] = {
    "Anywhere": {
        "/  or  Ctrl+F": "Search",
        "Ctrl+Shift+F": "Filters below the search",
        "Ctrl+S": "Keep the search as an album",
        "Ctrl+E": "Export what is shown or chosen",
        "Ctrl+K": "Cull what is shown or chosen",
        "Ctrl+1,  Ctrl+2": "Library, Tags",
        "Ctrl+3,  Ctrl+4": "Studio, Models",
        "Ctrl+O": "Add a folder",
        "F5": "Look for new photos",
        "I": "Details",
        "Alt+Left": "Back",
        "Esc": "Leave a search",
        "Enter": "Press the button in focus",
        "F11": "Full screen",
        "?": "This page",
        "F1": "Manual",
        "Ctrl+,": "Preferences",
        "Ctrl+Q": "Quit",
    },
    "Grid": {
        "Arrows": "Move, with Shift choosing",
        "Home  End": "First, last photo",
        "Page Up  Page Down": "A page up, down",
        "Space  or  Enter": "Open the loupe",
        "S": "Find similar photos",
        "M": "Show or fold weak hits",
        "Ctrl+A,  Esc": "Choose all, none",
        "Ctrl+click": "Add to the choice",
        "Drag beside photos": "Choose with a band",
        "Click a month": "Choose its photos",
        "Ctrl+N": "New album of the choice",
        "Backspace": "Take out of the album",
        "Ctrl+Plus  Ctrl+Minus": "Larger, smaller",
        "Ctrl+wheel": "Larger, smaller",
    },
    "Compare": {
        "Arrows": "Choose the active photo",
        "Tab,  Shift+Tab": "Next, previous in its place",
        "L": "In step, or each alone",
        "Del": "Out of the comparison",
        "Enter": "Open in the loupe",
        "Z,  Plus  Minus": "Zoom, as in the loupe",
        "C,  G  or  Esc": "Back to the grid",
    },
    "Loupe": {
        "Arrows": "Next, previous photo",
        "Z  or  double click": "100 % at the pointer",
        "Wheel,  Plus  Minus": "Zoom",
        "Drag": "Move the picture",
        "W": "Where it is seen",
        "R": "Text, to be read and copied",
        "S": "Find similar photos",
        "Home  End": "First, last photo",
        "Space,  Enter,  G  or  Esc": "Back to the grid",
    },
    "Culling": {
        "Arrows": "Next, previous photo",
        "K": "Pick this of a burst, reject the rest",
        "B,  Shift+B": "Open or close the burst, all",
        "F,  Shift+F": "Next, previous filter",
        "A": "A mark goes on, or stays",
        "Space  or  Z": "100 % at the pointer",
        "Plus  Minus": "Zoom",
        "V": "Beside up to three others",
        "H,  J": "Histogram, clipped places",
        "S": "Find similar photos",
        "Home  End": "First, last photo",
        "Ctrl+Del": "Rejects to the trash",
        "G  or  Esc": "Back to where one was",
    },
    "Studio": {
        "Ctrl+Return": "Paint",
    },
    "Duplicates": {
        "K": "Keep this one only",
        "X  or  Del": "Mark or unmark",
        "Space": "Look closer",
        "N": "Not duplicates",
        "Enter": "Accept",
    },
    "Timeline": {
        "Up  Down": "A month on",
        "Page Up  Page Down": "Twelve months on",
        "Home  End": "Newest, oldest month",
    },
    "Tags": {
        "A": "Accept, and go on",
        "X": "Reject, and go on",
        "Space": "Look closer",
        "Enter": "At the end, the next label",
        "Ctrl+Z,  Ctrl+Shift+Z": "Undo, redo",
    },
    "Files, in grid and loupe": {
        "Del": "Move to the trash",
        "Ctrl+Z,  Ctrl+Shift+Z": "Undo, redo, whatever it was",
        "F2": "Rename, also an album",
        "Ctrl+C": "Copy",
        "Ctrl+Shift+C": "Copy the path",
        "Ctrl+R,  Ctrl+Shift+R": "Turn right, turn left",
        "E,  T": "Caption, date",
    },
    "Judging photos": {
        "1  to  5": "Stars",
        "0": "No stars",
        "P": "Pick",
        "X": "Reject",
        "U": "Unflag",
        "C": "Compare, and back",
    },
}
"""Every key there is and what it does, by where it works."""

_COLUMNS = (
    ("Anywhere", "Judging photos", "Tags", "Studio"),
    ("Grid", "Files, in grid and loupe", "Duplicates", "Timeline"),
    ("Culling", "Loupe", "Compare"),
)


_ROOM, _GAP = 24, 32

SCROLLS: dict[Qt.Key, QScrollBar.SliderAction] = {
    Qt.Key.Key_Up: QScrollBar.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QScrollBar.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
}
"""Keys that scroll where not all of the page is seen."""


class CheatSheet(QDialog):
    """A page over the window, no larger than that, which any key or click puts away."""

    def __init__(self, parent: QWidget | None = None, keys: Mapping[str, Mapping[str, str]] = KEYS) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        around = QVBoxLayout(page)
        around.setContentsMargins(_ROOM, _ROOM, _ROOM, _ROOM)
        columns = FlowLayout(gap=_GAP)
        around.addLayout(columns)
        self._columns = [_column(keys, titles) for titles in _COLUMNS]
        for column in self._columns:
            columns.addWidget(column)
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(area)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or close, whatever was pressed; but not for a Shift held to type "?"."""
        bar, key = self._area.verticalScrollBar(), Qt.Key(event.key())
        if key in SCROLLS and bar.maximum():
            bar.triggerAction(SCROLLS[key])
        elif key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.accept()

    def mousePressEvent(self, event: object) -> None:
        """Close."""
        del event
        self.accept()

    def _fit(self) -> None:
        """Take the room that all columns need side by side, as far as the window has it."""
        polish_labels(self)
        sizes = [column.sizeHint() for column in self._columns]
        width = sum(size.width() + _GAP for size in sizes) + self._area.verticalScrollBar().sizeHint().width()
        size = QSize(width, max(size.height() for size in sizes)) + QSize(2 * _ROOM, 2 * _ROOM)
        above = self.parentWidget()
        self.resize(size if above is None else size.boundedTo(above.size()))


def _column(keys: Mapping[str, Mapping[str, str]], titles: Sequence[str]) -> QWidget:
    column = QWidget()
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for title in titles:
        if grid.count():
            grid.setRowMinimumHeight(grid.rowCount(), 8)
        grid.addWidget(label(title, "heading"), grid.rowCount(), 0, 1, 2)
        for key, action in keys[title].items():
            row = grid.rowCount()
            grid.addWidget(label(key), row, 0)
            grid.addWidget(label(action, "muted"), row, 1)
    return column
