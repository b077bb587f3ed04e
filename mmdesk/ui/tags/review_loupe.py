"""The loupe over the review: its keys decide of the label, not of stars and flags."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mmdesk.ui.loupe.loupe import Loupe
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

NO_COMMAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
MOTION = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Z, Qt.Key.Key_Plus, Qt.Key.Key_Minus),
    *(Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_G, Qt.Key.Key_Return, Qt.Key.Key_Enter),
)


class ReviewLoupe(Loupe):
    """Pages through the photos under review.

    Signals:
        accept_requested(), reject_requested(): the photo shown has the label, or has it not (A, X).
    """

    accept_requested = Signal()
    reject_requested = Signal()

    def __init__(self, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(browse, pictures, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide; page and zoom as every loupe does."""
        is_plain = not event.modifiers() & NO_COMMAND
        if is_plain and event.key() == Qt.Key.Key_A:
            self.accept_requested.emit()
        elif is_plain and event.key() == Qt.Key.Key_X:
            self.reject_requested.emit()
        elif event.key() in MOTION:
            super().keyPressEvent(event)
        else:
            event.ignore()
