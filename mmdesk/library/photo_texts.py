"""Text that was read in photos, in the catalogue: kept with its places, and found by its words."""

import json
from collections.abc import Collection, Mapping

import numpy as np

from mmdesk.core.photo_text import PhotoText, TextLine
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue

PLACES = 5
"""Digits kept of a share of the picture: a tenth of a pixel of the largest."""

HAS_TEXT = "id IN (SELECT photo_id FROM photo_texts WHERE said <> '')"
"""Condition on photos in which text was read."""

FOUND = "SELECT rowid FROM text_words WHERE text_words MATCH ?"
"""Photos in whose text something stands, as FTS5 takes it."""

ContentKey = tuple[int, bytes]
"""A photo, and the hash of the content that was read."""


class PhotoTexts:
    """What was read in the photos of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, photo: int) -> PhotoText | None:
        """The text of a photo; None where nobody has read it yet."""
        sql = "SELECT lines, trouble FROM photo_texts WHERE photo_id = ?"
        return next((_text(*row) for row in self._catalogue.rows(sql, [int(photo)])), None)

    def said_in(self, photos: Collection[int]) -> dict[int, str]:
        """The text of those of these photos that have any, a line each."""
        sql = (
            "SELECT photo_id, said FROM photo_texts WHERE said <> ''"
            " AND photo_id IN (SELECT value FROM json_each(?))"
        )
        return dict(self._catalogue.rows(sql, [json.dumps([int(photo) for photo in photos])]))

    def unread(self, photos: Ids) -> Ids:
        """Those of these photos, in their order, that are there and were not read yet; no films."""
        sql = (
            "SELECT id FROM photos WHERE missing = 0 AND seconds IS NULL"
            " AND id IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT photo_id FROM photo_texts)"
        )
        rows = self._catalogue.rows(sql, [json.dumps(photos.tolist())])
        return photos[np.isin(photos, np.array([photo for (photo,) in rows], np.int64))]

    def put(self, read: Mapping[ContentKey, PhotoText]) -> list[int]:
        """Keep what was read in photos, in the place of what was before; returns which have been kept.

        A photo that has another content by now is passed over, and one that is no more.
        """
        sql = (
            "INSERT OR REPLACE INTO photo_texts (photo_id, said, lines, trouble)"
            " SELECT id, ?, ?, ? FROM photos WHERE id = ? AND content_hash = ?"
        )
        kept = []
        with self._catalogue.writing() as db:
            # REPLACE alone would not call the triggers of what it deletes.
            db.conn.executemany("DELETE FROM photo_texts WHERE photo_id = ?", [(key[0],) for key in read])
            for (photo, content), text in read.items():
                row = [text.said, _document(text), text.trouble, int(photo), content]
                if db.execute(sql, row).rowcount == 1:
                    kept.append(int(photo))
        return kept

    def count(self) -> int:
        """Number of photos, of those that are there, in which text was read."""
        sql = f"SELECT count(*) FROM photos WHERE missing = 0 AND {HAS_TEXT}"
        return int(self._catalogue.value(sql))


def _document(text: PhotoText) -> str:
    """The lines as JSON."""
    lines = [
        [
            line.text,
            [round(share, PLACES) for corner in line.corners for share in corner],
            round(line.sureness, 3),
        ]
        for line in text.lines
    ]
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


def _text(lines: str, trouble: str) -> PhotoText:
    return PhotoText(tuple(_line(*line) for line in json.loads(lines)), trouble)


def _line(text: str, shares: list[float], sureness: float) -> TextLine:
    points = tuple(zip(shares[::2], shares[1::2], strict=True))
    return TextLine(text, (points[0], points[1], points[2], points[3]), sureness)
