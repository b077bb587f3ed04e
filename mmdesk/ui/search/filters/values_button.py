"""A button of the filter bar: what photos are chosen by, or what was chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from mmdesk.ui.parts.combo_box import ARROW_SIDE
from mmdesk.ui.search.filters.choices import FilterChoice
from mmdesk.ui.search.filters.values_popup import ValuesPopup
from mmdesk.ui.theme.icons import icon

WIDEST = 240


class ValuesButton(QPushButton):
    """A button called as what is chosen, or else as the `kind` of values that its list has.

    It is not there while there are no values.

    Signals:
        toggled_value(FilterChoice): it is to be taken, or no longer.
    """

    toggled_value = Signal(object)

    def __init__(self, kind: str, parent: QWidget) -> None:
        super().__init__(kind, parent)
        self.kind = kind
        self._choices: Sequence[FilterChoice] = ()
        self._chosen: Sequence[FilterChoice] = ()
        self._popup: ValuesPopup | None = None
        self.setProperty("role", "filter")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._press)
        self.hide()

    @property
    def choices(self) -> Sequence[FilterChoice]:
        """Values that there are."""
        return self._choices

    def show_choices(self, choices: Sequence[FilterChoice], chosen: Sequence[FilterChoice]) -> None:
        """Offer these values, some of which are chosen."""
        if (choices, chosen) == (self._choices, self._chosen):
            return
        self._choices, self._chosen = choices, chosen
        self.setVisible(bool(choices))
        words = ", ".join(one.words for one in chosen) if len(chosen) < 3 else f"{self.kind}: {len(chosen)}"
        self._name(words or self.kind)
        self.setProperty("chosen", bool(chosen))
        self.style().polish(self)
        if self._popup is not None:
            self._popup.show_choices(choices, chosen)

    def open_list(self) -> ValuesPopup:
        """Open the list of values."""
        if self._popup is None:
            self._popup = ValuesPopup(self)
            self._popup.toggled.connect(self.toggled_value)
        self._popup.show_choices(self._choices, self._chosen)
        self._popup.open(self.kind)
        return self._popup

    def _press(self) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._popup.hide()
        else:
            self.open_list()

    def sizeHint(self) -> QSize:
        """No wider than a few words."""
        return super().sizeHint().boundedTo(QSize(WIDEST, 1 << 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and an arrow on it."""
        super().paintEvent(event)
        place = QRect(0, 0, ARROW_SIDE, ARROW_SIDE)
        place.moveCenter(self.rect().center())
        place.moveRight(self.rect().right() - 8)
        painter = QPainter(self)
        icon("opened", self.palette(), QPalette.ColorRole.PlaceholderText).paint(painter, place)
        painter.end()

    def _name(self, words: str) -> None:
        room = WIDEST - 44
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self.kind if words == self.kind else f"{self.kind}: {words}")
        self.setToolTip("" if shown == words else self.accessibleName())
