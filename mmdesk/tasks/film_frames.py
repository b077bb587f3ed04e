"""Films in a search, by their frames: the best of three counts, if it says more than the mean of all.

A film of one scene is found by its mean as well as by its best frame (the right film comes first for .74 of
150 captions, for .61 by its middle frame alone). One of three scenes is not: .07 by the mean, .48 by the best
frame. But the best of three is luckier than a photo, which has one try: photos beside such films come first
for .740 instead of .765. With a frame counting a little less (`TRIES`), it is .45 for films, .755 for photos.
"""

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Ids, Vectors
from mmdesk.library.frame_store import FrameStore, FrameVectors
from mmdesk.library.remembered import Remembered
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.library import Library

TRIES = 0.02
"""Cosine by which a frame counts less than a photo: it is the best of several."""

MOST = 500
"""Films that are looked at for each direction, beside the photos that are nearest to it."""


class FilmFrames:
    """The frames of all films of a library, as one model sees them."""

    def __init__(self, library: Library, store: VectorStore) -> None:
        self._store = FrameStore(library.catalogue, store.name)
        self._remembered = Remembered[FrameVectors](library.catalogue)

    def nearest(self, directions: Vectors, allowed: Ids | None) -> Ids:
        """Films that may be found by a frame: the nearest to each of the `directions` [m, dim]."""
        frames = self._all()
        if not len(frames.films):
            return np.empty(0, np.int64)
        near = frames.vectors @ directions.T
        if allowed is not None:
            near[np.isin(frames.films, allowed, invert=True)] = -np.inf
        order = np.argsort(-near, axis=0, kind="stable")[:MOST]
        return np.unique(frames.films[order[np.isfinite(np.take_along_axis(near, order, axis=0))]])

    def raised(self, ids: Ids, scores: NDArray[np.float32], lines: Vectors) -> NDArray[np.float32]:
        """Cosines [n, m] of the photos `ids` with `lines` [m, dim]; for films those of their best frames
        where they are higher.
        """
        frames = self._all()
        films = np.flatnonzero(np.isin(ids, frames.films))
        if not len(films):
            return scores
        kept = np.isin(frames.films, ids[films])
        of, begins = np.unique(frames.films[kept], return_index=True)
        best = np.maximum.reduceat(frames.vectors[kept] @ lines.T, begins, axis=0)
        lengths = np.linalg.norm(lines, axis=1)
        raised = scores.copy()
        rows = best[np.searchsorted(of, ids[films])] - TRIES * lengths
        raised[films] = np.maximum(raised[films], rows)
        return raised

    def _all(self) -> FrameVectors:
        return self._remembered.get("all", self._store.all)
