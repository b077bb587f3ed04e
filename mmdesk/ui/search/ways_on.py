"""Chips with what may be searched for instead, where a search found nothing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mmdesk.core.language import tr
from mmdesk.core.query import Query
from mmdesk.ui.parts.flow import FlowLayout


class WaysOn(QWidget):
    """A chip for each way on; hidden where there is none.

    Signals:
        taken(Query): this is to be searched for.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[QFrame] = []
        self._flow = FlowLayout(self)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_ways(self, ways: Sequence[tuple[str, Query]]) -> None:
        """Offer these queries, each in words; none puts the chips away."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(*way) for way in ways]
        self.setVisible(bool(ways))

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons of the ways that are offered."""
        return [button for chip in self._chips for button in chip.findChildren(QPushButton)]

    def _chip(self, words: str, query: Query) -> QFrame:
        chip, button = QFrame(self), QPushButton(words.replace("&", "&&"))
        chip.setProperty("role", "suggestion")
        button.setProperty("role", "chip")
        button.setAutoDefault(False)
        button.setToolTip(tr("Press to search for this instead."))
        button.clicked.connect(partial(self._take, query))
        row = QHBoxLayout(chip)
        row.setContentsMargins(2, 1, 2, 1)
        row.addWidget(button)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _take(self, query: Query) -> None:
        self.taken.emit(query)
