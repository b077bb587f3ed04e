"""Keywords and stars of other programs, taken into the library."""

from collections.abc import Collection, Generator

from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, Pick, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.xmp.embedded import embedded_keywords
from mmdesk.library.xmp.keywords import REJECTED, Keywords, keywords_in
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.library.xmp.sidecars import find_sidecar, read_sidecar
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.outcome import ReadSummary


def chosen_photos(library: Library, ids: Collection[int] | None) -> list[Photo]:
    """These photos in their order, or all by path."""
    wanted = library.photos.ids(order="name").tolist() if ids is None else list(ids)
    return library.photos.by_ids(wanted)


def read_keywords(
    library: Library, ids: Collection[int] | None = None
) -> Generator[Progress | Skipped, None, ReadSummary]:
    """Take keywords, stars and rejections from the sidecars and pictures of these photos, or all.

    Keywords become tags given by hand. What the user decided here already stays: a rejected tag does not
    come back, and stars are taken only where there are none.
    """
    found: dict[str, list[int]] = {}
    rated = 0
    photos = chosen_photos(library, ids)
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
