"""Keywords, stars, dates, places and captions of other programs, taken into the library."""

import os
from collections import defaultdict
from collections.abc import Collection, Generator, Iterator, Sequence

from mmdesk.core.acts import ActKind
from mmdesk.core.keyword_paths import Path
from mmdesk.core.photo import Photo, Pick, Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import ReadSummary
from mmdesk.library.history import noting
from mmdesk.library.ingest import SURER
from mmdesk.library.xmp.embedded_reader import EmbeddedReader
from mmdesk.library.xmp.finding import SidecarFinder
from mmdesk.library.xmp.photo_files import FileKeywords, file_keywords, pair_keywords
from mmdesk.library.xmp.stars import REJECTED
from mmdesk.tasks.library import Library
from mmdesk.tasks.locating import Locator


def chosen_photos(library: Library, ids: Collection[int] | None) -> list[Photo]:
    """These photos in their order, or all by path."""
    wanted = library.photos.ids(order="name").tolist() if ids is None else list(ids)
    return library.photos.by_ids(wanted)


def raws_of(library: Library) -> dict[bytes, list[bytes]]:
    """The raw files beside photos, by the path of the photo."""
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for raw, picture in library.companions.all():
        found[picture].append(raw)
    return found


def read_keywords(
    library: Library, ids: Collection[int] | None = None
) -> Generator[Progress | Skipped, None, ReadSummary]:
    """Take keywords, stars and rejections from the files of these photos, or all, and dates from sidecars.

    A photo's sidecar is asked first, then the picture, then its raw file in the same way. Keywords become
    tags given by hand. What the user decided here already stays: a rejected tag does not come back, and stars
    are taken only where there are none, or only such as were read earlier.
    """
    photos = chosen_photos(library, ids)
    found: dict[int, tuple[Path, ...]] = {}
    taking = _Taking(library)
    try:
        with EmbeddedReader() as pictures:
            every = zip(photos, _said(library, photos, pictures), strict=True)
            for number, (photo, said) in enumerate(every):
                yield Progress(number, len(photos), "Reading keywords")
                yield from said.refused
                found[photo.id] = said.keywords.paths
                taking.take(photo, said)
    finally:
        with noting(library.catalogue, ActKind.READ):
            taking.finish()
            tagged = library.file_tags.take(found)
    yield from Locator(library).rest()
    return ReadSummary(*tagged, taking.rated, taking.dated, taking.placed)


def _said(library: Library, photos: Sequence[Photo], pictures: EmbeddedReader) -> Iterator[FileKeywords]:
    """What the files of each photo say, in order."""
    raws, finder = raws_of(library), SidecarFinder()
    files = [[photo.path, *filter(os.path.lexists, raws.get(photo.path, ()))] for photo in photos]
    within = pictures.read(path for paths in files for path in paths)
    for paths in files:
        yield pair_keywords([file_keywords(path, next(within), finder) for path in paths])


class _Taking:
    """Takes stars, dates and places, and counts the photos that got some."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known = library.file_stars.all()
        self._noted: dict[int, int] = {}
        self._ratings: dict[int, int] = {}
        self._picks: dict[int, Pick] = {}
        self.rated = self.dated = self.placed = 0

    def take(self, photo: Photo, said: FileKeywords) -> None:
        """Stars where the user gave none here; the date, and the place, where there is none that is surer."""
        stars, beside = said.keywords.rating, said.beside
        if stars is not None:
            self._noted[photo.id] = stars
            self.rated += self._take_stars(photo, stars)
        if beside.taken_at and photo.facts.taken_from not in SURER:
            self._library.photos.set_taken(photo.id, beside.taken_at, "xmp")
            self.dated += 1
        if beside.position and photo.facts.latitude is None:
            self._library.photos.set_position(photo.id, *beside.position)
            self.placed += 1
        if beside.caption and beside.caption != photo.facts.caption:
            self._library.photos.set_caption(photo.id, beside.caption)

    def finish(self) -> None:
        """Give photos the stars that were read, and remember those."""
        for photo, stars in self._ratings.items():
            self._library.photos.set_rating([photo], stars)
        for photo, pick in self._picks.items():
            self._library.photos.set_pick([photo], pick)
        self._library.file_stars.note(self._noted)

    def _take_stars(self, photo: Photo, stars: int) -> bool:
        here = stars_here(photo)
        is_picked = photo.pick is Pick.PICKED and stars == REJECTED
        if is_picked or stars == here or here != self._known.get(photo.id, 0):
            return False
        if max(0, stars) != photo.rating:
            self._ratings[photo.id] = max(0, stars)
        if (stars == REJECTED) != (photo.pick is Pick.REJECTED):
            self._picks[photo.id] = Pick.REJECTED if stars == REJECTED else Pick.UNFLAGGED
        return True


def stars_here(photo: Photo) -> int:
    """The stars a photo has in the library, as sidecars count them: -1 for one that is rejected."""
    return photo.rating or (REJECTED if photo.pick is Pick.REJECTED else 0)
