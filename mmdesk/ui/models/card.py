"""One model in the list."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.models import ModelEntry
from mmdesk.ui.models.descriptions import details, facts, purpose, uses
from mmdesk.ui.parts.labels import ElidedLabel, label

MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ModelCard(QFrame):
    """Name, use, purpose and facts at the left; what can be asked of it at the right.

    Signals:
        use_requested(str), verify_requested(str), remove_requested(str): the user wants that of the model
            of this name.
    """

    use_requested = Signal(str)
    verify_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, entry: ModelEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.entry = entry
        self.use = QPushButton("Use", self)
        self.use.setAccessibleName(f"Use {entry.name}")
        self.verify = QPushButton("Verify", self)
        self.verify.setProperty("role", "quiet")
        self.verify.setAccessibleName(f"Verify {entry.name}")
        self.verify.setToolTip("Read the weights and compare their checksum")
        self.details = QPushButton("Details", self)
        self.details.setProperty("role", "quiet")
        self.details.setCheckable(True)
        self.details.setAccessibleName(f"Details of {entry.name}")
        self.remove = QPushButton("Remove", self)
        self.remove.setProperty("role", "quiet")
        self.remove.setAccessibleName(f"Remove {entry.name}")
        self.remove.setToolTip("Take it off the shelf; it can be put back")
        self.remove.setVisible(not entry.builtin and not entry.used_for)
        self.remove.clicked.connect(partial(self.remove_requested.emit, entry.name))
        self.use.clicked.connect(self._ask_use)
        self.verify.clicked.connect(self._ask_verify)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 16, 16)
        row.setSpacing(12)
        row.addLayout(self._words(), 1)
        for button in (self.details, self.remove, self.verify):
            row.addWidget(button, 0, MIDDLE)
        row.addWidget(self.use, 0, MIDDLE)
        self._keep_in_line()
        self.use.setVisible(not entry.used_for)
        self.set_free(free=True)

    def set_free(self, *, free: bool) -> None:
        """Let things be asked of the model, or not; never of a broken one."""
        self.use.setEnabled(free and self.entry.is_ready)
        self.verify.setEnabled(free and self.entry.is_ready)
        self.remove.setEnabled(free)

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(self._title())
        told = label(purpose(self.entry), "body", self)
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(ElidedLabel(facts(self.entry), "small", Qt.TextElideMode.ElideMiddle, self))
        for line in details(self.entry):
            hidden = label(line, "small", self)
            hidden.setWordWrap(True)
            hidden.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            hidden.hide()
            self.details.toggled.connect(hidden.setVisible)
            column.addWidget(hidden)
        return column

    def _title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(self.entry.name, "heading", self))
        if self.entry.used_for:
            row.addWidget(label(uses(self.entry), "muted", self), 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return row

    def _keep_in_line(self) -> None:
        """Let the buttons of all cards stand below each other."""
        policy = self.use.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.use.setSizePolicy(policy)

    def _ask_use(self) -> None:
        self.use_requested.emit(self.entry.name)

    def _ask_verify(self) -> None:
        self.verify_requested.emit(self.entry.name)
