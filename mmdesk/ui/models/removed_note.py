"""The models that were removed and are still on the disk, and the ways back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.labels import ElidedLabel


class RemovedNote(QFrame):
    """One line about a model that was removed, with two buttons."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.name = name
        self.put_back = QPushButton(tr("Put back"), self)
        self.put_back.setAccessibleName(tr("Put {name} back", name=name))
        self.delete = QPushButton(tr("Delete for good"), self)
        self.delete.setAccessibleName(tr("Delete {name} for good", name=name))
        self.delete.setProperty("role", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(
            ElidedLabel(tr("{name} is removed, and still on the disk.", name=name), "body", parent=self), 1
        )
        row.addWidget(self.delete)
        row.addWidget(self.put_back)


class RemovedModels(QWidget):
    """A note a model, as long as there is any.

    Signals:
        put_back_requested(str), delete_requested(str): the user wants this model back, or gone for good.
    """

    put_back_requested = Signal(str)
    delete_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes: list[RemovedNote] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 0)
        self._column.setSpacing(12)
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        """Show these models."""
        if [note.name for note in self.notes] == list(names):
            return
        for note in self.notes:
            self._column.removeWidget(note)
            note.hide()
            note.deleteLater()
        self.notes = [RemovedNote(name, self) for name in names]
        for note in self.notes:
            note.put_back.clicked.connect(partial(self.put_back_requested.emit, note.name))
            note.delete.clicked.connect(partial(self.delete_requested.emit, note.name))
            self._column.addWidget(note)
        self.setVisible(bool(names))
