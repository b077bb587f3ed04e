"""One photo being indexed: found, read, encoded, stored.

    survey         what is new, changed, or not seen by this model yet
    looking        reads the files, in processes of their own, and encodes what they show
    ingest         one transaction a batch: photos with their vectors, files left out with their reasons

All of it is one generator. Who stops pulling and closes it stops everything: what is stored
stays, what was under way is begun anew the next time.
"""

import logging
import os
import time
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path, is_under
from mmdesk.core.photo import Indexed, IndexSummary, Photo, Skipped
from mmdesk.core.progress import Progress
from mmdesk.library.ingest import Ingest
from mmdesk.library.reading.request import ReadRequest, SameContent
from mmdesk.library.scan import is_offline
from mmdesk.library.survey import FolderSurvey
from mmdesk.tasks.batches import Encoded
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.index_building import keep_index
from mmdesk.tasks.library import Library, back_up
from mmdesk.tasks.locating import Locator
from mmdesk.tasks.looking import Finding, OpenLooker, PhotoLooker, StillLooking, look_here
from mmdesk.tasks.vectors import vector_store

Step = Progress | Indexed | Skipped

STORED_AT_ONCE = 64
"""Files that need no encoding wait for so many of their kind, or for the next batch, to be stored."""

BLIND = tr("The model can make nothing of this picture.")

OFFLINE = tr("This folder is not there now; its photos are kept.")

LOOKING = tr("Looking for photos")

TOLD_EVERY = 500
"""Number of photos found after which progress is yielded again."""

log = logging.getLogger(__name__)


def index_folders(
    library: Library,
    clip: ClipModel,
    folders: Sequence[bytes],
    excludes: Sequence[str] | None = None,
    *,
    again: bool = False,
    open_looker: OpenLooker = look_here,
) -> Generator[Step, None, IndexSummary]:
    """Bring all photos below `folders` into the library, and what has changed there up to date.

    Yields `Progress`, `Indexed` for every stored batch, and `Skipped` for every file left out;
    returns the summary. A folder of the library that is not there now is skipped, and its photos
    are kept. `excludes` are glob patterns of what is left out of `folders` from now on; None leaves out
    what was left out before. Looking `again`, none comes into the library that was taken out meanwhile.
    `open_looker` is what looks at the files: this computer, or a cluster.
    Raises UserError for any other folder that is not there, and when nothing can be stored.
    """
    begun, clip = time.monotonic(), clip.now
    run = IndexRun(library, clip, excludes, again=again, open_looker=open_looker)
    yield from run.survey(folders)
    yield from run.read()
    yield from run.settle()
    yield from run.locate()
    yield from clip.prepare()
    summary = run.summary(time.monotonic() - begun)
    back_up(library)
    log.info("%d found, %d indexed in %.1f s", summary.found, summary.indexed, summary.seconds)
    yield from keep_index(library.places, vector_store(library, clip))
    return summary


def read_again(
    library: Library, clip: ClipModel, photos: Collection[int]
) -> Generator[Step, None, IndexSummary]:
    """Read and encode photos once more that look otherwise than before, though their files are the same.

    Yields and returns what `index_folders` does. Where this is broken off, the next look at their folders
    does the rest. Raises UserError when nothing can be stored.
    """
    begun, clip = time.monotonic(), clip.now
    run = IndexRun(library, clip)
    seen = vector_store(library, clip).seen(photos)
    run.want(photo for photo in library.photos.by_ids(photos) if photo.id not in seen)
    yield from run.read()
    return run.summary(time.monotonic() - begun)


class IndexRun:
    """The steps of one run, in their order, and its count of what became of every file."""

    def __init__(
        self,
        library: Library,
        clip: ClipModel,
        excludes: Sequence[str] | None = None,
        *,
        again: bool = False,
        open_looker: OpenLooker = look_here,
    ) -> None:
        self._library = library
        self._open_looker = open_looker
        self._looker: PhotoLooker | None = None
        self._is_again = again
        self._excludes = excludes
        self._clip = clip
        self._vectors = vector_store(library, clip)
        self._ingest = Ingest(library.catalogue, library.thumbnails, self._vectors)
        self._locator = Locator(library)
        self._surveys: list[FolderSurvey] = []
        self._requests: list[ReadRequest] = []
        self._waiting: dict[bytes, int] = {}
        self._same: list[SameContent] = []
        self._unread: list[Skipped] = []
        self._skipped: list[Skipped] = []
        self._out: list[bytes] = []
        self._settled = self._indexed = self._renamed = self._unchanged = self._other_names = 0

    def survey(self, folders: Sequence[bytes]) -> Iterator[Step]:
        """Walk through `folders` and note what is to be read."""
        yield Progress(0, None, LOOKING)
        present = self._present([self._library.folders.known_as(folder) for folder in folders])
        self._library.folders.set_unread(dict.fromkeys(present))
        self._surveys += [self._survey_of(folder) for folder in present]
        yield from self._skipped
        for survey in self._surveys:
            yield from self._note(survey)
        counts = Counter(self._root_of(request.path) for request in self._requests)
        self._waiting = {root: counts[root] for root in present}
        self._library.folders.set_unread(self._waiting)
        log.info("%d files to read", len(self._requests))

    def want(self, photos: Iterable[Photo]) -> None:
        """Note photos that are to be read again, whatever is known of them."""
        self._requests += [
            ReadRequest(photo.path, frozenset(), photo.stamp, turn=photo.turn) for photo in photos
        ]

    def read(self) -> Iterator[Step]:
        """Read, encode and store what was noted."""
        if not self._requests:
            return
        yield self._progress()
        with (
            self._open_looker(self._clip, len(self._requests)) as self._looker,
            closing(self._looker.look_at(self._wanted())) as findings,
        ):
            for finding in findings:
                yield from self._take(finding)
            yield from self._store()

    def settle(self) -> Iterator[Step]:
        """Note what was not found where it used to be. Only a run that came to its end knows that."""
        out = {folder.path for folder in self._library.taken_out.all()}
        for survey in (survey for survey in self._surveys if survey.root not in out):
            lost = survey.settle().lost
            self._library.folders.set_lost(survey.root, lost)
            if lost:
                yield from self._leave_out(Skipped(survey.root, _lost(lost)))

    def locate(self) -> Iterator[Step]:
        """Look up where photos were taken of which that is not known, from earlier runs, too."""
        yield from self._locator.rest()

    def summary(self, seconds: float) -> IndexSummary:
        """What became of every file."""
        return IndexSummary(
            found=sum(survey.found for survey in self._surveys),
            indexed=self._indexed,
            unchanged=self._unchanged + sum(survey.unchanged for survey in self._surveys),
            renamed=self._renamed,
            other_names=self._other_names + sum(survey.other_names for survey in self._surveys),
            skipped=tuple(self._skipped),
            seconds=seconds,
            model=self._clip.folder.name,
        )

    def _present(self, folders: Sequence[bytes]) -> list[bytes]:
        """Those of `folders` that are there now, all of them in the library from now on."""
        known = {folder.path for folder in self._library.folders.all()}
        if self._is_again:
            folders = [folder for folder in folders if any(is_under(folder, root) for root in known)]
        offline = [folder for folder in folders if folder in known and is_offline(folder)]
        present = [folder for folder in folders if folder not in offline]
        for folder in present:
            _refuse_unless_there(folder)
        if not self._is_again:
            for folder in _outermost(present):
                self._library.folders.add(folder)
        for folder in folders:
            self._library.folders.set_offline(folder, offline=folder in offline)
        self._skipped += [Skipped(folder, OFFLINE) for folder in offline]
        return _outermost(present)

    def _wanted(self) -> Iterator[ReadRequest]:
        """The files to be read, as long as their folder is not taken out of the library."""
        for request in self._requests:
            if any(is_under(request.path, folder) for folder in self._out):
                self._settled += 1
            else:
                yield request

    def _survey_of(self, folder: bytes) -> FolderSurvey:
        library = self._library
        if self._excludes is not None:
            library.folders.set_excludes(folder, self._excludes)
        excludes = library.folders.excludes(folder)
        return FolderSurvey(library.catalogue, self._vectors, library.thumbnails, folder, excludes)

    def _note(self, survey: FolderSurvey) -> Iterator[Step]:
        """Walk through one folder."""
        for request in survey.changes():
            self._requests.append(request)
            if len(self._requests) % TOLD_EVERY == 0:
                yield Progress(len(self._requests), None, LOOKING)
        for skipped in survey.skipped:
            yield from self._leave_out(skipped)

    def _take(self, finding: Finding) -> Iterator[Step]:
        """Store a batch, with what needed no encoding; that waits for a batch, or for more of its kind."""
        if isinstance(finding, Encoded):
            yield from self._store(finding)
        elif isinstance(finding, SameContent):
            self._same.append(finding)
        elif isinstance(finding, Skipped):
            self._unread.append(finding)
        elif isinstance(finding, StillLooking):
            yield self._progress()
        if len(self._same) + len(self._unread) >= STORED_AT_ONCE:
            yield from self._store()

    def _store(self, encoded: Encoded | None = None) -> Iterator[Step]:
        """One transaction: a batch, and what has gathered beside it. Then tell of it."""
        seen, blind = _seen_and_blind(encoded) if encoded else (self._nothing_encoded(), [])
        skipped = [*self._unread, *blind]
        if not (seen.photos or self._same or skipped):
            return
        stored = self._ingest.store(seen.photos, seen.vectors, self._same, skipped, seen.frames)
        self._locator.some()
        settled = [photo.path for photo in seen.photos]
        settled += [file.path for file in self._same] + [file.path for file in skipped]
        self._settled += len(settled)
        self._tell_settled(settled)
        self._same, self._unread = [], []
        self._indexed += stored.indexed
        self._renamed += stored.renamed
        self._unchanged += stored.unchanged
        self._other_names += stored.other_names
        if stored.ids:
            yield Indexed(tuple(stored.ids))
        for file in skipped:
            yield from self._leave_out(file)
        yield self._progress()

    def _root_of(self, path: bytes) -> bytes | None:
        """The folder surveyed in which a file lies; none of a photo that is only read again."""
        return next((survey.root for survey in self._surveys if is_under(path, survey.root)), None)

    def _tell_settled(self, paths: Sequence[bytes]) -> None:
        """Let the catalogue know what is left, for whoever asks when this run is broken off."""
        settled = Counter(self._root_of(path) for path in paths)
        left = {root: self._waiting[root] - files for root, files in settled.items() if root is not None}
        self._waiting |= left
        self._library.folders.set_unread(left)
        self._out = [folder.path for folder in self._library.taken_out.all()]

    def _nothing_encoded(self) -> Encoded:
        return Encoded((), np.empty((0, self._clip.folder.dim), np.float32))

    def _leave_out(self, file: Skipped) -> Iterator[Step]:
        self._skipped.append(file)
        yield file

    def _progress(self) -> Progress:
        return Progress(self._settled, len(self._requests), self._looker.note if self._looker else "")


def _outermost(folders: Sequence[bytes]) -> list[bytes]:
    """`folders` without those that lie in another of them."""
    paths = sorted(set(folders))
    return [path for path in paths if not any(is_under(path, other) for other in paths if other != path)]


def _lost(photos: int) -> str:
    """What is said of photos that were not found, too many to be believed gone."""
    return trn(
        "{n} photo of this folder was not found, too many at once to be taken for deleted. It is kept"
        " as it is; `mmdesk forget` with the folder's name takes it out of the library.",
        "{n} photos of this folder were not found, too many at once to be taken for deleted. They are kept"
        " as they are; `mmdesk forget` with the folder's name takes them out of the library.",
        photos,
    )


def _refuse_unless_there(folder: bytes) -> None:
    """Raise UserError, before anything is changed: a slip in one name must not cost a run on the others."""
    if not os.path.isdir(folder):
        raise UserError(tr("There is no folder {folder}.", folder=display_path(folder)))


def _seen_and_blind(encoded: Encoded) -> tuple[Encoded, list[Skipped]]:
    """Part the photos the model has a direction for from those it is blind to (a vector of NaN)."""
    finite = [bool(np.isfinite(vector).all()) for vector in encoded.vectors]
    if all(finite):
        return encoded, []
    seen = encoded.only(finite)
    blind = [photo for photo, ok in zip(encoded.photos, finite, strict=True) if not ok]
    return seen, [Skipped(photo.path, BLIND, photo.stamp) for photo in blind]
