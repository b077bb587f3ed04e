"""One pattern that leaves files out of a folder: its line, and how many photos it hides."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mmdesk.core.language import tr, trn
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label

COUNT_WIDTH = 150


class PatternRow(QWidget):
    """A field for the pattern, the number of photos, and a button to drop it.

    Signals:
        changed(): something else is written.
        removal_requested(): the pattern is to go.
    """

    changed = Signal()
    removal_requested = Signal()

    def __init__(self, pattern: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.pattern = QLineEdit(pattern, self)
        self.pattern.setProperty("role", "number")
        self.pattern.setAccessibleName(tr("Pattern"))
        self.pattern.setPlaceholderText(tr("A pattern, like *.png"))
        self.count = label("", "muted", self)
        self.count.setMinimumWidth(COUNT_WIDTH)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        remove = IconButton("clear", tr("Exclude this no longer"), self, side=14)
        remove.clicked.connect(self.removal_requested)
        self.pattern.textEdited.connect(self._note_change)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pattern, 1)
        row.addWidget(self.count)
        row.addWidget(remove)

    def show_count(self, photos: int | None) -> None:
        """Tell how many photos the pattern hides; nothing while that is not known."""
        if photos is None:
            self.count.setText("")
        else:
            self.count.setText(_hides(photos))

    def _note_change(self) -> None:
        self.show_count(None)
        self.changed.emit()


def _hides(photos: int) -> str:
    if not photos:
        return tr("hides no known photo")
    return trn("hides {n:,} photo", "hides {n:,} photos", photos)
