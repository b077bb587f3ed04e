"""Caches, measured, emptied and kept within their limit off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.caches import CacheKind
from mmdesk.tasks.caches import cache_sizes, clear_cache, trim_thumbnails
from mmdesk.tasks.library import Library
from mmdesk.work.fetching import FetchWork
from mmdesk.work.indexing import IndexWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.preferences import PreferencesWork
from mmdesk.work.worker import Worker


class CachesWork(Worker):
    """Knows what caches take; keeps thumbnails within the limit of the preferences.

    Signals:
        measured(list[CacheSize]): what each takes, as asked for and after every change.
        cleared(CacheKind): a cache is empty.
    """

    measured = Signal(object)
    cleared = Signal(object)

    def __init__(
        self,
        library: Library,
        preferences: PreferencesWork,
        index: IndexWork,
        fetching: FetchWork,
        lanes: Lanes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._lane = library, lanes.file
        self._preferences, self._index, self._fetching = preferences, index, fetching
        self._sizes = self._latest(lanes.quick, self.measured)
        self._limit = preferences.now.thumbnails_gb
        index.ended.connect(self.trim)
        preferences.changed.connect(self._follow)

    def measure(self) -> None:
        """Ask what caches take; answered by `measured`."""
        self._sizes.ask(partial(cache_sizes, self._library.places))

    def clear(self, kind: CacheKind) -> None:
        """Empty a cache; thumbnails are made again at once."""
        is_fetching = self._fetching.is_running
        work = partial(clear_cache, self._library, kind, is_fetching=is_fetching)
        self._run(self._lane, work, partial(self._tell, kind))

    def trim(self) -> None:
        """Keep thumbnails within their limit."""
        if self._limit:
            self._run(self._lane, partial(trim_thumbnails, self._library, self._limit), self._measure_again)

    def _follow(self) -> None:
        if self._preferences.now.thumbnails_gb != self._limit:
            self._limit = self._preferences.now.thumbnails_gb
            self.trim()

    def _tell(self, kind: CacheKind, _: object) -> None:
        if kind is CacheKind.THUMBNAILS:
            self._index.rescan()
        elif kind is CacheKind.FETCHED:
            self._fetching.refresh()
        self.cleared.emit(kind)
        self.measure()

    def _measure_again(self, _: object) -> None:
        self.measure()
