"""All photos that are there more than once, in their three classes."""

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from mmdesk.core.duplicates import KINDS, Group, Kind, Pair, grouped
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.duplicates.bursts import bursts
from mmdesk.tasks.duplicates.distinct_files import DistinctFiles
from mmdesk.tasks.duplicates.equal_files import are_equal
from mmdesk.tasks.duplicates.fingerprints import Fingerprints
from mmdesk.tasks.duplicates.members import groups_of
from mmdesk.tasks.duplicates.same_shot import same_shots
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.library import Library
from mmdesk.tasks.vectors import vector_store

WEIGHED_AT_ONCE = 100

Steps = Generator[Progress, None, list[Group]]


class DuplicateSearch:
    """One search through the library, or through `folder`, for groups of the `kinds` asked for.

    Within each class a photo is in one group at most. A class stands on the surer one before it: of files
    with the same bytes only the best takes part in what follows, and of one shot saved again only the best
    can be part of a burst. So whatever is then removed, no picture is lost with its last file.
    """

    def __init__(
        self,
        library: Library,
        clip: ClipModel,
        kinds: Collection[Kind] = KINDS,
        folder: bytes | None = None,
    ) -> None:
        self._library, self._clip = library, clip.now
        self._kinds, self._folder = kinds, folder
        self._fingerprints, self._files = Fingerprints(library.thumbnails), DistinctFiles()
        self._apart = library.duplicates.apart()

    def run(self) -> Steps:
        """Yields Progress, returns the groups, class by class. Changes nothing."""
        among = self._library.photos.ids(self._folder, "name")
        found: list[Group] = []
        for kind in KINDS[: _last(self._kinds)]:
            sets = grouped((yield from self._pairs(kind, among)), self._apart)
            groups = yield from self._weighed(kind, sets)
            found += groups if kind in self._kinds else []
            among = _without_others(among, groups)
        yield Progress(1, 1, tr("Looked through"))
        return found

    def _pairs(self, kind: Kind, among: Ids) -> Generator[Progress, None, Iterable[Pair]]:
        library = self._library
        if kind == "same-bytes":
            return (yield from self._same_bytes(among))
        store = vector_store(library, self._clip)
        if kind == "same-shot":
            index = FreshIndex(self._clip, store)
            return (yield from same_shots(library, index, self._fingerprints, self._files, among))
        return (yield from bursts(library, store, among))

    def _same_bytes(self, among: Ids) -> Generator[Progress, None, list[Pair]]:
        """The stored hash covers whole files, so two that have not changed since are equal where it is; the
        bytes of large films are compared.
        """
        yield Progress(0, None, tr("Comparing files"))
        inside = set(among.tolist())
        pairs: list[Pair] = []
        for ids in self._library.duplicates.same_contents():
            photos = self._library.photos.by_ids(photo for photo in ids if photo in inside)
            there = [photo for photo in photos if self._files.has(photo)]
            for other in there[1:]:
                is_equal = yield from are_equal(there[0], other)
                pairs += [(there[0].id, other.id)] * is_equal
        return pairs

    def _weighed(self, kind: Kind, sets: Sequence[Sequence[PhotoId]]) -> Steps:
        groups: list[Group] = []
        for some in _pieces(sets):
            yield Progress(len(groups), len(sets), tr("Weighing what to keep"))
            groups += groups_of(self._library, self._fingerprints, kind, some)
        return groups


def say_apart(library: Library, ids: Sequence[int]) -> None:
    """Remember that these photos are no duplicates of each other; they do not come back as a group."""
    library.duplicates.say_apart(ids)


def unsay_apart(library: Library, ids: Sequence[int]) -> None:
    """Take back what was said last of these photos."""
    library.duplicates.unsay_apart(ids)


def _last(kinds: Collection[Kind]) -> int:
    """Number of classes that must be searched to know all of `kinds`."""
    return 1 + max(KINDS.index(kind) for kind in kinds)


def _without_others(among: Ids, groups: Iterable[Group]) -> Ids:
    others = [photo for group in groups for photo in group.ids[1:]]
    return among[~np.isin(among, others)] if others else among


def _pieces(sets: Sequence[Sequence[PhotoId]]) -> Iterator[Sequence[Sequence[PhotoId]]]:
    remaining = iter(sets)
    while some := list(islice(remaining, WEIGHED_AT_ONCE)):
        yield some
