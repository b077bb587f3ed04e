"""How well a model's vectors part what was accepted from what was rejected: of stored vectors alone.

A photo is scored by how much nearer it is to the other photos with a label than to the other photos that were
rejected for it. The average precision of that order says what the model's vectors are worth for the labels of
this library; no picture and no word is encoded for it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.core.models import ModelEntry, TagQuality
from mmdesk.core.vectors import Vectors
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.average_precision import average_precision
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.tasks.library import Library

FEWEST = 3
"""Photos with a label, and photos without it, from which a label says anything."""

MOST = 500
"""Photos of a label on either side that are looked at: those that came into the library last."""


def with_quality(library: Library, entries: Sequence[ModelEntry]) -> list[ModelEntry]:
    """The entries; with what its vectors are worth where a CLIP has seen photos with decided labels."""
    decided = [library.tags.decided(label) for label in library.tags.names()]
    enough = [sides for sides in decided if min(map(len, sides)) >= FEWEST]
    return [
        replace(entry, quality=_quality(library, entry, enough)) if enough else entry for entry in entries
    ]


def _quality(
    library: Library, entry: ModelEntry, decided: Sequence[tuple[list[int], list[int]]]
) -> TagQuality | None:
    if entry.kind != "clip" or not entry.is_ready:
        return None
    try:
        folder = ClipFolder.read(entry.path)
    except UserError:
        return None
    store = VectorStore(library.catalogue, folder.key, folder.recipe.version)
    sides = [(store.get(given[-MOST:])[1], store.get(other[-MOST:])[1]) for given, other in decided]
    sides = [pair for pair in sides if min(map(len, pair)) >= FEWEST]
    if not sides:
        return None
    mean = float(np.mean([precision_of(*scores(*pair)) for pair in sides]))
    return TagQuality(mean, sum(len(given) + len(other) for given, other in sides), len(sides))


def scores(given: Vectors, other: Vectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Scores of the photos with a label and of those without it, each by the others: [n], [m].

    `given` is [n, dim] and `other` [m, dim], both of unit vectors; neither has fewer than two.
    """
    return (
        _likeness_within(given) - given @ other.mean(axis=0),
        other @ given.mean(axis=0) - _likeness_within(other),
    )


def precision_of(wanted: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    """Average precision of the scores of what is wanted [n] among those of the others [m]."""
    shows = np.arange(len(wanted) + len(others)) < len(wanted)
    return average_precision(np.concatenate([wanted, others]), shows)


def _likeness_within(vectors: Vectors) -> NDArray[np.float32]:
    """Mean cosine of each vector with the others."""
    together = vectors @ vectors.sum(axis=0) - (vectors * vectors).sum(axis=1)
    return np.asarray(together / (len(vectors) - 1), np.float32)
