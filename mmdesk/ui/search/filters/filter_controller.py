"""What the filter bar offers, asked for while it is seen."""

from PySide6.QtCore import QObject

from mmdesk.ui.search.filters.filter_bar import FilterBar
from mmdesk.work.throttle import Throttle
from mmdesk.work.workers import Workers

EVERY_MS = 2000
"""Least time between two looks at all photos, while these change."""


class FilterController(QObject):
    """Connects the filter bar with the workers; a bar that is not seen costs nothing."""

    def __init__(self, bar: FilterBar, workers: Workers) -> None:
        super().__init__(bar)
        self._bar, self._facets, self._search = bar, workers.facets, workers.search
        self._counting = Throttle(self._count, EVERY_MS, self)
        self._naming = Throttle(workers.search.request_names, EVERY_MS, self)
        bar.needed.connect(self._counting.ask)
        workers.facets.loaded.connect(bar.show_facets)
        workers.search.names_known.connect(self._count_soon)
        workers.browse.marked.connect(self._count_soon)
        workers.decisions.decided.connect(self._name_soon)

    def _count(self) -> None:
        self._facets.request()

    def _count_soon(self) -> None:
        if self._bar.isVisible():
            self._counting.ask()

    def _name_soon(self) -> None:
        """Ask for the tags anew; the counts follow them."""
        if self._bar.isVisible():
            self._naming.ask()
