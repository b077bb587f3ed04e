"""The seed, from which all chance begins: the same seed, the same picture."""

import secrets

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.tab_order import tab_through

SEEDS = 1_000_000
"""Random seeds are smaller than this: short enough to be read out to somebody."""


class SeedField(QWidget):
    """A number, a die, and a lock that keeps the number from one painting to the next.

    Signals:
        changed(): another seed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit(self)
        self._field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{1,18}"), self))
        self._field.setAccessibleName(tr("Seed"))
        self._field.setProperty("role", "number")
        self._lock = IconButton("unlocked", tr("Keep this seed"), self)
        self._lock.setCheckable(True)
        dice = IconButton("dice", tr("Throw another seed"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._field, 1)
        row.addWidget(dice)
        row.addWidget(self._lock)
        tab_through(self._field, dice, self._lock)
        dice.clicked.connect(self.randomize)
        self._lock.toggled.connect(self._show_lock)
        self._field.textEdited.connect(self.changed)
        self.randomize()

    @property
    def value(self) -> int:
        """The seed."""
        return int(self._field.text() or 0)

    @property
    def is_locked(self) -> bool:
        """Whether the next painting is to have the same."""
        return self._lock.isChecked()

    def set_seed(self, seed: int, *, locked: bool | None = None) -> None:
        """Show a seed."""
        self._field.setText(str(seed))
        if locked is not None:
            self._lock.setChecked(locked)

    def randomize(self) -> None:
        """Choose another seed by chance."""
        self.set_seed(secrets.randbelow(SEEDS))
        self.changed.emit()

    def randomize_unless_locked(self) -> None:
        """Choose another seed for the next painting, unless this one is to be kept."""
        if not self.is_locked:
            self.randomize()

    def _show_lock(self, locked: bool) -> None:  # noqa: FBT001
        self._lock.set_icon("locked" if locked else "unlocked", tr("Keep this seed"))
