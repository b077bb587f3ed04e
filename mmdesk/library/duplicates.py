"""What the catalogue knows of photos that may be there more than once."""

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

import numpy as np

from mmdesk.core.photo import TAKEN_BY_CAMERA, PhotoId
from mmdesk.core.photo_dates import has_time
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.raw_pairs import IS_FILM

Shot = tuple[str, str, PhotoId]
"""Camera, time (ISO 8601) and id of a photo whose file says both."""

THERE = "missing = 0 AND photos.id IN (SELECT value FROM json_each(?))"


BY_CAMERA = ", ".join(f"'{source}'" for source in TAKEN_BY_CAMERA)


class Duplicates:
    """Same contents, successive shots, and what the user said is no duplicate."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def same_contents(self) -> list[tuple[PhotoId, ...]]:
        """Photos whose files were of one size and one hash (over the whole file) when last read."""
        again = (
            "SELECT size, content_hash FROM photos INDEXED BY photos_by_content"
            " GROUP BY size, content_hash HAVING count(*) > 1"
        )
        rows = self._catalogue.rows(
            f"SELECT size, content_hash, photos.id FROM ({again}) CROSS JOIN photos INDEXED BY"
            " photos_by_content USING (size, content_hash) WHERE missing = 0"
            " ORDER BY size, content_hash, photos.id"
        )
        groups = (tuple(row[2] for row in same) for _, same in groupby(rows, lambda row: row[:2]))
        return [group for group in groups if len(group) > 1]

    def shots(self, ids: Collection[int]) -> list[Shot]:
        """Those of these photos that know their camera and in which second they were taken, in that order."""
        rows = self._catalogue.rows(
            "SELECT camera, taken_at, id FROM photos WHERE camera IS NOT NULL AND taken_from IN"
            f" ('exif', 'xmp', 'iptc', 'modified') AND {THERE} ORDER BY camera, taken_at, path",
            [_list(ids)],
        )
        return [row for row in rows if has_time(row[1])]

    def contents(self) -> tuple[Ids, list[bytes], Ids]:
        """Ids, content hashes and moments of all photos that are shown, by id.

        A moment is the day on which the file says that a camera took it, as a number; 0 where it does not.
        """
        rows = self._catalogue.rows(
            f"SELECT id, content_hash, CASE WHEN taken_from IN ({BY_CAMERA}) AND length(taken_at) >= 10"
            " THEN coalesce(CAST(julianday(substr(taken_at, 1, 10)) AS INTEGER), 0) ELSE 0 END"
            " FROM photos WHERE missing = 0 ORDER BY id"
        )
        ids, moments = (np.fromiter((row[part] for row in rows), np.int64, len(rows)) for part in (0, 2))
        return ids, [row[1] for row in rows], moments

    def tag_counts(self, ids: Collection[int]) -> dict[PhotoId, int]:
        """Number of tags of each photo that the user gave or accepted."""
        return self._counts("tags", ids, "AND state IN ('accepted', 'manual')")

    def album_counts(self, ids: Collection[int]) -> dict[PhotoId, int]:
        """Number of albums that each photo is in."""
        return self._counts("album_photos", ids)

    def with_raw(self, ids: Collection[int]) -> set[PhotoId]:
        """Those that have a raw file beside them."""
        return set(self._counts("companions", ids, f"AND NOT {IS_FILM}"))

    def say_apart(self, ids: Sequence[int]) -> None:
        """Remember that these photos are no duplicates of each other."""
        with self._catalogue.writing() as db:
            (last,) = db.execute("SELECT coalesce(max(saying), 0) FROM apart").fetchone()
            known = "SELECT ?, id FROM photos WHERE id IN (SELECT value FROM json_each(?))"
            db.execute(f"INSERT INTO apart (saying, photo_id) {known}", [last + 1, _list(ids)])

    def unsay_apart(self, ids: Sequence[int]) -> None:
        """Forget the last saying about exactly these photos, where there is one."""
        wanted = sorted(int(photo) for photo in ids)
        with self._catalogue.writing() as db:
            sayings = db.execute(
                "SELECT saying FROM apart GROUP BY saying HAVING count(*) = ? AND sum(photo_id NOT IN"
                " (SELECT value FROM json_each(?))) = 0 ORDER BY saying DESC LIMIT 1",
                [len(wanted), json.dumps(wanted)],
            ).fetchall()
            db.conn.executemany("DELETE FROM apart WHERE saying = ?", sayings)

    def apart(self) -> dict[PhotoId, frozenset[int]]:
        """Numbers of the decisions, by photo, that it is no duplicate of the others in them."""
        rows = self._catalogue.rows("SELECT photo_id, saying FROM apart ORDER BY photo_id")
        return {
            photo: frozenset(saying for _, saying in sayings)
            for photo, sayings in groupby(rows, lambda row: row[0])
        }

    def _counts(self, table: str, ids: Collection[int], condition: str = "") -> dict[PhotoId, int]:
        sql = (
            f"SELECT photo_id, count(*) FROM {table} WHERE photo_id IN (SELECT value FROM json_each(?))"
            f" {condition} GROUP BY photo_id"
        )
        return dict(self._catalogue.rows(sql, [_list(ids)]))


def _list(ids: Iterable[int]) -> str:
    return json.dumps([int(photo) for photo in ids])
