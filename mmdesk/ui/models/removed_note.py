"""The model that was removed last, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mmdesk.ui.parts.labels import ElidedLabel


class RemovedNote(QFrame):
    """One line with two buttons, as long as there is such a model.

    Signals:
        put_back_requested(), delete_requested(): the user wants it back, or gone for good.
    """

    put_back_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._words = ElidedLabel("", "body", parent=self)
        self.put_back = QPushButton("Put back", self)
        self.put_back.clicked.connect(self.put_back_requested)
        self.delete = QPushButton("Delete for good", self)
        self.delete.setProperty("role", "quiet")
        self.delete.clicked.connect(self.delete_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.delete)
        row.addWidget(self.put_back)
        self.hide()

    def show_name(self, name: str | None) -> None:
        """Offer the model `name`, or nothing."""
        self._words.set_text(f"{name} is removed, and still on the disk." if name else "")
        self.setVisible(name is not None)
