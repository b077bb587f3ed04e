"""Numbers of photos of all albums, smart ones too, kept up to date off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.smart_albums import album_counts
from mmdesk.work.lanes import Lanes
from mmdesk.work.throttle import Throttle
from mmdesk.work.worker import Worker

EVERY_MS = 1500
"""Least time between two counts, while the library changes."""


class AlbumCountsWork(Worker):
    """Counts photos of albums, however often it is asked only now and then.

    Signals:
        counted(dict[int, AlbumCount]): of all albums, by their ids.
    """

    counted = Signal(object)

    def __init__(self, searcher: Searcher, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._counts = self._latest(lanes.quick, self.counted)
        self._throttle = Throttle(self._count, EVERY_MS, self)

    @property
    def is_idle(self) -> bool:
        """Whether the counts are as of the last time they were asked for."""
        return super().is_idle and not self._throttle.is_waiting

    def ask(self) -> None:
        """Have the albums counted, soon."""
        self._throttle.ask()

    def _count(self) -> None:
        self._counts.ask(partial(album_counts, self._searcher))
