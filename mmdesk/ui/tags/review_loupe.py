"""The loupe over the review: no key of it gives stars or flags."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from mmdesk.ui.loupe.loupe import Loupe

MOTION = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Z, Qt.Key.Key_Plus, Qt.Key.Key_Minus),
    *(Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_G, Qt.Key.Key_Return, Qt.Key.Key_Enter),
)


class ReviewLoupe(Loupe):
    """Pages through the photos under review; what is decided of them is the business of the place."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page and zoom as every loupe does."""
        if event.key() in MOTION:
            super().keyPressEvent(event)
        else:
            event.ignore()
