"""The same shot saved again: larger or smaller, in another format, compressed more.

What the model finds near is only a candidate. The facts must not speak against it, and the pictures, laid
beside each other, must agree. Crops, mirrored and edited pictures are pictures of their own.
"""

import os
import re
from collections.abc import Generator, Iterable, Sequence

from mmdesk.core.duplicates import Pair, stem_without_copy_mark
from mmdesk.core.language import tr
from mmdesk.core.photo import TAKEN_BY_CAMERA, Photo, PhotoId
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.formats import RAW
from mmdesk.tasks.duplicates.distinct_files import DistinctFiles
from mmdesk.tasks.duplicates.fingerprints import Fingerprints
from mmdesk.tasks.duplicates.near_looks import alike, known_looks
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.library import Library

NEAR = 0.9
"""The least cosine of a candidate: less than strong compression, or half the pixels of a photo, cost."""

ASPECT_TOLERANCE = 0.01
"""Sides are rounded to whole pixels, and cameras write previews a little off."""

LENGTH_TOLERANCE = 0.5
"""Seconds by which a film that was saved again may be longer or shorter."""

CONFIRMED_AT_ONCE = 500
"""Candidates whose photos are read from the catalogue together."""

NUMBER = re.compile(r"\d+")


def same_shots(
    library: Library, index: FreshIndex, fingerprints: Fingerprints, files: DistinctFiles, among: Ids
) -> Generator[Progress, None, list[Pair]]:
    """Confirmed pairs among the photos `among`, the surest first.

    Pictures of one shot have near looks, so only pairs that have are compared by their vectors.
    """
    pairs, crowds = yield from alike((yield from known_looks(library, among)))
    found = index.get()
    cosines = found.pair_cosines(pairs)
    near = cosines >= NEAR
    nearest = dict(zip(map(tuple, pairs[near].tolist()), cosines[near].tolist(), strict=True))
    for crowd in crowds:
        for done, some, some_cosines in found.near_pairs(NEAR, crowd):
            nearest |= zip(map(tuple, some.tolist()), some_cosines.tolist(), strict=True)
            yield Progress(done, len(crowd), tr("Comparing photos that are much alike"))
    candidates = [(nearest[pair], *pair) for pair in sorted(nearest)]
    confirmed: list[tuple[float, PhotoId, PhotoId]] = []
    for start in range(0, len(candidates), CONFIRMED_AT_ONCE):
        yield Progress(start, len(candidates), tr("Looking closer"))
        confirmed += _confirmed(library, fingerprints, files, candidates[start : start + CONFIRMED_AT_ONCE])
    confirmed.sort(reverse=True)
    return [(one, other) for _, one, other in confirmed]


def _confirmed(
    library: Library,
    fingerprints: Fingerprints,
    files: DistinctFiles,
    candidates: Sequence[tuple[float, PhotoId, PhotoId]],
) -> Iterable[tuple[float, PhotoId, PhotoId]]:
    wanted = {photo for _, *pair in candidates for photo in pair}
    photos = {photo.id: photo for photo in library.photos.by_ids(wanted)}
    for cosine, *pair in candidates:
        one, other = photos.get(pair[0]), photos.get(pair[1])
        if one is None or other is None or not may_be_same(one, other):
            continue
        if fingerprints.same(one, other) and files.has(one) and files.has(other):
            yield cosine, one.id, other.id


def may_be_same(one: Photo, other: Photo) -> bool:
    """Whether nothing that is known of two photos speaks against their being one shot."""
    return (
        _same_length(one, other)
        and not _is_raw(one)
        and not _is_raw(other)
        and _same_shape(one, other)
        and _same_moment(one, other)
        and not _follow_each_other(one, other)
    )


def _same_length(one: Photo, other: Photo) -> bool:
    """Whether both are pictures, or both films that are as long; a film and a frame of it are two things."""
    seconds, others = one.facts.seconds, other.facts.seconds
    if seconds is None or others is None:
        return seconds == others
    return min(seconds, others) > 0 and abs(seconds - others) <= LENGTH_TOLERANCE


def _is_raw(photo: Photo) -> bool:
    """A raw file and a picture developed from it are two works, not two savings of one."""
    return os.path.splitext(photo.path)[1].lower() in RAW


def _same_shape(one: Photo, other: Photo) -> bool:
    """Alike in aspect, but for what rounding to whole pixels does."""
    (width, height), (other_width, other_height) = (
        (photo.facts.width, photo.facts.height) for photo in (one, other)
    )
    across, down = width * other_height, height * other_width
    rounding = max(width, height, other_width, other_height)
    return abs(across - down) <= max(ASPECT_TOLERANCE * max(across, down), rounding)


def _same_moment(one: Photo, other: Photo) -> bool:
    """Whether neither time nor camera differ, where both files name them."""
    facts, others = one.facts, other.facts
    if facts.camera and others.camera and facts.camera != others.camera:
        return False
    if not {facts.taken_from, others.taken_from} <= set(TAKEN_BY_CAMERA):
        return True
    one_at, other_at = facts.taken_at or "", others.taken_at or ""
    return one_at.startswith(other_at) or other_at.startswith(one_at)


def _follow_each_other(one: Photo, other: Photo) -> bool:
    """Whether these look like a camera's successive files (IMG_1234, IMG_1235): shots of one second, say."""
    if (one.facts.width, one.facts.height) != (other.facts.width, other.facts.height):
        return False
    if not (one.facts.camera and other.facts.camera):
        return False
    names = [stem_without_copy_mark(photo.path).lower() for photo in (one, other)]
    return names[0] != names[1] and NUMBER.sub("#", names[0]) == NUMBER.sub("#", names[1])
