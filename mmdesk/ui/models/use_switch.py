"""The switch that lets a model do one thing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.core.models import ModelEntry, Use
from mmdesk.ui.models.descriptions import USES


class UseSwitch(QPushButton):
    """A button that is on for the one model that does it; turning another model's on turns it off.

    Signals:
        turned_on(str, str): the model of this name is to do this from now on (a `Use`).
    """

    turned_on = Signal(str, str)

    def __init__(self, use: Use, entry: ModelEntry, parent: QWidget | None = None) -> None:
        super().__init__(USES[use], parent)
        self.use, self._name = use, entry.name
        self._is_on = use in entry.used_for
        self.setCheckable(True)
        self.setChecked(self._is_on)
        self.setAccessibleName(f"{USES[use]}: {entry.name}")
        self.setText(f"✓ {USES[use]}" if self._is_on else USES[use])
        self.setToolTip(
            tr("In use; another model takes over once it is chosen")
            if self._is_on
            else tr("Use it for this from now on")
        )
        self.clicked.connect(self._turn)

    def _turn(self) -> None:
        """Stay as it is until the model really does it."""
        self.setChecked(self._is_on)
        if not self._is_on:
            self.turned_on.emit(self._name, self.use)
