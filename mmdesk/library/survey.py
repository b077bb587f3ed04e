"""The disk beside the catalogue: what is new, what changed, what is gone.

Directory by directory, so that memory does not grow with the library.
"""

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mmdesk.core.paths import is_under
from mmdesk.core.photo import FileStamp, Skipped, thumbnail_key
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.excludes import Excludes, Known
from mmdesk.library.other_names import OtherNames, drop_names, go_by_other_names
from mmdesk.library.path_range import below
from mmdesk.library.photos import LEFT_OUT, MISSING, THERE
from mmdesk.library.raw_pairs import RawPairs
from mmdesk.library.reading.request import FACTS_VERSION, ReadRequest
from mmdesk.library.scan import Listing, is_offline, walk
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.taken_out import OUT
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore


class KnownFile(NamedTuple):
    """What the catalogue knows of a file."""

    photo_id: int
    size: int
    mtime_ns: int
    content_hash: bytes
    missing: int
    facts_version: int
    turn: int

    def has(self, stamp: FileStamp) -> bool:
        """Whether the file looked so when it was read, by the reader of today."""
        return self.size == stamp.size and self.mtime_ns == stamp.mtime_ns and not self.is_outdated

    @property
    def thumbnail_key(self) -> bytes:
        """Key of the photo's thumbnail."""
        return thumbnail_key(self.content_hash, self.turn)

    @property
    def is_outdated(self) -> bool:
        """Whether an earlier version of the program read the file's facts."""
        return self.facts_version < FACTS_VERSION


class Settled(NamedTuple):
    """What a survey found gone: photos that are `missing` from now on, and those that are `lost`, too many
    at once to be believed, and so still count as there.
    """

    missing: int = 0
    lost: int = 0


BELIEVED = 1 / 5
"""No larger share of a folder's photos is taken for gone without asking."""


class FolderSurvey:
    """One look at everything below a folder, for one model.

    `found` counts picture files, `unchanged` those that need no reading, `other_names` those that are photos
    under another name, `skipped` lists those left out without being opened: unchanged since they were found
    broken, of a kind that is not read, out of reach.
    They are complete when `changes` has run to its end; only then may `settle` be called.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        vector_store: VectorStore,
        thumbnails: Thumbnails,
        root: bytes,
        excludes: Excludes | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._vector_store = vector_store
        self._thumbnails = thumbnails
        self.root = os.path.abspath(root)
        self._excludes = excludes or Excludes(self.root)
        self._skipped_files = SkippedFiles(catalogue)
        self._companions = RawPairs(catalogue)
        self._other_names = OtherNames(catalogue)
        self._names: dict[bytes, tuple[FileStamp, bytes]] = {}
        self._named: set[bytes] = set()
        self._raws: dict[bytes, bytes] = {}
        self._bare: list[bytes] = []
        self._known = 0
        self._contents: dict[int, frozenset[bytes]] = {}
        self._seen: set[bytes] = set()
        self._out_of_reach: list[bytes] = []
        self._unlisted: list[Known] = []
        self._broken: dict[bytes, Skipped] = {}
        self._back: list[Known] = []
        self.found = 0
        self.unchanged = 0
        self.other_names = 0
        self.skipped: list[Skipped] = []

    def is_offline(self) -> bool:
        """Whether the folder is not there, or empty at once: then nothing is known of its photos."""
        return is_offline(self.root)

    def changes(self) -> Iterator[ReadRequest]:
        """The files to be read, while the disk is walked through: new ones, changed ones, and those
        that the model has not seen or that have no thumbnail yet, and those whose facts an earlier version
        of the program read.
        """
        self._broken = {file.path: file for file in self._skipped_files.all(self.root)}
        self._names = self._other_names.known(self.root)
        self._known = self._count_known()
        for listing in walk(self.root, self._excludes):
            self._note(listing)
            rows = self._rows(listing.directory)
            if listing.is_complete:
                self._unlisted += _present_but_not_in(listing, rows)
            complete = self._complete(rows)
            for path, stamp in listing.files.items():
                known_as = rows.get(path)
                if path in self._broken and self._broken[path].stamp == stamp:
                    self.skipped.append(self._broken[path])
                elif known_as is not None and known_as.has(stamp) and known_as.photo_id in complete:
                    self._leave(path, known_as)
                elif path in self._names and self._is_name_still(path, stamp):
                    self.other_names += 1
                else:
                    yield self._request(path, stamp, known_as)

    def _request(self, path: bytes, stamp: FileStamp, known_as: KnownFile | None) -> ReadRequest:
        if known_as is None:
            return ReadRequest(path, self._known_contents(stamp.size), stamp)
        if known_as.turn != AS_IT_IS:  # what is known of its content is of the picture as it is
            return ReadRequest(path, frozenset(), stamp, turn=known_as.turn)
        return ReadRequest(path, self._known_contents(stamp.size), stamp, known_as.is_outdated)

    def settle(self) -> Settled:
        """Mark photos that were not found as missing, and those that are back as found; keep the lists of
        files left out, and of raw files, true. Nothing is deleted.

        Where more than a fifth of the folder's photos are gone, or a directory that held some is
        empty at once, a drive or a sync may have failed: those photos stay as they are.
        """
        if self.is_offline():  # unplugged while it was looked at
            return Settled()
        absent, left_out = self._absent_and_left_out()
        with self._catalogue.writing() as db:
            drop_names(db, self._names_that_are_gone())
            kept = go_by_other_names(db, [*absent, *left_out])
            gone = [photo for photo in absent if photo[0] not in kept and _is_shown(db, photo)]
            believed = self._believed(gone)
            _mark(db, believed, MISSING)
            _mark(db, left_out, LEFT_OUT)
            _mark(db, self._back, THERE)
            self._settle_lists(db)
        return Settled(len(believed), len(gone) - len(believed))

    def _is_name_still(self, path: bytes, stamp: FileStamp) -> bool:
        """Whether a file that had the name of a photo beside its own still is that photo's."""
        known, photo = self._names[path]
        self._named.add(path)
        try:
            return known == stamp and os.path.samefile(path, photo)
        except OSError:  # one of them is gone
            return False

    def _names_that_are_gone(self) -> list[bytes]:
        """Names that the scan did not come upon, because nothing is there or it is not wanted."""
        return [
            path
            for path in self._other_names.below(self.root)
            if path not in self._named
            and not self._may_be_there(path)
            and (not os.path.lexists(path) or path in self._raws or self._excludes.covers(path))
        ]

    def _absent_and_left_out(self) -> tuple[list[Known], list[Known]]:
        """Photos that the scan did not come upon: those that are not there, and those that are excluded."""
        absent, left_out = list[Known](), list[Known]()
        for photo_id, path in [*self._unlisted, *self._in_directories_not_come_upon()]:
            if not os.path.lexists(path):
                absent.append((photo_id, path))
            elif path in self._raws or self._excludes.covers(path):
                left_out.append((photo_id, path))
        return absent, left_out

    def _believed(self, gone: list[Known]) -> list[Known]:
        """Those of the photos that are gone which may be taken for gone without asking."""
        if len(gone) > BELIEVED * self._known:
            return []
        return [photo for photo in gone if not any(is_under(photo[1], bare) for bare in self._bare)]

    def _settle_lists(self, db: Database) -> None:
        listed = {file.path for file in self.skipped}
        news = [file for file in self.skipped if self._broken.get(file.path) != file]
        candidates = [self.root, *(file.path for file in self._skipped_files.all(self.root))]
        no_more = [path for path in candidates if self._is_settled(path, listed)]
        self._skipped_files.put(db, news)
        self._skipped_files.forget(db, no_more)
        self._companions.bring_up_to_date(db, self.root, self._raws, self._may_be_there)

    def _note(self, listing: Listing) -> None:
        self.found += len(listing.files) + (len(listing.skipped) if listing.is_complete else 0)
        self.skipped += listing.skipped
        self._raws |= listing.companions
        if listing.is_bare and listing.directory != self.root:
            self._bare.append(listing.directory)
        if listing.is_complete:
            self._seen.add(listing.directory)
        else:
            self._out_of_reach.append(listing.directory)

    def _rows(self, directory: bytes) -> dict[bytes, KnownFile]:
        """What the catalogue knows of the files in `directory`, by path."""
        sql = (
            "SELECT path, id, size, mtime_ns, content_hash, missing, facts_version, turn FROM photos"
            " WHERE directory_id = (SELECT id FROM directories WHERE path = ?)"
        )
        return {path: KnownFile(*known) for path, *known in self._catalogue.rows(sql, [directory])}

    def _complete(self, rows: dict[bytes, KnownFile]) -> set[int]:
        """Ids of photos that have all they need: a vector of the model, and a thumbnail."""
        if not rows:
            return set()
        encoded = self._vector_store.seen(row.photo_id for row in rows.values())
        lacking = self._thumbnails.lacking({row.thumbnail_key for row in rows.values()})
        return {
            row.photo_id
            for row in rows.values()
            if row.photo_id in encoded and row.thumbnail_key not in lacking
        }

    def _leave(self, path: bytes, row: KnownFile) -> None:
        self.unchanged += 1
        if row.missing:
            self._back.append((row.photo_id, path))

    def _known_contents(self, size: int) -> frozenset[bytes]:
        """Hashes of complete photos whose files are as large: equal files are never encoded twice."""
        if size not in self._contents:  # asked for once: many files may be as large
            known = self._vector_store.known_contents(size)
            self._contents[size] = known - self._thumbnails.lacking(known) if known else known
        return self._contents[size]

    def _in_directories_not_come_upon(self) -> Iterable[Known]:
        """Photos in directories that are gone. Those out of reach may be there all the same."""
        sql = (
            "SELECT directories.path, photos.id, photos.path FROM photos"
            " JOIN directories ON directories.id = directory_id"
            " WHERE missing = 0 AND photos.path >= ? AND photos.path < ?"
        )
        for directory, photo_id, path in self._catalogue.rows(sql, below(self.root)):
            if directory not in self._seen and not self._may_be_there(directory):
                yield photo_id, path

    def _may_be_there(self, path: bytes) -> bool:
        return any(is_under(path, folder) for folder in self._out_of_reach)

    def _count_known(self) -> int:
        sql = (
            "SELECT count(*) FROM photos INDEXED BY photos_shown_by_path"
            " WHERE missing = 0 AND path >= ? AND path < ?"
        )
        return int(self._catalogue.value(sql, below(self.root)))

    def _is_settled(self, path: bytes, listed: set[bytes]) -> bool:
        """Whether what was left out no longer is listed: a file that is gone, or nobody wants, or that
        belongs to a picture; a folder that could be read.
        """
        if path in listed or self._may_be_there(path):
            return False
        if path in self._seen or path in self._raws or self._excludes.covers(path):
            return True
        return not os.path.lexists(path)


def _present_but_not_in(listing: Listing, rows: dict[bytes, KnownFile]) -> list[Known]:
    """Photos the catalogue takes to be there, but the listing has not."""
    return [
        (row.photo_id, path) for path, row in rows.items() if path not in listing.files and not row.missing
    ]


def _is_shown(db: Database, photo: Known) -> bool:
    """Whether the photo still is where it was: others have been renamed meanwhile."""
    sql = "SELECT 1 FROM photos WHERE id = ? AND path = ? AND missing = 0"
    return db.execute(sql, photo).fetchone() is not None


def _mark(db: Database, photos: Iterable[Known], state: int) -> None:
    """Set the state of those photos that are still where they were, in a folder of the library."""
    rows = ((state, photo_id, path) for photo_id, path in photos)
    sql = f"UPDATE photos SET missing = ? WHERE id = ? AND path = ? AND missing < {OUT}"
    db.conn.executemany(sql, rows)
