"""The page in place of photos when there are none: why, and what to do next."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label

WIDTH, LEAST, MARGIN = 452, 200, 16
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
        self._button = QPushButton(self)
        self._button.clicked.connect(self.pressed)
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
        self._fit()
        self._button.setText(button)
        self._offer_button(is_offered=bool(button))

    def _offer_button(self, *, is_offered: bool) -> None:
        """Show or hide the button. The keyboard stays here: Qt would give it to some field elsewhere."""
        had_focus = self.hasFocus()
        self.setFocusProxy(self._button if is_offered else None)  # type: ignore[arg-type]  # Qt takes none
        if had_focus and not is_offered:
            self.setFocus()
        self._button.setVisible(is_offered)
        if had_focus and is_offered:
            self._button.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Size in which the advice takes many lines."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the advice as many lines as it needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the advice its size: a centred label is given one line."""
        width = max(LEAST, min(WIDTH, self.width())) - 2 * MARGIN
        self._advice.setMinimumWidth(0)  # a label is measured for no less than that
        self._advice.setFixedSize(width, max(0, self._advice.heightForWidth(width)))
