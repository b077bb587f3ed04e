"""The photos that a query looks among: those of its place that meet its filters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from mmdesk.core.albums import Album
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Query
from mmdesk.core.search_line.filters import Filter
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library

if TYPE_CHECKING:
    from mmdesk.core.vectors import SearchIndex

NONE: Ids = np.empty(0, np.int64)


class SearchedPhotos:
    """Chooses the photos of `library` that a query looks among; those of smart albums are `found_by` them."""

    def __init__(self, library: Library, found_by: Callable[[Album], Iterable[int]]) -> None:
        self._library = library
        self._found_by = found_by

    def in_place(self, query: Query) -> Ids:
        """Photos of the folder and the album that are searched."""
        ids = self._library.photos.ids(query.folder, generated=query.generated, outside=self._outside(query))
        if query.album is None:
            return ids
        return ids[np.isin(ids, np.array(self._library.albums.photos(query.album), np.int64))]

    def filtered(self, query: Query, kept: Ids) -> Ids:
        """Those of `kept` that meet the filters."""
        return kept[np.isin(kept, self._meeting(query))] if query.conditions else kept

    def in_index(self, query: Query, index: SearchIndex) -> Ids | None:
        """Photos of the index to look among, by their ids; None for all of it, which spares listing them."""
        if not _is_everywhere(query):
            return index.known(self.filtered(query, self.in_place(query)))
        if query.conditions:
            # What meets filters is never hidden: nothing else need be listed.
            return _less(index.known(self._meeting(query)), self._apart(query))
        return index.known(self.in_place(query)) if self._library.photos.hidden_count() else None

    def left_out(self, query: Query, index: SearchIndex) -> Ids:
        """Photos of the index that are not looked among, though all others are."""
        return index.known(self._apart(query)) if _is_everywhere(query) else NONE

    def meets(self, photo: PhotoId, one: Filter) -> bool:
        """Whether a photo meets a filter that chooses photos."""
        return bool(np.isin(photo, self._library.filtering.ids((one,), self._found_by)))

    def _meeting(self, query: Query) -> Ids:
        """All photos that meet the filters, wherever they are, in order of their ids."""
        return self._library.filtering.ids(query.conditions, self._found_by)

    def _apart(self, query: Query) -> Ids:
        """Photos that stand apart from those the query looks among: what was painted here."""
        outside = self._outside(query)
        return NONE if outside is None else self._library.photos.ids(outside)

    def _outside(self, query: Query) -> bytes | None:
        return None if query.painted else os.fsencode(self._library.places.paintings)


def _is_everywhere(query: Query) -> bool:
    """Whether it looks among all photos that are shown, but for those that stand apart."""
    return query.folder is None and query.album is None and query.generated in {None, "with"}


def _less(ids: Ids, gone: Ids) -> Ids:
    return ids[np.isin(ids, gone, invert=True)] if len(gone) else ids
