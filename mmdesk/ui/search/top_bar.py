"""The bar at the top of the window: the search line with all that stands below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmdesk.ui.search.filters.filter_controller import FilterController
from mmdesk.ui.search.line import SearchLine
from mmdesk.work.workers import Workers


class TopBar(QWidget):
    """The search line in the middle; filters, chips and a note below it, where there are any."""

    def __init__(self, line: SearchLine, workers: Workers) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._filters = FilterController(line.filters, workers)
        recent = workers.recent
        recent.known.connect(line.set_recent)
        line.settled.connect(recent.note)
        line.forgetting_requested.connect(recent.clear)
        recent.request()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        for widget in (line, *line.below):
            column.addWidget(widget)
        row.addLayout(column, 6)
        row.addStretch(1)
