"""Pairs of photos that look alike from afar and may be of one day: all that can be one shot, few others."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.looks import LARGEST_DIFFERENCE, NUMBERS, look_of
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.models.near_looks import Crowd, near_looks
from mmdesk.tasks.library import Library

LOOKED_AT_ONCE = 500
"""Thumbnails after which what was found is stored."""

NONE, UNKNOWN = -1, -2
"""Places of looks: of a thumbnail that cannot be read, and of one that nobody has looked at."""


@dataclass(frozen=True)
class KnownLooks:
    """The photos `ids` [n] that have a look, with their `looks` [n, 48] and `moments` [n]."""

    ids: Ids
    looks: NDArray[np.uint8]
    moments: Ids


def known_looks(library: Library, among: Ids) -> Generator[Progress, None, KnownLooks]:
    """Looks of the photos `among`, in their order.

    Thumbnails of an earlier version are looked at now, once and for all.
    """
    yield Progress(0, None, tr("Comparing photos"))
    ids, hashes, moments = library.duplicates.contents()
    places = np.searchsorted(ids, among)
    places = places[np.isin(among, ids)]
    wanted = [hashes[place] for place in places.tolist()]
    looks, rows = _looks_of(library.thumbnails, wanted)
    lacking = list({wanted[place] for place in np.flatnonzero(rows == UNKNOWN).tolist()})
    if lacking:
        yield from _look_at(library.thumbnails, lacking)
        looks, rows = _looks_of(library.thumbnails, wanted)
    has = rows >= 0
    return KnownLooks(ids[places[has]], looks[rows[has]], moments[places[has]])


def alike(known: KnownLooks) -> Generator[Progress, None, tuple[Ids, list[Ids]]]:
    """Pairs [n, 2] of photos with near looks, and crowds in which nearly every two have."""
    pairs, crowds = [np.empty((0, 2), np.int64)], list[Ids]()
    for part in near_looks(known.looks, LARGEST_DIFFERENCE, known.moments):
        if isinstance(part, Crowd):
            crowds.append(known.ids[part.rows])
        else:
            pairs.append(np.stack([known.ids[part.first], known.ids[part.second]], axis=1))
            yield Progress(part.done, len(known.ids), tr("Comparing photos"))
    return np.concatenate(pairs), crowds


def _looks_of(thumbnails: Thumbnails, wanted: Sequence[bytes]) -> tuple[NDArray[np.uint8], Ids]:
    """All looks [m, 48], and for each of the contents `wanted` the place of its own, NONE or UNKNOWN."""
    place_of, found = dict[bytes, int](), list[bytes]()
    contents = set(wanted)
    for rows in thumbnails.looks():
        for content, look in rows:
            if content in contents:
                place_of[content] = len(found) if len(look) == NUMBERS else NONE
                found += [look] if len(look) == NUMBERS else []
    looks = np.frombuffer(b"".join(found), np.uint8).reshape(-1, NUMBERS)
    return looks, np.fromiter((place_of.get(content, UNKNOWN) for content in wanted), np.int64, len(wanted))


def _look_at(thumbnails: Thumbnails, contents: Sequence[bytes]) -> Generator[Progress, None, None]:
    for start in range(0, len(contents), LOOKED_AT_ONCE):
        yield Progress(start, len(contents), tr("Looking at thumbnails, this once"))
        some = contents[start : start + LOOKED_AT_ONCE]
        jpegs = ((content, thumbnails.get(content)) for content in some)
        thumbnails.put_looks([(content, look_of(jpeg)) for content, jpeg in jpegs if jpeg is not None])
