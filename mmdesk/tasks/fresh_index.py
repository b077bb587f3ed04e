"""The search index, always as new as the catalogue."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.clip_model import ClipModel

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex


class FreshIndex:
    """Opens the index when it is first asked for and takes in what has been added before every search.

    Where another engine is to search meanwhile, or its index was built anew, that one is opened.
    """

    def __init__(self, clip: ClipModel, source: VectorStore) -> None:
        self._clip = clip
        self._source = source
        self._opened: tuple[tuple[str, str], SearchIndex] | None = None
        self._refreshing = threading.Lock()

    def get(self) -> SearchIndex:
        """The index as of now. Two threads may search at once, but only one brings it up to date."""
        with self._refreshing:
            wanted = self._clip.search_engine(self._source).key
            if self._opened is None or self._opened[0] != wanted:
                self._opened = wanted, self._clip.open_index(self._source)
            else:
                self._opened[1].refresh(self._source)
            return self._opened[1]
