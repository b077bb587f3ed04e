"""The search index, always as new as the catalogue."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.clip_model import ClipModel

if TYPE_CHECKING:
    from mmdesk.models.vector_index import VectorIndex


class FreshIndex:
    """Opens the index when it is first asked for and takes in what has been added before every search."""

    def __init__(self, clip: ClipModel, source: VectorStore) -> None:
        self._clip = clip
        self._source = source
        self._opened: VectorIndex | None = None
        self._refreshing = threading.Lock()

    def get(self) -> VectorIndex:
        """The index as of now. Two threads may search at once, but only one brings it up to date."""
        with self._refreshing:
            if self._opened is None:
                self._opened = self._clip.open_index(self._source)
            else:
                self._opened.refresh(self._source)
            return self._opened
