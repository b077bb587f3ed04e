"""Putting what was read into the catalogue: one transaction for each batch.

Thumbnails are stored first, in their own file. Whatever moment the program is
killed at, a photo in the catalogue has its vector and its thumbnail; at worst a few
thumbnails lie there unused, and are found again when their photos are.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

from mmdesk.core.photo import Photo, PhotoFacts, PhotoId, Skipped, thumbnail_key
from mmdesk.core.turns import AS_IT_IS, is_sideways
from mmdesk.core.vectors import Vectors
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.fact_tables import edited_columns
from mmdesk.library.frame_store import FrameStore
from mmdesk.library.identity import PhotoIdentity
from mmdesk.library.one_photo import become_one
from mmdesk.library.other_names import directory_id, drop_names, put_name
from mmdesk.library.photos import THERE, photos_where
from mmdesk.library.reading import reasons
from mmdesk.library.reading.request import FACTS_VERSION, ReadPhoto, SameContent
from mmdesk.library.reading.taken import taken_by_file
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.taken_out import OUT, Outside
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore


@dataclass(slots=True)
class Stored:
    """What a batch brought: `ids` of photos that are new, changed or renamed, and counts of files.

    `unchanged` files were touched, but hold what they held before; `other_names` are files of photos that go
    by another name.
    """

    ids: list[PhotoId] = field(default_factory=list)
    indexed: int = 0
    renamed: int = 0
    unchanged: int = 0
    other_names: int = 0


class Ingest:
    """The way into the catalogue, for the photos that one model has seen."""

    def __init__(self, catalogue: Catalogue, thumbnails: Thumbnails, vectors: VectorStore) -> None:
        self._catalogue = catalogue
        self._thumbnails = thumbnails
        self._vectors = vectors
        self._skipped = SkippedFiles(catalogue)

    def store(
        self,
        photos: Sequence[ReadPhoto],
        vectors: Vectors,
        same: Sequence[SameContent] = (),
        skipped: Sequence[Skipped] = (),
        frames: Sequence[Vectors] = (),
    ) -> Stored:
        """Store photos with their vectors (row for row, shape [n, dim]), files of known content, and files
        left out, all of them or none. `frames` are vectors of the frames of each, where there are films.
        Raises UserError when the disk is full, and the like.
        """
        self._thumbnails.put_many(
            (thumbnail_key(photo.content_hash, photo.turn), photo.thumbnail) for photo in photos
        )
        upright = (photo for photo in photos if photo.look and photo.turn == AS_IT_IS)
        self._thumbnails.put_looks((photo.content_hash, photo.look) for photo in upright)
        with self._catalogue.writing() as db:
            batch = _Batch(db, self._catalogue, self._vectors, self._skipped)
            # Before anything changes: files may have traded names.
            contents = [batch.known_content(file) for file in same]
            for photo, vector, of_frames in zip(photos, vectors, frames or vectors[:, None], strict=True):
                batch.take_read(photo, vector, of_frames)
            for file, content in zip(same, contents, strict=True):
                batch.take_same(file, content)
            batch.leave_out(skipped)
            return batch.stored


SURER = ("exif", "xmp", "film")
"""Sources of a photo's date that are believed more than its sidecar."""


class KnownContent(NamedTuple):
    """What is known of a file's content, and the version of the reader that its facts are from."""

    facts: PhotoFacts
    facts_version: int
    vector: Vectors


class _Batch:
    """One transaction under way."""

    def __init__(
        self, db: Database, catalogue: Catalogue, vectors: VectorStore, skipped: SkippedFiles
    ) -> None:
        self._db = db
        self._vectors = vectors
        self._frames = FrameStore(catalogue, vectors.name)
        self._skipped = skipped
        self._photos = PhotoIdentity(db)
        self._outside = Outside(db)
        self._directories: dict[bytes, int] = {}
        self.stored = Stored()

    def take_read(self, photo: ReadPhoto, vector: Vectors, frames: Vectors) -> None:
        """A file that was decoded and encoded: its vector [dim], and those of its frames [n, dim]."""
        if self._is_other_name(photo):
            return
        known = self._photos.of(photo.path, photo.stamp, photo.content_hash)
        photo_id = self._put(known, photo, photo.facts, FACTS_VERSION)
        if known is None or known.turn == photo.turn:
            self._vectors.put(self._db, {photo_id: vector})
        if len(frames) > 1:
            self._frames.put(self._db, photo_id, frames)
        self._count(photo_id, renamed=known is not None and known.path != photo.path)

    def known_content(self, file: SameContent) -> KnownContent | None:
        """The photo this file is, or is a copy of."""
        facts = self._photos.facts_of(file.stamp, file.content_hash)
        vector = self._vectors.of_content(self._db, file.stamp.size, file.content_hash)
        if facts is None or vector is None:
            return None
        return KnownContent(_facts_at(file, facts[0]), facts[1], vector)

    def take_same(self, file: SameContent, content: KnownContent | None) -> None:
        """A file whose content is known: the same photo touched or moved, or a copy of it."""
        if content is None:  # it has changed since; the next scan reads this file
            self.leave_out([Skipped(file.path, reasons.CHANGED)])
            return
        if self._is_other_name(file):
            return
        known = self._photos.of(file.path, file.stamp, file.content_hash)
        if file.facts is None:
            photo_id = self._put(known, file, content.facts, content.facts_version)
        else:
            photo_id = self._put(known, file, _with_sidecar(file.facts, known), FACTS_VERSION)
        is_as_before = known is not None and known.content_hash == file.content_hash
        is_upright = known is None or known.turn == AS_IT_IS
        if is_upright and not (is_as_before and self._vectors.has(self._db, photo_id)):
            self._vectors.put(self._db, {photo_id: content.vector})
            if content.facts.seconds is not None:
                self._frames.copy(self._db, photo_id, file.stamp.size, file.content_hash)
        renamed = known is not None and known.path != file.path
        touched = is_as_before and not renamed
        self._count(photo_id, renamed=renamed, touched=touched)

    def leave_out(self, files: Sequence[Skipped]) -> None:
        """Files with reasons. A photo whose file is broken for good is missing until it is whole again."""
        files = [file for file in files if not self._outside.covers(file.path)]
        self._skipped.put(self._db, files)
        broken = ((file.path,) for file in files if file.stamp is not None)
        self._db.conn.executemany("UPDATE photos SET missing = 1 WHERE path = ?", broken)

    def _is_other_name(self, file: ReadPhoto | SameContent) -> bool:
        """Whether the file is that of a photo which goes by another name, and has this one, too, from now on.

        A link gives way: the photo goes by the real name. A row made of this name becomes one with it.
        """
        photo = self._photos.under_other_name(file.path, file.stamp, file.content_hash)
        if photo is None:
            return False
        for own in photos_where(self._db, "path = ?", [file.path]):
            become_one(self._db, photo.id, own.id)
        name = file.path
        if _is_real(file.path) and not _is_real(photo.path):
            name = photo.path
            self._move(photo.id, file)
        put_name(self._db, name, file.stamp, photo.id)
        self._skipped.forget(self._db, [file.path])
        self.stored.other_names += 1
        return True

    def _put(
        self, known: Photo | None, file: ReadPhoto | SameContent, facts: PhotoFacts, version: int
    ) -> PhotoId:
        """The row of a file, made or brought up to date. Rating and pick stay as they are."""
        self._skipped.forget(self._db, [file.path])
        drop_names(self._db, [file.path])
        # Its folder may have been taken out of the library since it was listed.
        state = THERE + OUT if self._outside.covers(file.path) else THERE
        row = {**asdict(facts), **self._identity(file), "missing": state, "facts_version": version}
        if known is None:
            photo_id = self._insert(row)
        else:
            row |= _turned_size(facts, file, known) | edited_columns(self._db, known.id)
            photo_id = self._update(known, file, row)
        self._photos.remember(photo_id, file.path, file.stamp, file.content_hash)
        return photo_id

    def _insert(self, row: dict[str, object]) -> PhotoId:
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        inserted = self._db.execute(f"INSERT INTO photos ({names}) VALUES ({marks})", row)
        return PhotoId(int(inserted.lastrowid or 0))

    def _update(self, known: Photo, file: ReadPhoto | SameContent, row: dict[str, object]) -> PhotoId:
        if known.content_hash != file.content_hash:
            # What any model saw in the old content is true no more.
            self._db.execute("DELETE FROM vectors WHERE photo_id = ?", [known.id])
        self._set(known.id, row)
        return known.id

    def _move(self, photo: PhotoId, file: ReadPhoto | SameContent) -> None:
        self._set(photo, self._identity(file))
        drop_names(self._db, [file.path])
        self._photos.remember(photo, file.path, file.stamp, file.content_hash)

    def _set(self, photo: PhotoId, row: dict[str, object]) -> None:
        changes = ", ".join(f"{name} = :{name}" for name in row)
        self._db.execute(f"UPDATE photos SET {changes} WHERE id = :id", {**row, "id": photo})

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
            self._directories[path] = directory_id(self._db, path)
        return self._directories[path]

    def _count(self, photo_id: PhotoId, *, renamed: bool, touched: bool = False) -> None:
        self.stored.ids.append(photo_id)
        if renamed:
            self.stored.renamed += 1
        elif touched:
            self.stored.unchanged += 1
        else:
            self.stored.indexed += 1


def _turned_size(facts: PhotoFacts, file: ReadPhoto | SameContent, known: Photo) -> dict[str, object]:
    """Size of a photo that was turned since its file was read, or before its content was known."""
    read = file.turn if isinstance(file, ReadPhoto) else AS_IT_IS
    if is_sideways(read) == is_sideways(known.turn):
        return {}
    return {"width": facts.height, "height": facts.width}


def _is_real(path: bytes) -> bool:
    return os.path.realpath(path) == path


def _with_sidecar(facts: PhotoFacts, known: Photo | None) -> PhotoFacts:
    """Facts as they are read today, with a sidecar's date, place and caption where nothing is surer."""
    before = known.facts if known else facts
    if before.taken_from == "xmp" and facts.taken_from not in SURER:
        facts = replace(facts, taken_at=before.taken_at, taken_from=before.taken_from)
    if facts.latitude is None:
        facts = replace(facts, latitude=before.latitude, longitude=before.longitude)
    return replace(facts, caption=before.caption or facts.caption)


def _facts_at(file: SameContent, facts: PhotoFacts) -> PhotoFacts:
    """The facts of a copy: the same, but for a date that was the file's own, or in its name."""
    if facts.taken_from not in ("file", "name"):
        return facts
    date = taken_by_file(file.path, file.stamp)
    return replace(facts, taken_at=date.at, taken_from=date.source)
