"""The end of a card: what came of it, and what is done next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mmdesk.core.culling import CullCounts, CullFilter
from mmdesk.core.language import tr, trn
from mmdesk.ui.parts.icon_label import IconLabel
from mmdesk.ui.parts.labels import label

CENTRE = Qt.AlignmentFlag.AlignHCenter

NOTHING = {
    CullFilter.ALL: (tr("No photos are left"), tr("They were moved to the trash; Ctrl+Z brings them back.")),
    CullFilter.PICKS: (tr("No picks yet"), tr("P picks the photo that is looked at.")),
    CullFilter.REJECTS: (tr("No rejects"), tr("X rejects the photo that is looked at.")),
    CullFilter.UNMARKED: (tr("Every photo is marked"), tr("Nothing is left to be decided.")),
}
"""What is said where a filter shows nothing."""


class CullEnd(QWidget):
    """Says how many picks and rejects there are, and offers what can be done with them.

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
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = label("", "title", self)
        self._advice = label("", "lead", self)
        self.trash, self.unmarked, self.picks = (QPushButton(self) for _ in range(3))
        self.back = QPushButton(tr("Back to the library"), self)
        self.trash.setProperty("role", "large")
        self.trash.clicked.connect(self.trash_requested)
        self.unmarked.clicked.connect(lambda: self.filter_chosen.emit(CullFilter.UNMARKED))
        self.picks.clicked.connect(lambda: self.filter_chosen.emit(CullFilter.PICKS))
        self.back.clicked.connect(self.left)
        self._lay_out()

    @property
    def heading(self) -> str:
        """Heading shown at present."""
        return self._heading.text()

    def show_end(self, counts: CullCounts) -> None:
        """Tell what came of the photos behind the last of which one is."""
        self._say(
            # translators: {counts} is for example: 120 picks, 40 rejects, 640 unmarked.
            tr("Done: {counts}", counts=counts.sentence),
            tr("The left arrow goes back to the last photo."),
            counts,
        )

    def show_nothing(self, chosen: CullFilter, counts: CullCounts) -> None:
        """Say why a filter shows nothing."""
        self._say(*NOTHING[chosen], counts)

    def _say(self, heading: str, advice: str, counts: CullCounts) -> None:
        self._heading.setText(heading)
        self._advice.setText(advice)
        self.trash.setText(counts.trash_words)
        self.unmarked.setText(trn("Look at {n:,} unmarked", "Look at {n:,} unmarked", counts.unmarked))
        self.picks.setText(trn("Look at {n:,} pick", "Look at {n:,} picks", counts.picks))
        self.trash.setVisible(counts.rejects > 0)
        self.unmarked.setVisible(counts.unmarked > 0)
        self.picks.setVisible(counts.picks > 0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(3)
        column.addWidget(IconLabel("sound", 40, self), 0, CENTRE)
        column.addSpacing(8)
        column.addWidget(self._heading, 0, CENTRE)
        column.addWidget(self._advice, 0, CENTRE)
        column.addSpacing(16)
        for button in (self.trash, self.unmarked, self.picks, self.back):
            button.setMinimumWidth(260)
            column.addWidget(button, 0, CENTRE)
        column.addStretch(4)
