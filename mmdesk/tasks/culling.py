"""Culling: what was judged of photos, and which of them are bursts."""

from collections.abc import Generator
from typing import TypeVar

from mmdesk.core.culling import Judgements
from mmdesk.core.duplicates import grouped
from mmdesk.core.photo import PhotoId
from mmdesk.core.vectors import Ids
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.duplicates.bursts import bursts
from mmdesk.tasks.duplicates.fingerprints import Fingerprints
from mmdesk.tasks.duplicates.members import weighed
from mmdesk.tasks.library import Library
from mmdesk.tasks.vectors import vector_store

_Returned = TypeVar("_Returned")

Stack = tuple[PhotoId, ...]
"""Shots of one burst, the one that looks best first."""


def judgements(library: Library, ids: Ids) -> Judgements:
    """Flags and stars of those of these photos that are there now."""
    return library.photos.judgements(ids)


def burst_stacks(library: Library, clip: ClipModel, ids: Ids) -> list[Stack]:
    """The bursts among these photos, as they are found among duplicates. Changes nothing."""
    pairs = _ended(bursts(library, vector_store(library, clip.now), ids))
    fingerprints = Fingerprints(library.thumbnails)
    sets = grouped(pairs, library.duplicates.apart())
    return [weighed(library, fingerprints, "burst", photos).ids for photos in sets]


def _ended(steps: Generator[object, None, _Returned]) -> _Returned:
    """What a generator returns; its progress is told to nobody."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            returned: _Returned = end.value
            return returned
