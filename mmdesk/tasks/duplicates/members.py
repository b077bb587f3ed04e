"""Groups as they are shown: every photo with what speaks for it, the best first."""

from collections.abc import Iterable, Sequence

from mmdesk.core.duplicates import Group, Kind, Member, best_first
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.library.xmp.finding import SidecarFinder
from mmdesk.tasks.duplicates.fingerprints import Fingerprints
from mmdesk.tasks.library import Library


def groups_of(
    library: Library, fingerprints: Fingerprints, kind: Kind, sets: Iterable[Sequence[PhotoId]]
) -> Iterable[Group]:
    """The groups of these sets of ids. Where no photo could go to the trash, there is nothing to decide."""
    for ids in sets:
        group = weighed(library, fingerprints, kind, ids)
        if group.without(group.keep):
            yield group


def weighed(library: Library, fingerprints: Fingerprints, kind: Kind, ids: Sequence[PhotoId]) -> Group:
    """The group of these photos, the one to keep first."""
    return best_first(kind, _members(library, fingerprints, kind, library.photos.by_ids(ids)))


def _members(
    library: Library, fingerprints: Fingerprints, kind: Kind, photos: Sequence[Photo]
) -> list[Member]:
    ids = [photo.id for photo in photos]
    known, finder = library.duplicates, SidecarFinder()
    tags, albums, with_raw = known.tag_counts(ids), known.album_counts(ids), known.with_raw(ids)
    return [
        Member(
            photo,
            tags=tags.get(photo.id, 0),
            albums=albums.get(photo.id, 0),
            with_raw=photo.id in with_raw,
            with_sidecar=bool(finder.sidecars_of(photo.path)),
            sharpness=fingerprints.sharpness(photo) if kind == "burst" else None,
        )
        for photo in photos
    ]
