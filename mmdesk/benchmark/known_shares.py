"""Relevance in libraries of which a known share shows what is looked for, 1 to 70 in a hundred.

How many photos of a library match nobody knows beforehand, so what is said of them must hold whatever it is:
photos are drawn until the share is as wanted, and relevance is measured among these alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.judged_photos import SHOWS, UNKNOWN, JudgedPhotos
from mmdesk.core.vectors import Vectors
from mmdesk.models.relevance import NeutralGround

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)

FEWEST_PHOTOS = 50
"""Photos a library must have for its share to say anything."""

Rows = NDArray[np.int64]


def said_at(
    share: float, judged: JudgedPhotos, concepts: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Relevance of all pairs of photo and concept, in one such library a concept, and its truth: [pairs]."""
    told, true = [np.empty(0, np.float32)], [np.empty(0, bool)]
    for one in concepts:
        shows, known = judged.truth[:, one] == SHOWS, judged.truth[:, one] != UNKNOWN
        rows = library_of(share, shows, known, seed=one)
        if len(rows):
            told.append(_relevance(judged, one, rows))
            true.append(shows[rows])
    return np.concatenate(told).astype(np.float64), np.concatenate(true)


def library_of(share: float, shows: NDArray[np.bool_], known: NDArray[np.bool_], seed: int) -> Rows:
    """Rows of a library of as many of the `known` photos [n] as can be, a `share` of which `shows` it.

    The same ones every time; none, where there are too few photos for that share.
    """
    chance, odds = np.random.default_rng(seed), share / (1 - share)
    matching, others = (chance.permutation(np.flatnonzero(known & kind)) for kind in (shows, ~shows))
    matches = min(len(matching), round(odds * len(others)))
    rest = min(len(others), round(matches / odds))
    if not matches or matches + rest < FEWEST_PHOTOS:
        return np.empty(0, np.int64)
    return np.sort(np.concatenate([matching[:matches], others[:rest]]))


def _relevance(judged: JudgedPhotos, concept: int, rows: Rows) -> Vectors:
    """The relevance of the photos `rows` [k] to a concept, these being taken for the whole library."""
    photos = judged.photos[rows]
    measure = NeutralGround.of_texts(judged.neutral, photos).measure(
        judged.concepts[concept], usual=judged.usual_share(concept)
    )
    return measure.relevance(photos @ measure.direction)
