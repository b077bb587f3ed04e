"""Counts of a library, as its status, its health and the doctor tell them."""

import os

from mmdesk.core.health import LibraryCounts
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.vectors import vector_store


def count_library(library: Library, clip: ClipModel) -> LibraryCounts:
    """Count what there is."""
    return LibraryCounts(
        photos=library.photos.count(),
        pending=vector_store(library, clip).pending(),
        skipped=library.skipped.count(),
        missing=library.photos.missing_count(),
        pairs=library.companions.count(),
        other_names=library.other_names.count(),
        damaged=library.photos.damaged_count(),
        folders=tuple(library.folders.all()),
        painted=library.photos.count(os.fsencode(library.places.paintings)),
        films=library.photos.film_count(),
        live=library.photos.live_count(),
    )
