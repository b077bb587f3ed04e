"""The page of all keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.ui.key_names import key_names
from mmdesk.ui.parts.flow import FlowLayout
from mmdesk.ui.parts.labels import label, polish_labels

Deeds = str | tuple[str, ...]
"""What the keys of a line do, together or one after another."""

KEYS: Mapping[str, Mapping[str, Deeds]] = {
    "Anywhere": {
        "/  or  Ctrl+F": trc("verb", "Search"),
        "Ctrl+Shift+F": tr("Filters below the search"),
        "Ctrl+S": tr("Keep the search as an album"),
        "Ctrl+E": tr("Export what is shown or chosen"),
        "Ctrl+K": tr("Cull what is shown or chosen"),
        "Ctrl+1,  Ctrl+2": (tr("Library"), tr("Tags")),
        "Ctrl+3,  Ctrl+4": (tr("Studio"), tr("Models")),
        "Ctrl+O": tr("Add a folder"),
        "F5": tr("Look for new photos"),
        "I": tr("Details"),
        "Ctrl+T": tr("Add a tag"),
        "Alt+Left": trc("verb", "Back"),
        "Esc": tr("Leave a search"),
        "Enter": tr("Press the button in focus"),
        "F11": tr("Full screen"),
        "?": tr("This page"),
        "F1": tr("Manual"),
        "Ctrl+,": tr("Preferences"),
        "Ctrl+Q": trc("verb", "Quit"),
    },
    "Grid": {
        "Arrows": tr("Move, with Shift choosing"),
        "Home  End": (trc("in “First, last photo”", "First"), trc("in “First, last photo”", "last photo")),
        "Page Up  Page Down": (trc("in “A page up, down”", "A page up"), trc("in “A page up, down”", "down")),
        "Space  or  Enter": tr("Open the loupe"),
        "S": tr("Find similar photos"),
        "M": tr("Show or fold weak hits"),
        "Ctrl+A,  Esc": (trc("in “Choose all, none”", "Choose all"), trc("in “Choose all, none”", "none")),
        "Ctrl+click": tr("Add to the choice"),
        "Drag beside photos": tr("Choose with a band"),
        "Click a month": tr("Choose its photos"),
        "Ctrl+N": tr("New album of the choice"),
        "Backspace": tr("Take out of the album"),
        "Ctrl+Plus  Ctrl+Minus": (
            trc("in “Larger, smaller”", "Larger"),
            trc("in “Larger, smaller”", "smaller"),
        ),
        "Ctrl+wheel": tr("Larger, smaller"),
    },
    "Compare": {
        "Arrows": tr("Choose the active photo"),
        "Tab,  Shift+Tab": (
            trc("in “Next, previous in its place”", "Next"),
            trc("in “Next, previous in its place”", "previous in its place"),
        ),
        "L": tr("In step, or each alone"),
        "Del": tr("Out of the comparison"),
        "Enter": tr("Open in the loupe"),
        "Z,  Plus  Minus": tr("Zoom, as in the loupe"),
        "C,  G  or  Esc": tr("Back to the grid"),
    },
    "Loupe": {
        "Arrows": tr("Next, previous photo"),
        "Z  or  double click": tr("100 % at the pointer"),
        "Wheel,  Plus  Minus": trc("verb", "Zoom"),
        "Drag": tr("Move the picture"),
        "W": tr("Where it is seen"),
        "R": tr("Text, to be read and copied"),
        "S": tr("Find similar photos"),
        "Home  End": (trc("in “First, last photo”", "First"), trc("in “First, last photo”", "last photo")),
        "Space,  Enter,  G  or  Esc": tr("Back to the grid"),
    },
    "Culling": {
        "Arrows": tr("Next, previous photo"),
        "K": tr("Pick this of a burst, reject the rest"),
        "B,  Shift+B": (
            trc("in “Open or close the burst, all”", "Open or close the burst"),
            trc("in “Open or close the burst, all”", "all"),
        ),
        "F,  Shift+F": (
            trc("in “Next, previous filter”", "Next"),
            trc("in “Next, previous filter”", "previous filter"),
        ),
        "A": tr("A mark goes on, or stays"),
        "Space  or  Z": tr("100 % at the pointer"),
        "Plus  Minus": trc("verb", "Zoom"),
        "V": tr("Beside up to three others"),
        "H,  J": (
            trc("in “Histogram, clipped places”", "Histogram"),
            trc("in “Histogram, clipped places”", "clipped places"),
        ),
        "S": tr("Find similar photos"),
        "Home  End": (trc("in “First, last photo”", "First"), trc("in “First, last photo”", "last photo")),
        "Ctrl+Del": tr("Rejects to the trash"),
        "G  or  Esc": tr("Back to where one was"),
    },
    "Studio": {
        "Ctrl+Return": trc("verb", "Paint"),
    },
    "Duplicates": {
        "K": tr("Keep this one only"),
        "X  or  Del": tr("Mark or unmark"),
        "Space": tr("Look closer"),
        "N": tr("Not duplicates"),
        "Enter": trc("verb", "Accept"),
    },
    "Timeline": {
        "Up  Down": tr("A month on"),
        "Page Up  Page Down": tr("Twelve months on"),
        "Home  End": (
            trc("in “Newest, oldest month”", "Newest"),
            trc("in “Newest, oldest month”", "oldest month"),
        ),
    },
    "Tags": {
        "A": tr("Accept, and go on"),
        "X": tr("Reject, and go on"),
        "Space": tr("Look closer"),
        "Enter": tr("At the end, the next label"),
        "Ctrl+Z,  Ctrl+Shift+Z": (tr("Undo"), trc("in “Undo, redo”", "redo")),
    },
    "Files, in grid and loupe": {
        "Del": tr("Move to the trash"),
        "Ctrl+Z,  Ctrl+Shift+Z": (
            tr("Undo"),
            trc("in “Undo, redo”", "redo"),
            trc("in “Undo, redo, whatever it was”", "whatever it was"),
        ),
        "F2": tr("Rename, also an album"),
        "Ctrl+C": trc("verb", "Copy"),
        "Ctrl+Shift+C": tr("Copy the path"),
        "Ctrl+R,  Ctrl+Shift+R": (
            trc("in “Turn right, turn left”", "Turn right"),
            trc("in “Turn right, turn left”", "turn left"),
        ),
        "E,  T": (trc("in “Caption, date”", "Caption"), trc("in “Caption, date”", "date")),
    },
    "Judging photos": {
        "1  to  5": tr("Stars"),
        "0": tr("No stars"),
        "P": trc("verb", "Pick"),
        "X": trc("verb", "Reject"),
        "U": trc("verb", "Unflag"),
        "C": tr("Compare, and back"),
    },
}
"""Every key there is and what it does, by where it works.

Parts of the program and keys are named in English, as they are kept; what is done, in the user's language.
"""

TITLES = {
    "Anywhere": tr("Anywhere"),
    "Grid": tr("Grid"),
    "Compare": tr("Compare"),
    "Loupe": tr("Loupe"),
    "Culling": tr("Culling"),
    "Studio": tr("Studio"),
    "Duplicates": tr("Duplicates"),
    "Timeline": tr("Timeline"),
    "Tags": tr("Tags"),
    "Files, in grid and loupe": tr("Files, in grid and loupe"),
    "Judging photos": tr("Judging photos"),
}
"""Parts of the program in the user's language."""

_COLUMNS = (
    ("Anywhere", "Judging photos", "Tags", "Studio"),
    ("Grid", "Files, in grid and loupe", "Duplicates", "Timeline"),
    ("Culling", "Loupe", "Compare"),
)


def in_one(deeds: Deeds) -> str:
    """What the keys of a line do, in one line."""
    return deeds if isinstance(deeds, str) else ", ".join(deeds)


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

    def __init__(self, parent: QWidget | None = None, keys: Mapping[str, Mapping[str, Deeds]] = KEYS) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
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


def _column(keys: Mapping[str, Mapping[str, Deeds]], titles: Sequence[str]) -> QWidget:
    column = QWidget()
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for title in titles:
        if grid.count():
            grid.setRowMinimumHeight(grid.rowCount(), 8)
        grid.addWidget(label(TITLES[title], "heading"), grid.rowCount(), 0, 1, 2)
        for line, deeds in keys[title].items():
            row = grid.rowCount()
            grid.addWidget(label(key_names(line)), row, 0)
            grid.addWidget(label(in_one(deeds), "muted"), row, 1)
    return column
