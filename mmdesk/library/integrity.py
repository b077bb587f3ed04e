"""Whether what is stored is whole and agrees with itself. Everything is read, nothing changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from mmdesk.core.language import tr
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.photos import THUMBNAIL_KEY
from mmdesk.library.thumbnails import Thumbnails

CHUNK = 8192
"""Vectors looked at together."""


def catalogue_complaints(catalogue: Catalogue) -> list[str]:
    """What SQLite finds wrong with the file, and rows that refer to others that are not there."""
    damage = [str(verdict) for (verdict,) in catalogue.rows("PRAGMA integrity_check") if verdict != "ok"]
    orphans = [
        tr("a row of {table} has lost its {parent}", table=table, parent=parent)
        for table, _, parent, _ in _orphans(catalogue)
    ]
    return damage + orphans


def thumbnail_complaints(path: Path) -> list[str]:
    """What SQLite finds wrong with the store of thumbnails."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            verdicts = connection.execute("PRAGMA quick_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [str(verdict) for (verdict,) in verdicts if verdict != "ok"]


def bad_vectors(catalogue: Catalogue, model_key: str, recipe_version: str, dim: int) -> int:
    """Number of vectors of a model that are not `dim` finite numbers of length about one."""
    sql = (
        "SELECT seq, vector FROM vectors"
        " WHERE shelf_id = (SELECT id FROM shelves WHERE model_key = ? AND recipe_version = ?)"
        f" AND seq > ? ORDER BY seq LIMIT {CHUNK}"
    )
    bad = after = 0
    while rows := catalogue.rows(sql, [model_key, recipe_version, after]):
        after = rows[-1][0]
        bad += _bad_among([blob for _, blob in rows], dim)
    return bad


def miscounted_shelves(catalogue: Catalogue) -> int:
    """Number of models whose vectors are more or fewer than their stored count."""
    sql = (
        "SELECT count(*) FROM shelves"
        " WHERE vectors != (SELECT count(*) FROM vectors WHERE shelf_id = shelves.id)"
    )
    return int(catalogue.value(sql))


def photos_without_thumbnails(catalogue: Catalogue, thumbnails: Thumbnails) -> int:
    """Number of photos without a thumbnail; missing ones do not count, and the same content counts once."""
    rows = catalogue.rows(f"SELECT DISTINCT {THUMBNAIL_KEY} FROM photos WHERE missing = 0")
    return len(thumbnails.lacking({content for (content,) in rows}))


def _orphans(catalogue: Catalogue) -> list[tuple[str, int, str, int]]:
    rows: list[tuple[str, int, str, int]] = catalogue.rows("PRAGMA foreign_key_check")
    return rows


def _bad_among(blobs: list[bytes], dim: int) -> int:
    sound = [blob for blob in blobs if len(blob) == 2 * dim]
    numbers = np.frombuffer(b"".join(sound), np.float16).reshape(len(sound), dim).astype(np.float32)
    with np.errstate(all="ignore"):  # noise makes numbers of any size
        lengths = np.linalg.norm(numbers, axis=1)
        is_unit = np.isfinite(numbers).all(axis=1) & (np.abs(lengths - 1) < 0.05)
    return len(blobs) - int(is_unit.sum())
