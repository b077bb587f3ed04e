"""Taking photos out of the catalogue: only those whose files are gone, and only when the user says so."""

import os
from collections.abc import Iterator, Sequence

from mmdesk.core.missing import Gone
from mmdesk.core.paths import is_under
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.other_names import go_by_other_names
from mmdesk.library.path_range import below
from mmdesk.library.photos import MISSING, TRASHED
from mmdesk.library.scan import is_offline
from mmdesk.library.taken_out import OUT

BELONGINGS = (
    "frame_vectors", "vectors", "tags", "album_photos", "companions", "apart", "file_stars", "other_names",
    "photo_texts", "fact_edits",
)  # fmt: skip
"""The tables that speak of photos by their `photo_id`."""


def missing_photos(catalogue: Catalogue) -> list[Gone]:
    """The photos marked as missing, or as being in the trash, whose files are not there, save those in
    folders that are offline.
    """
    roots = [root for (root,) in catalogue.rows("SELECT path FROM folders") if is_offline(root)]
    rows = catalogue.rows(
        "SELECT id, path FROM photos INDEXED BY photos_not_shown"
        f" WHERE missing > 0 AND missing IN ({MISSING}, {TRASHED}) ORDER BY path"
    )
    return [
        (photo, path)
        for photo, path in _without_files(rows)
        if not any(is_under(path, root) for root in roots)
    ]


def photos_gone_from(catalogue: Catalogue, folder: bytes) -> list[Gone]:
    """Every photo below `folder` whose file is not there, be it that the folder itself is not; and every
    one whose folder was taken out of the library.
    """
    sql = f"SELECT id, path, missing >= {OUT} FROM photos WHERE path >= ? AND path < ? ORDER BY path"
    rows = catalogue.rows(sql, below(folder))
    return [(photo, path) for photo, path, is_out in rows if is_out or not os.path.lexists(path)]


def forget(catalogue: Catalogue, photos: Sequence[Gone]) -> int:
    """Take photos out of the catalogue, with all that belongs to them; returns how many there were.

    A photo that has moved meanwhile stays, and one whose file is there after all, unless its folder was
    taken out; so does one that has another name, and goes by that from now on.
    """
    with catalogue.writing() as db:
        gone = [(photo, path) for photo, path in photos if _is_gone(db, photo, path)]
        kept = go_by_other_names(db, gone)
        still = [(photo,) for photo, _ in gone if photo not in kept]
        for table in BELONGINGS:
            db.conn.executemany(f"DELETE FROM {table} WHERE photo_id = ?", still)
        db.conn.executemany("DELETE FROM photos WHERE id = ?", still)
    return len(still)


def mark_missing(catalogue: Catalogue, folder: bytes) -> list[Gone]:
    """Let the photos below `folder` whose files are not there be missing from now on.

    They keep all they have, and are back when their files are. Returns which they are.
    """
    with catalogue.writing() as db:
        sql = "SELECT id, path FROM photos WHERE missing = 0 AND path >= ? AND path < ? ORDER BY path"
        gone = list(_without_files(db.execute(sql, below(folder)).fetchall()))
        kept = go_by_other_names(db, gone)
        gone = [(photo, path) for photo, path in gone if photo not in kept]
        marks = [(MISSING, photo) for photo, _ in gone]
        db.conn.executemany("UPDATE photos SET missing = ? WHERE id = ?", marks)
        db.execute("UPDATE folders SET lost = 0 WHERE path = ?", [folder])
    return gone


def _is_gone(db: Database, photo: int, path: bytes) -> bool:
    sql = f"SELECT missing >= {OUT} FROM photos WHERE id = ? AND path = ?"
    row = db.execute(sql, [photo, path]).fetchone()
    return row is not None and (bool(row[0]) or not os.path.lexists(path))


def _without_files(photos: Sequence[Gone]) -> Iterator[Gone]:
    return ((photo, path) for photo, path in photos if not os.path.lexists(path))
