"""What is to become of one photo's sidecar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmdesk.core.fact_edits import Edits, FactChange, FactKind
from mmdesk.core.keyword_paths import Path
from mmdesk.core.labels import LabelSet, Tag
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo
from mmdesk.core.sidecars import Difference
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.xmp.embedded_reader import EmbeddedReader
from mmdesk.library.xmp.fact_merging import merge_facts, pending, written_facts
from mmdesk.library.xmp.finding import SidecarFinder, sidecar_to_write
from mmdesk.library.xmp.keywords import Keywords, Words, paths_of
from mmdesk.library.xmp.merging import Change, SidecarContent, merged
from mmdesk.library.xmp.names import RATING
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import read_sidecar
from mmdesk.library.xmp.stars import stars, stars_in
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets
from mmdesk.tasks.xmp.reading import raws_of, stars_here


@dataclass(frozen=True, slots=True)
class Edition:
    """A sidecar before and after; `ours` are the words in it that this program put there."""

    difference: Difference
    before: bytes | None
    after: bytes
    ours: Words


class SidecarEditor:
    """Knows the labels' parents, which words are ours, and what files said of stars when they were read."""

    def __init__(self, library: Library, labels: LabelSet | None) -> None:
        known = [*LabelSets(library).all(), *([labels] if labels else [])]
        self._sets: dict[str, LabelSet] = {one.name: one for one in known}
        self._ours = library.sidecars.ours()
        self._read = library.file_stars.all()
        self._raws = raws_of(library)
        self._finder = SidecarFinder()
        self._decided = library.facts.decided()

    def edit(self, photo: Photo, tags: Sequence[Tag]) -> Edition | None:
        """What is to become of a photo's sidecar; None where it says it all. Raises UserError."""
        is_plain = not (tags or stars_here(photo) or photo.id in self._read or photo.id in self._decided)
        if is_plain and not self._ours:
            return None
        sidecar = sidecar_to_write(photo.path, self._finder)
        ours = self._ours.get(sidecar, {})
        if is_plain and not ours:
            return None
        before = read_sidecar(sidecar)
        if before is None:
            packet, wish = XmpPacket.empty(), self._for_new(photo, tags, ours)
        else:
            packet = XmpPacket.parse(before, display_path(sidecar))
            wish = self._for_old(photo, tags, ours, packet)
        change = merged(packet, wish)
        facts = pending(self._decided.get(photo.id, {}), ours)
        changes = merge_facts(packet, facts, _own_orientation(photo) if FactKind.TURN in facts else AS_IT_IS)
        if not change.is_any and not changes:
            return None
        change = replace(change, ours={**change.ours, **written_facts(facts)})
        return _edition(photo, sidecar, before, packet, change, changes)

    def content_of(self, photo: Photo, tags: Sequence[Tag]) -> SidecarContent:
        """All that is known here of a photo: given tags below their parents, and stars."""
        return SidecarContent(self._paths(tags, {}), stars_here(photo) or None)

    def _for_new(self, photo: Photo, tags: Sequence[Tag], ours: Words) -> SidecarContent:
        """All that is known; nothing where the sidecar of the raw file says it, and nothing was decided."""
        is_decided = stars_here(photo) != self._read.get(photo.id, 0) or not all(tag.is_read for tag in tags)
        if not is_decided and any(self._finder.sidecars_of(raw) for raw in self._raws.get(photo.path, ())):
            return SidecarContent()
        return SidecarContent(self._paths(tags, ours), stars_here(photo) or None)

    def _for_old(self, photo: Photo, tags: Sequence[Tag], ours: Words, packet: XmpPacket) -> SidecarContent:
        """What was decided here. What was only read stays as files have it by now."""
        decided = [tag for tag in tags if not tag.is_read]
        read = [tag for tag in tags if tag.is_read]
        rating = self._decided_stars(photo, ours, stars_in(packet))
        return SidecarContent(self._paths(decided, ours), rating, ours, self._paths(read, ours))

    def _decided_stars(self, photo: Photo, ours: Words, there: int | None) -> int | None:
        """The stars to write; None where they were not changed here since they were written, or read.

        That a photo has no stars is written only in the place of those that were known here.
        """
        here = stars_here(photo)
        known = stars(ours[RATING][0]) if ours.get(RATING) else self._read.get(photo.id)
        if here == known or (here == 0 and (known is None or there != known)):
            return None
        return here

    def _paths(self, tags: Sequence[Tag], ours: Words) -> tuple[Path, ...]:
        return tuple(path for tag in tags for path in self._paths_of(tag, ours))

    def _paths_of(self, tag: Tag, ours: Words) -> Sequence[Path]:
        """The label below its parents: as files, or its set, say or, without those, as written before."""
        if tag.above:
            return tag.paths
        if labels := self._sets.get(tag.label_set):
            return (labels.path(tag.label),)
        return [path for path in paths_of(ours) if path[-1] == tag.label] or tag.paths


class FactsEditor:
    """Lets sidecars say facts that were decided here; all else in them stays."""

    def __init__(self, library: Library) -> None:
        self._log = library.sidecars
        self._finder = SidecarFinder()

    def edit(self, photo: Photo, edits: Edits, own_orientation: int) -> Edition | None:
        """What is to become of a photo's sidecar, `own_orientation` being what its file says of that.

        None where it says it all. Raises UserError.
        """
        sidecar = sidecar_to_write(photo.path, self._finder)
        ours, before = self._log.ours_in(sidecar), read_sidecar(sidecar)
        fresh = pending(edits, ours)
        packet = XmpPacket.empty() if before is None else XmpPacket.parse(before, display_path(sidecar))
        changes = merge_facts(packet, fresh, own_orientation)
        if not changes:
            return None
        change = Change(ours={**ours, **written_facts(fresh)})
        return _edition(photo, sidecar, before, packet, change, [_since(photo, one) for one in changes])


def _since(photo: Photo, change: FactChange) -> FactChange:
    """A change told from what is known of the photo, where its sidecar said nothing."""
    known = {
        FactKind.CAPTION: photo.facts.caption,
        FactKind.TAKEN: photo.facts.taken_at,
        FactKind.ZONE: photo.facts.zone,
    }.get(change.fact)
    return replace(change, before=known) if change.before is None and known != change.after else change


def _own_orientation(photo: Photo) -> int:
    """What the photo's file says of its orientation."""
    with EmbeddedReader() as reader:
        said = next(reader.read([photo.path]))
    return (said.orientation if isinstance(said, Keywords) else None) or AS_IT_IS


def _edition(
    photo: Photo,
    sidecar: bytes,
    before: bytes | None,
    packet: XmpPacket,
    change: Change,
    facts: Sequence[FactChange],
) -> Edition:
    difference = Difference(
        photo.id,
        photo.path,
        sidecar,
        before is None,
        change.added,
        change.removed,
        change.rating,
        tuple(facts),
    )
    return Edition(difference, before, packet.to_bytes(), change.ours)
