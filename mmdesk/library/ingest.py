"""Putting what was read into the catalogue: one transaction for each batch.

Thumbnails are stored first, in their own file. Whatever moment the program is
killed at, a photo in the catalogue has its vector and its thumbnail; at worst a few
thumbnails lie there unused, and are found again when their photos are.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

from sqlite_utils import Database

from mmdesk.core.photo import Photo, PhotoFacts, PhotoId, Skipped
from mmdesk.core.vectors import Vectors
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.identity import PhotoIdentity
from mmdesk.library.photos import THERE
from mmdesk.library.reading import reasons
from mmdesk.library.reading.request import ReadPhoto, SameContent
from mmdesk.library.reading.taken import taken_by_file
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.taken_out import OUT, Outside
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore


@dataclass(slots=True)
class Stored:
    """What a batch brought: `ids` of photos that are new, changed or renamed, and counts of files.

    `unchanged` files were touched, but hold what they held before.
    """

    ids: list[PhotoId] = field(default_factory=list)
    indexed: int = 0
    renamed: int = 0
    unchanged: int = 0


class Ingest:
    """The way into the catalogue, for the photos that one model has seen."""

    def __init__(self, catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> None:
        self._catalogue = catalogue
        self._thumbnails = thumbnails
        self._shelf = shelf
        self._skipped = SkippedFiles(catalogue)

    def store(
        self,
        photos: Sequence[ReadPhoto],
        vectors: Vectors,
        same: Sequence[SameContent] = (),
        skipped: Sequence[Skipped] = (),
    ) -> Stored:
        """Store photos with their vectors (row for row, shape [n, dim]), files of known content, and files
        left out, all of them or none. Raises UserError when the disk is full, and the like.
        """
        self._thumbnails.put_many((photo.content_hash, photo.thumbnail) for photo in photos)
        with self._catalogue.writing() as db:
            batch = _Batch(db, self._shelf, self._skipped)
            twins = [
                batch.twin(file) for file in same
            ]  # before anything changes: files may have traded names
            for photo, vector in zip(photos, vectors, strict=True):
                batch.take_read(photo, vector)
            for file, twin in zip(same, twins, strict=True):
                batch.take_same(file, twin)
            batch.leave_out(skipped)
            return batch.stored


class KnownContent(NamedTuple):
    """What is known of a file's content."""

    facts: PhotoFacts
    vector: Vectors


class _Batch:
    """One transaction under way."""

    def __init__(self, db: Database, shelf: VectorStore, skipped: SkippedFiles) -> None:
        self._db = db
        self._shelf = shelf
        self._skipped = skipped
        self._lineage = PhotoIdentity(db)
        self._outside = Outside(db)
        self._directories: dict[bytes, int] = {}
        self.stored = Stored()

    def take_read(self, photo: ReadPhoto, vector: Vectors) -> None:
        """A file that was decoded and encoded."""
        known = self._lineage.of(photo.path, photo.stamp, photo.content_hash)
        photo_id = self._put(known, photo, photo.facts)
        self._shelf.put(self._db, {photo_id: vector})
        self._count(photo_id, renamed=known is not None and known.path != photo.path)

    def twin(self, file: SameContent) -> KnownContent | None:
        """The photo this file is, or is a copy of."""
        facts = self._lineage.facts_of(file.stamp, file.content_hash)
        vector = self._shelf.of_content(self._db, file.stamp.size, file.content_hash)
        return None if facts is None or vector is None else KnownContent(_facts_at(file, facts), vector)

    def take_same(self, file: SameContent, twin: KnownContent | None) -> None:
        """A file whose content is known: the same photo touched or moved, or a copy of it."""
        if twin is None:  # it has changed since; the next scan reads this file
            self.leave_out([Skipped(file.path, reasons.CHANGED)])
            return
        known = self._lineage.of(file.path, file.stamp, file.content_hash)
        photo_id = self._put(known, file, twin.facts)
        is_as_before = known is not None and known.content_hash == file.content_hash
        if not (is_as_before and self._shelf.has(self._db, photo_id)):
            self._shelf.put(self._db, {photo_id: twin.vector})
        renamed = known is not None and known.path != file.path
        touched = is_as_before and not renamed
        self._count(photo_id, renamed=renamed, touched=touched)

    def leave_out(self, files: Sequence[Skipped]) -> None:
        """Files with reasons. A photo whose file is broken for good is missing until it is whole again."""
        files = [file for file in files if not self._outside.covers(file.path)]
        self._skipped.put(self._db, files)
        broken = ((file.path,) for file in files if file.stamp is not None)
        self._db.conn.executemany("UPDATE photos SET missing = 1 WHERE path = ?", broken)

    def _put(self, known: Photo | None, file: ReadPhoto | SameContent, facts: PhotoFacts) -> PhotoId:
        """The row of a file, made or brought up to date. Rating and pick stay as they are."""
        self._skipped.forget(self._db, [file.path])
        # Its folder may have been taken out of the library since it was listed.
        state = THERE + OUT if self._outside.covers(file.path) else THERE
        row = {**asdict(facts), **self._identity(file), "missing": state}
        if known is None:
            names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
            inserted = self._db.execute(f"INSERT INTO photos ({names}) VALUES ({marks})", row)
            return PhotoId(int(inserted.lastrowid or 0))
        if known.content_hash != file.content_hash:
            # What any model saw in the old content is true no more.
            self._db.execute("DELETE FROM vectors WHERE photo_id = ?", [known.id])
        changes = ", ".join(f"{name} = :{name}" for name in row)
        self._db.execute(f"UPDATE photos SET {changes} WHERE id = :id", {**row, "id": known.id})
        return known.id

    def _identity(self, file: ReadPhoto | SameContent) -> dict[str, object]:
        """The columns that say which file it is."""
        return {
            "path": file.path,
            "directory_id": self._directory_id(os.path.dirname(file.path)),
            "size": file.stamp.size,
            "mtime_ns": file.stamp.mtime_ns,
            "content_hash": file.content_hash,
        }

    def _directory_id(self, path: bytes) -> int:
        if path not in self._directories:
            self._db.execute("INSERT OR IGNORE INTO directories (path) VALUES (?)", [path])
            row = self._db.execute("SELECT id FROM directories WHERE path = ?", [path]).fetchone()
            self._directories[path] = int(row[0])
        return self._directories[path]

    def _count(self, photo_id: PhotoId, *, renamed: bool, touched: bool = False) -> None:
        self.stored.ids.append(photo_id)
        if renamed:
            self.stored.renamed += 1
        elif touched:
            self.stored.unchanged += 1
        else:
            self.stored.indexed += 1


def _facts_at(file: SameContent, facts: PhotoFacts) -> PhotoFacts:
    """The facts of a copy: the same, but for a date that was the file's own, or in its name."""
    if facts.taken_from not in ("file", "name"):
        return facts
    date = taken_by_file(file.path, file.stamp)
    return replace(facts, taken_at=date.at, taken_from=date.source)
