"""What is to become of one photo's sidecar."""

from dataclasses import dataclass

from mmdesk.core.labels import LabelSet, Tag
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, Pick
from mmdesk.library.xmp.keywords import REJECTED, SEPARATORS, Change, SidecarContent, Words, merged
from mmdesk.library.xmp.names import HIERARCHICAL
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import read_sidecar, sidecar_to_write
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets
from mmdesk.tasks.xmp.outcome import Difference


@dataclass(frozen=True, slots=True)
class Edition:
    """A sidecar before and after; `ours` are the words in it that this program put there."""

    difference: Difference
    before: bytes | None
    after: bytes
    ours: Words


class SidecarEditor:
    """Knows the labels' parents, and which words are ours."""

    def __init__(self, library: Library, labels: LabelSet | None) -> None:
        known = [*LabelSets(library).all(), *([labels] if labels else [])]
        self._sets: dict[str, LabelSet] = {one.name: one for one in known}
        self._ours = library.sidecars.ours()

    def edit(self, photo: Photo, tags: list[Tag]) -> Edition | None:
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
) -> Edition:
    difference = Difference(
        photo.id, photo.path, sidecar, before is None, change.added, change.removed, change.rating
    )
    return Edition(difference, before, packet.to_bytes(), change.ours)
