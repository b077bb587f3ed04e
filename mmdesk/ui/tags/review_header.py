"""The header of the review: the label, what it has learned, and what the keys do."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.core.tagging.review import LabelReview
from mmdesk.ui.parts.labels import ElidedLabel, label

HEIGHT = 56
SAID_MS = 4000
"""Time for which it is told what was taken back."""

ROOM_FOR_KEYS = 560

KEYS = tr("A accept    X reject    Space look closer    Ctrl+Z undo")


class ReviewHeader(QWidget):
    """The label's name; beside it what it learned from, with the way back to its words.

    Signals:
        reset_requested(): what was learned is to be forgotten.
    """

    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._name = ElidedLabel("", "title", parent=self)
        self.learned = label("", "muted", self)
        self._reset = QPushButton(tr("Reset"), self)
        self._reset.setProperty("role", "quiet")
        self._reset.setToolTip(tr("Forget what the label learned; what you accepted and rejected stays"))
        self._reset.clicked.connect(self.reset_requested)
        self.told = ElidedLabel(KEYS, "small", parent=self)
        self._said = QTimer(self, singleShot=True, interval=SAID_MS)
        self._said.timeout.connect(self._show_keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self.learned, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._reset)
        row.addStretch(1)
        row.addWidget(self.told)
        self.tell("", "")

    def say(self, sentence: str) -> None:
        """Tell for a while what has happened, in place of the keys."""
        self.told.set_text(sentence)
        self._said.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the keys where there is little room, for the name of the label."""
        super().resizeEvent(event)
        self.told.setVisible(self.width() >= ROOM_FOR_KEYS)

    def _show_keys(self) -> None:
        self.told.set_text(KEYS)

    def show_review(self, review: LabelReview) -> None:
        """Tell of the label of a review."""
        self.tell(review.label, review.learned)

    def tell(self, name: str, learned: str) -> None:
        """Show a label's name, and what it has learned."""
        self._name.set_text(name)
        self.learned.setText(learned)
        self.learned.setVisible(bool(learned))
        self._reset.setVisible(bool(learned))
