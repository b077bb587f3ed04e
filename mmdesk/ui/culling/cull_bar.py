"""The bar above the culled photo: which photos are looked at, and how."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from mmdesk.core.culling import CullCounts, CullFilter
from mmdesk.core.language import in_figures, tr, trc
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel

TITLES = {
    CullFilter.ALL: trc("photos", "All"),
    CullFilter.PICKS: trc("photos", "Picks"),
    CullFilter.REJECTS: trc("photos", "Rejects"),
    CullFilter.UNMARKED: trc("photos", "Unmarked"),
}
"""Names of the filters, as their buttons have them."""


class CullBar(QWidget):
    """Filters with their counts at the left, switches at the right. The keyboard stays with the photo.

    Signals:
        filter_chosen(CullFilter): these photos are to be looked at.
        trash_requested(): the rejects are to go to the trash.
        left(): back to where one was.
    """

    filter_chosen = Signal(object)
    trash_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel("", "heading", parent=self)
        self._group = QButtonGroup(self)
        self.filters = {chosen: self._filter_button(chosen) for chosen in CullFilter}
        self.advance = self._switch("advance", tr("Go on to the next photo after a mark (A)"))
        self.histogram = self._switch("histogram", tr("Histogram (H)"))
        self.clipping = self._switch("clipping", tr("Stripes where highlights and shadows are clipped (J)"))
        self.trash = QPushButton(tr("Rejects to the trash"), self)
        self.trash.setProperty("role", "quiet")
        self.trash.setToolTip(tr("Move all rejected photos to the trash (Ctrl+Del); Undo brings them back"))
        self.trash.clicked.connect(self.trash_requested)
        self._back = IconButton("clear", tr("Back to the library (Esc)"), self)
        self._back.clicked.connect(self.left)
        self._lay_out()

    def show_title(self, title: str) -> None:
        """Say what is culled."""
        self._title.set_text(title)

    def show_counts(self, counts: CullCounts, chosen: CullFilter) -> None:
        """Say how many photos each filter shows, and which one is chosen."""
        for each, button in self.filters.items():
            button.setText(f"{TITLES[each]}  {in_figures(counts.of(each))}")
        self.filters[chosen].setChecked(True)
        self.trash.setEnabled(counts.rejects > 0)

    def minimumSizeHint(self) -> QSize:
        """No wider than a small window; the title is cut first."""
        return QSize(0, super().minimumSizeHint().height())

    def _filter_button(self, chosen: CullFilter) -> QPushButton:
        button = QPushButton(TITLES[chosen], self)
        button.setProperty("role", "tab")
        button.setCheckable(True)
        button.setToolTip(tr("The next filter: F"))
        button.clicked.connect(partial(self.filter_chosen.emit, chosen))
        self._group.addButton(button)
        return button

    def _switch(self, purpose: str, name: str) -> IconButton:
        button = IconButton(purpose, name, self)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        switches = (self.advance, self.histogram, self.clipping)
        for button in (*self.filters.values(), *switches, self.trash, self._back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addSpacing(8)
        for button in self.filters.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.trash)
        row.addSpacing(8)
        for switch in switches:
            row.addWidget(switch)
        row.addSpacing(8)
        row.addWidget(self._back)
