"""The switch between the places of the program, at the left edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from mmdesk.core.language import tr
from mmdesk.core.settings import PlaceName
from mmdesk.ui.parts.icon_button import IconButton

WIDTH = 56
ICON_SIDE = 24

PLACES: dict[PlaceName, str] = {
    "library": tr("Library"),
    "tags": tr("Tags"),
    "studio": tr("Studio"),
    "models": tr("Models"),
}
"""What the places are called."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the program: its name, the purpose of its icon, and what is seen there."""

    name: str
    icon: str
    widget: QWidget


class PlacesRail(QWidget):
    """A button for each place; below them the buttons that are the same everywhere.

    Signals:
        chosen(int): another place, by its number.
    """

    chosen = Signal(int)

    def __init__(
        self, places: Sequence[Place], extras: Sequence[IconButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for number, place in enumerate(places):
            column.addWidget(self._button(number, place))
        column.addStretch(1)
        for extra in extras:
            extra.setFixedSize(WIDTH - 16, WIDTH - 16)
            column.addWidget(extra)

    def mark(self, number: int) -> None:
        """Show that a place was gone to by another way."""
        self._group.button(number).setChecked(True)

    def _button(self, number: int, place: Place) -> IconButton:
        button = IconButton(place.icon, place.name, self, ICON_SIDE)
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setFixedSize(WIDTH - 16, WIDTH - 16)
        self._group.addButton(button, number)
        return button
