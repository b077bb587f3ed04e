"""Keywords, stars, dates, places and captions of other programs, taken into the library."""

import os
from collections import defaultdict
from collections.abc import Collection, Generator, Iterator, Sequence

from mmdesk.core.acts import ActKind
from mmdesk.core.fact_edits import FactKind
from mmdesk.core.keyword_paths import Path
from mmdesk.core.language import tr
from mmdesk.core.photo import Photo, PhotoId, Pick, Skipped
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
                yield Progress(number, len(photos), tr("Reading keywords"))
                yield from said.refused
                found[photo.id] = said.keywords.paths
                taking.take(photo, said)
    finally:
        with noting(library.catalogue, ActKind.READ):
            taking.finish()
            tagged = library.file_tags.take(found)
    yield from Locator(library).rest()
    return ReadSummary(*tagged, taking.rated, taking.dated, taking.placed, tuple(taking.turned))


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
        self._facts: dict[int, dict[FactKind, str | None]] = {}
        self.rated = self.dated = self.placed = 0
        self.turned: list[PhotoId] = []

    def take(self, photo: Photo, said: FileKeywords) -> None:
        """Stars where the user gave none here; the date, and the place, where there is none that is surer."""
        stars, beside = said.keywords.rating, said.beside
        if stars is not None:
            self._noted[photo.id] = stars
            self.rated += self._take_stars(photo, stars)
        facts = dict(_facts_beside(photo, said))
        self.dated += FactKind.TAKEN in facts
        if facts:
            self._facts[photo.id] = facts
        if FactKind.TURN in facts:
            self.turned.append(photo.id)
        if beside.position and photo.facts.latitude is None:
            self._library.photos.set_position(photo.id, *beside.position)
            self.placed += 1

    def finish(self) -> None:
        """Give photos the stars that were read, and remember those."""
        for photo, stars in self._ratings.items():
            self._library.photos.set_rating([photo], stars)
        for photo, pick in self._picks.items():
            self._library.photos.set_pick([photo], pick)
        self._library.file_stars.note(self._noted)
        self._library.facts.read(self._facts)

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


def _facts_beside(photo: Photo, said: FileKeywords) -> Iterator[tuple[FactKind, str | None]]:
    """What sidecars say of a photo's facts that is not so here.

    A date where people correct dates is believed before that of the file, unless it says only less of it.
    """
    here, beside = photo.facts, said.beside
    if beside.caption and beside.caption != here.caption:
        yield FactKind.CAPTION, beside.caption
    date = beside.taken_at
    is_other = beside.is_corrected and not _is_same_moment(date, here.taken_at)
    is_surer = here.taken_from not in SURER or is_other
    if date and is_surer and date != here.taken_at:
        yield FactKind.TAKEN, date
    if beside.zone and beside.zone != here.zone and date and (is_surer or date == here.taken_at):
        yield FactKind.ZONE, beside.zone
    if said.turn is not None and said.turn != photo.turn and not photo.is_film:
        yield FactKind.TURN, str(said.turn)


def _is_same_moment(one: str | None, other: str | None) -> bool:
    """Whether one date says less of the same moment than the other, or just as much."""
    return one is not None and other is not None and (one.startswith(other) or other.startswith(one))


def stars_here(photo: Photo) -> int:
    """The stars a photo has in the library, as sidecars count them: -1 for one that is rejected."""
    return photo.rating or (REJECTED if photo.pick is Pick.REJECTED else 0)
