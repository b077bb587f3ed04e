"""Bursts: one camera, one moment, nearly one picture, several shots."""

from collections.abc import Generator, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from mmdesk.core.duplicates import Pair
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.library.duplicates import Shot
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.library import Library

LONGEST_GAP = timedelta(seconds=3)
"""Longest time between two shots of a burst. Cameras make several a second; a finger, one in two."""

ALIKE = 0.8
"""The least cosine of two shots after one another: the same thing from the same place, or nearly."""

COMPARED_AT_ONCE = 1000


def bursts(library: Library, store: VectorStore, among: Ids) -> Generator[Progress, None, list[Pair]]:
    """Pairs of successive shots among the photos `among`, in order."""
    close = [
        (one, other) for one, other in pairwise(library.duplicates.shots(among)) if _is_close(one, other)
    ]
    pairs: list[Pair] = []
    for start in range(0, len(close), COMPARED_AT_ONCE):
        yield Progress(start, len(close), tr("Looking for bursts"))
        pairs += _alike(store, [(one[2], other[2]) for one, other in close[start : start + COMPARED_AT_ONCE]])
    return pairs


def _is_close(one: Shot, other: Shot) -> bool:
    if one[0] != other[0]:
        return False
    try:
        gap = datetime.fromisoformat(other[1]) - datetime.fromisoformat(one[1])
    except (TypeError, ValueError):  # a time without a zone beside one with, or none at all: nothing is known
        return False
    return gap <= LONGEST_GAP


def _alike(store: VectorStore, pairs: list[Pair]) -> Iterable[Pair]:
    ids, vectors = store.get({photo for pair in pairs for photo in pair})
    rows: dict[PhotoId, int] = {PhotoId(photo): row for row, photo in enumerate(ids.tolist())}
    return [
        (one, other)
        for one, other in pairs
        if one in rows and other in rows and np.dot(vectors[rows[one]], vectors[rows[other]]) >= ALIKE
    ]
