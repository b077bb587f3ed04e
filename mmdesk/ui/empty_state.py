"""The page in place of photos when there are none: why, and what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label

WIDTH = 420
CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """An icon, a heading, a line of advice and, where there is something to press, a button.

    Signals:
        pressed(): the button was.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel("nothing", 40, self)
        self._heading = label("", "heading", self)
        self._advice = label("", "muted", self)
        self._advice.setAlignment(CENTRE)
        self._advice.setWordWrap(True)
        self._advice.setFixedWidth(WIDTH)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.pressed)
        self.setFocusProxy(self._button)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(3)
        column.addWidget(self._icon, 0, CENTRE)
        column.addSpacing(8)
        for widget in (self._heading, self._advice):
            column.addWidget(widget, 0, CENTRE)
        column.addSpacing(8)
        column.addWidget(self._button, 0, CENTRE)
        column.addStretch(4)

    @property
    def heading(self) -> str:
        """Heading shown at present."""
        return self._heading.text()

    def say(self, heading: str, advice: str, button: str = "", icon: str = "nothing") -> None:
        """Show this; `button` is left out where it is empty."""
        self._icon.set_icon(icon)
        self._heading.setText(heading)
        self._advice.setText(advice)
        self._advice.ensurePolished()
        self._advice.setFixedHeight(self._advice.heightForWidth(WIDTH))  # a centred label is given one line
        self._button.setText(button)
        self._button.setVisible(bool(button))
