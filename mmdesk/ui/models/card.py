"""One model in the list."""

from functools import partial

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.models import USES_OF_KIND, ModelEntry, Use
from mmdesk.ui.models.descriptions import MEASURED, details, facts, measured, purpose, quality
from mmdesk.ui.models.use_switch import UseSwitch
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.responsive_row import ResponsiveRow
from mmdesk.ui.parts.tab_order import tab_through


class ModelCard(QFrame):
    """Name, purpose, facts, and how it runs here; below, what it is used for, and what can be asked of it.

    Signals:
        use_requested(str, str): the model of this name is to do this (a `Use`) from now on.
        verify_requested(str), measure_requested(str), remove_requested(str): the user wants that of the
            model of this name.
    """

    use_requested = Signal(str, str)
    verify_requested = Signal(str)
    measure_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, entry: ModelEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.entry = entry
        self.switches = [UseSwitch(use, entry, self) for use in USES_OF_KIND[entry.kind]]
        self.details = self._quiet(tr("Details"), tr("Details of {model}", model=entry.name))
        self.details.setCheckable(True)
        self.measure = self._quiet(
            trc("a model", "Measure"),
            tr("Measure {model}", model=entry.name),
            tr("See how fast it is here, and what memory it takes"),
        )
        self.verify = self._quiet(
            trc("a model", "Verify"),
            tr("Verify {model}", model=entry.name),
            tr("Read the weights and compare their checksum"),
        )
        self.remove = self._quiet(
            trc("a model", "Remove"),
            tr("Remove {model}", model=entry.name),
            tr("Take it off the shelf; it can be put back"),
        )
        self.remove.setVisible(not entry.builtin and not entry.used_for)
        self.measure.setVisible(entry.kind in MEASURED)
        self._here = ElidedLabel(measured(entry), "small", parent=self)
        self._lay_out()
        self.remove.clicked.connect(partial(self.remove_requested.emit, entry.name))
        self.verify.clicked.connect(partial(self.verify_requested.emit, entry.name))
        self.measure.clicked.connect(partial(self.measure_requested.emit, entry.name))
        self.details.toggled.connect(self._name_details)
        for switch in self.switches:
            switch.turned_on.connect(self.use_requested)
        self.set_free(free=True)

    def switch(self, use: Use) -> UseSwitch:
        """The switch of one use."""
        return next(one for one in self.switches if one.use == use)

    def set_free(self, *, free: bool) -> None:
        """Let things be asked of the model, or not; never of a broken one."""
        for button in (*self.switches, self.verify, self.measure):
            button.setEnabled(free and self.entry.is_ready)
        self.remove.setEnabled(free)
        if free:
            self.show_busy(measured(self.entry))

    def show_busy(self, words: str) -> None:
        """Say what is being done with it, in the place of how it runs here."""
        self._here.set_text(words)
        self._here.setVisible(bool(words))

    def _name_details(self, is_open: bool) -> None:  # noqa: FBT001  (Qt's signal tells it so)
        self.details.setText(tr("Hide details") if is_open else tr("Details"))

    def _quiet(self, words: str, name: str, tip: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 12)
        column.setSpacing(4)
        column.addWidget(label(self.entry.name, "heading", self))
        told = label(purpose(self.entry), "body", self)
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(ElidedLabel(facts(self.entry), "small", Qt.TextElideMode.ElideMiddle, self))
        column.addWidget(self._here)
        for line in quality(self.entry):
            column.addWidget(ElidedLabel(line, "small", parent=self))
        for line in details(self.entry):
            hidden = label(line, "small", self)
            hidden.setWordWrap(True)
            hidden.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            hidden.hide()
            self.details.toggled.connect(hidden.setVisible)
            column.addWidget(hidden)
        column.addSpacing(8)
        uses = self._row(*self.switches, ends_left=True)
        asked = self._row(self.remove, self.verify, self.measure, self.details, ends_left=False)
        tab_through(*self.switches, self.remove, self.verify, self.measure, self.details)
        column.addWidget(ResponsiveRow(uses, asked, QMargins(), fills=False, parent=self))

    def _row(self, *buttons: QPushButton, ends_left: bool) -> QWidget:
        widget = QWidget(self)
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8 if ends_left else 0)
        if not ends_left:
            row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        if ends_left:
            row.addStretch(1)
        return widget
