"""Tags and stars go to sidecars, and come from them: only when asked, and after a look at the difference."""

import os
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass

from mmdesk.core.errors import UserError
from mmdesk.core.labels import LabelSet, Tag
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, PhotoId, Pick, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.tags import GIVEN
from mmdesk.library.xmp.embedded import embedded_keywords
from mmdesk.library.xmp.keywords import (
    REJECTED,
    SEPARATORS,
    Change,
    Keywords,
    SidecarContent,
    Words,
    keywords_in,
    merged,
)
from mmdesk.library.xmp.log import SidecarLog, Written, digest
from mmdesk.library.xmp.names import HIERARCHICAL
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import find_sidecar, read_sidecar, replace_sidecar, sidecar_to_write
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets

BLOCK = 500
"""Photos whose tags are looked up at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What would change in one sidecar, or has changed. `rating` is the one before and the one after."""

    photo: PhotoId
    picture: bytes
    sidecar: bytes
    is_new: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    rating: tuple[int | None, int] | None

    @property
    def sentence(self) -> str:
        """The difference for people: "+ beach, − dog, rating 2 → 4"."""
        stars = []
        if self.rating is not None:
            before, after = self.rating
            stars = [f"rating {after}" if before is None else f"rating {before} → {after}"]
        return ", ".join(
            [*(f"+ {word}" for word in self.added), *(f"− {word}" for word in self.removed), *stars]
        )


@dataclass(frozen=True, slots=True)
class XmpSummary:
    """How it ended: sidecars that were (or, in a dry run, would be) written, and those that could not be."""

    written: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What was learned from files: photos that got a tag, tags, photos that got stars or a flag."""

    photos: int
    tags: int
    rated: int


Steps = Generator[Progress | Difference | Skipped, None, XmpSummary]


def differences(
    library: Library, ids: Collection[int] | None = None, labels: LabelSet | None = None
) -> Steps:
    """A dry run over these photos, or all: what `write_sidecars` would change. Nothing is written."""
    return (yield from _each(library, ids, _Editor(library, labels), batch=None))


def write_sidecars(
    library: Library, ids: Collection[int] | None = None, labels: LabelSet | None = None
) -> Steps:
    """Write given tags and stars of these photos, or all, to their sidecars.

    Parents of labels come from the library's sets, and from `labels`, which may be a set it does not have.
    Suggestions are not written, nor rejected tags. What cannot be written is yielded as Skipped.
    """
    return (yield from _each(library, ids, _Editor(library, labels), batch=library.sidecars.new_batch()))


def undo_sidecars(library: Library) -> Steps:
    """Bring the sidecars of the last write back to what they were; those changed since are left alone.

    Those the disk refuses now can be taken back later, and do not keep an earlier write from being undone
    as long as they cannot be reached.
    """
    entries, undone, skipped = _last_within_reach(library.sidecars), 0, 0
    for number, entry in enumerate(entries):
        yield Progress(number, len(entries), "Bringing sidecars back")
        try:
            undone += _bring_back(entry)
        except UserError as error:
            skipped += 1
            yield Skipped(entry.path, str(error))
            if not isinstance(error, _ChangedError):
                continue
        library.sidecars.mark_undone(entry.id)
    return XmpSummary(undone, skipped)


def read_keywords(
    library: Library, ids: Collection[int] | None = None
) -> Generator[Progress | Skipped, None, ReadSummary]:
    """Take keywords, stars and rejections from the sidecars and pictures of these photos, or all.

    Keywords become tags given by hand. What the user decided here already stays: a rejected tag does not
    come back, and stars are taken only where there are none.
    """
    found: dict[str, list[int]] = {}
    rated = 0
    photos = _photos(library, ids)
    for number, photo in enumerate(photos):
        yield Progress(number, len(photos), "Reading keywords")
        try:
            keywords = _keywords(photo.path)
        except UserError as error:
            yield Skipped(photo.path, str(error))
            continue
        rated += _take_rating(library, photo, keywords)
        for name in keywords.names:
            found.setdefault(name, []).append(photo.id)
    return ReadSummary(*_take_tags(library, found), rated)


@dataclass(frozen=True, slots=True)
class _Edition:
    """A sidecar before and after."""

    difference: Difference
    before: bytes | None
    after: bytes
    ours: Words


def _each(library: Library, ids: Collection[int] | None, editor: "_Editor", batch: int | None) -> Steps:
    """Every sidecar that is to change; with the number of a `batch`, it is changed."""
    written, skipped = 0, 0
    photos = _photos(library, ids)
    for number, (photo, tags) in enumerate(_with_tags(library, photos)):
        yield Progress(number, len(photos), "Comparing sidecars" if batch is None else "Writing sidecars")
        try:
            edition = editor.edit(photo, tags)
            if edition is None:
                continue
            if batch is not None:
                _write(library.sidecars, batch, edition)
        except UserError as error:
            skipped += 1
            yield Skipped(photo.path, str(error))
            continue
        written += 1
        yield edition.difference
    return XmpSummary(written, skipped)


def _write(log: SidecarLog, batch: int, edition: _Edition) -> None:
    path = edition.difference.sidecar
    entry = log.note(batch, path, edition.before, edition.after, edition.ours)
    try:
        replace_sidecar(path, edition.before, edition.after)
    except UserError:
        log.mark_undone(entry)  # what another program may write there later is not ours
        raise


class _ChangedError(UserError):
    """Somebody else wrote there since: nothing of ours is left to be taken back."""


def _last_within_reach(log: SidecarLog) -> list[Written]:
    """The last write with a folder that is there now; where none is, the last one."""
    last: list[Written] = []
    for entries in log.batches():
        if any(_is_within_reach(entry) for entry in entries):
            return entries
        last = last or entries
    return last


def _is_within_reach(entry: Written) -> bool:
    return os.path.isdir(os.path.dirname(entry.path))


def _bring_back(entry: Written) -> bool:
    """Let a sidecar be as it was; False where it is so already, because its write was cut off."""
    if not _is_within_reach(entry):
        path = display_path(entry.path)
        raise UserError(f"The folder of {path} is not there now; it can be taken back when it is.")
    now = read_sidecar(entry.path)
    if now == entry.before:
        return False
    if digest(now) != entry.after:
        raise _ChangedError(f"The sidecar {display_path(entry.path)} was changed since; it stays as it is.")
    replace_sidecar(entry.path, now, entry.before)
    return True


class _Editor:
    """Knows the labels' parents, and which words are ours."""

    def __init__(self, library: Library, labels: LabelSet | None) -> None:
        known = [*LabelSets(library).all(), *([labels] if labels else [])]
        self._sets: dict[str, LabelSet] = {one.name: one for one in known}
        self._ours = library.sidecars.ours()

    def edit(self, photo: Photo, tags: list[Tag]) -> _Edition | None:
        """What is to become of a photo's sidecar; None where it says it all. Raises UserError."""
        rating = photo.rating or (REJECTED if photo.pick is Pick.REJECTED else None)
        if not tags and rating is None and not self._ours:
            return None
        sidecar = sidecar_to_write(photo.path)
        ours = self._ours.get(sidecar, {})
        if not tags and rating is None and not ours:
            return None
        before = read_sidecar(sidecar)
        packet = XmpPacket.empty() if before is None else XmpPacket.parse(before, display_path(sidecar))
        paths = tuple(self._path(tag, ours) for tag in tags)
        change = merged(packet, SidecarContent(paths, rating, ours))
        return _edition(photo, sidecar, before, packet, change) if change.is_any else None

    def _path(self, tag: Tag, ours: Words) -> tuple[str, ...]:
        """The label below its parents: as its set says or, without it, as written before."""
        if labels := self._sets.get(tag.label_set):
            return labels.path(tag.label)
        before = (tuple(word.split(SEPARATORS[HIERARCHICAL])) for word in ours.get(HIERARCHICAL, ()))
        return next((path for path in before if path[-1] == tag.label), (tag.label,))


def _edition(
    photo: Photo, sidecar: bytes, before: bytes | None, packet: XmpPacket, change: Change
) -> _Edition:
    difference = Difference(
        photo.id, photo.path, sidecar, before is None, change.added, change.removed, change.rating
    )
    return _Edition(difference, before, packet.to_bytes(), change.ours)


def _photos(library: Library, ids: Collection[int] | None) -> list[Photo]:
    wanted = library.photos.ids(order="name").tolist() if ids is None else list(ids)
    return library.photos.by_ids(wanted)


def _with_tags(library: Library, photos: list[Photo]) -> Iterator[tuple[Photo, list[Tag]]]:
    """Each photo with the tags it was given, by name."""
    for first in range(0, len(photos), BLOCK):
        block = photos[first : first + BLOCK]
        tags = library.tags.of_photos([photo.id for photo in block])
        for photo in block:
            given = [tag for tag in tags.get(photo.id, []) if tag.state in GIVEN]
            yield photo, sorted(given, key=lambda tag: tag.label)


def _keywords(picture: bytes) -> Keywords:
    """Of the sidecar and, where that has nothing to say, of the picture."""
    within = embedded_keywords(picture)
    sidecar = find_sidecar(picture)
    data = None if sidecar is None else read_sidecar(sidecar)
    if sidecar is None or data is None:
        return within
    beside = keywords_in(XmpPacket.parse(data, display_path(sidecar)))
    known = set(beside.names)
    paths = beside.paths + tuple(path for path in within.paths if path[-1] not in known)
    rating = within.rating if beside.rating is None else beside.rating
    return Keywords(paths, rating, beside.taken_at or within.taken_at)


def _take_rating(library: Library, photo: Photo, keywords: Keywords) -> bool:
    """Stars and the flag of rejection, where the user gave none here."""
    if keywords.rating == REJECTED and photo.pick is Pick.UNFLAGGED:
        library.photos.set_pick([photo.id], Pick.REJECTED)
        return True
    if keywords.rating is not None and keywords.rating > 0 and not photo.rating:
        library.photos.set_rating([photo.id], keywords.rating)
        return True
    return False


def _take_tags(library: Library, found: dict[str, list[int]]) -> tuple[int, int]:
    """Give photos the tags that were found; returns how many photos got one, and how many there were."""
    photos: set[int] = set()
    count = 0
    for name, ids in found.items():
        given, rejected = library.tags.decided(name)
        fresh = set(ids) - set(given) - set(rejected)
        if fresh:
            library.tags.add(name, sorted(fresh))
            photos |= fresh
            count += len(fresh)
    return len(photos), count
