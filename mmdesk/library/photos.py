"""The photos of the catalogue: their order, their rows, what the user thinks of them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Literal

import numpy as np

from mmdesk.core.acts import ActKind
from mmdesk.core.culling import Judgements
from mmdesk.core.locations import Location
from mmdesk.core.natural_order import natural_key
from mmdesk.core.photo import FileStamp, Photo, PhotoFacts, PhotoId, Pick
from mmdesk.core.query import Generated
from mmdesk.core.timeline import Timeline
from mmdesk.core.turns import AS_IT_IS
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.dates import timeline_of
from mmdesk.library.faults import told_plainly
from mmdesk.library.history import noting
from mmdesk.library.path_range import in_folder
from mmdesk.library.raw_pairs import IS_FILM, LIVE

Order = Literal["taken", "name", "added", "rating"]

ORDERS: dict[Order, str] = {
    "taken": "taken_at DESC, id DESC",
    "name": "path",
    "added": "id DESC",
    "rating": "rating DESC, taken_at DESC, id DESC",
}

OLDEST = "taken_at IS NULL, taken_at, id"

INDEXES: dict[Order, str] = {
    "taken": "photos_shown_by_time",
    "name": "photos_shown_by_path",
    "added": "photos_shown",
    "rating": "photos_shown_by_rating",
}
"""What each order is read from. SQLite is told so: left alone it sorts, or reads every row."""

INDEX_OF_FOLDERS = "photos_shown_by_path"

COLUMNS = (
    "id, path, size, mtime_ns, content_hash, width, height, taken_at, taken_from, camera, lens, exposure,"
    " latitude, longitude, caption, zone, generated, damaged, blank, seconds, frame_rate, motion, rating,"
    " pick,"
    " (SELECT group_concat(hex(path)) FROM other_names WHERE photo_id = photos.id),"
    " (SELECT json_array(town, region, country, quarter) FROM locations WHERE locations.id = location_id),"
    f" (SELECT path FROM companions WHERE photo_id = photos.id AND {IS_FILM} ORDER BY path LIMIT 1), turn"
)


IDS_AT_ONCE = 20_000

THERE, MISSING, LEFT_OUT, TRASHED = 0, 1, 2, 3
"""What the column `missing` says: shown; not found, or broken; on the disk, but not wanted; in the trash."""

IDS_BY_PATH = "SELECT id FROM photos INDEXED BY photos_shown_by_path WHERE missing = 0 AND"
THUMBNAIL_KEY = "CASE turn WHEN 1 THEN content_hash ELSE CAST(content_hash || char(turn) AS BLOB) END"
"""What `core.photo.thumbnail_key` says."""

GENERATED_IDS = "SELECT id FROM photos INDEXED BY photos_generated WHERE generated = 1 AND missing = 0"


class Photos:
    """Every photo that is not missing, by id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def ids(
        self,
        folder: bytes | None = None,
        order: Order = "taken",
        model_key: str | None = None,
        generated: Generated | None = None,
        outside: bytes | None = None,
    ) -> Ids:
        """Ids of all photos, or of those below `folder`, or of those that `model_key` has seen.

        `generated` leaves out what a model made ("without"), or all but that ("only"), `outside` what lies
        below that folder. Newest first by `taken` and `added`; by path for `name`; most stars first for
        `rating`. Missing photos are left out.
        """
        conditions, parameters = self._conditions(folder, model_key, generated, outside)
        index = INDEXES[order] if folder is None else INDEX_OF_FOLDERS
        sql = f"SELECT id FROM photos INDEXED BY {index} WHERE {conditions} ORDER BY {ORDERS[order]}"
        rows = self._catalogue.rows(sql, parameters)
        return np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows))

    def by_date(
        self, folder: bytes | None = None, *, outside: bytes | None = None, oldest_first: bool = False
    ) -> tuple[Ids, Timeline]:
        """Ids of all photos, or of those below `folder`, newest first, and how many each day has.

        Or oldest first, and those without a date last; without those below the folder `outside`.
        """
        with self._catalogue.at_one_moment():
            ids = self.ids(folder)
            timeline = timeline_of(self._catalogue, ids, folder)
            if outside is not None:
                stays = np.isin(ids, self.ids(outside), invert=True)
                ids, timeline = ids[stays], timeline.kept(stays)
        if not oldest_first:
            return ids, timeline
        order, timeline = timeline.turned()
        return ids[order], timeline

    def by_ids(self, ids: Iterable[int]) -> list[Photo]:
        """The photos with these ids, in this order, missing ones too; unknown ids are passed over."""
        wanted = [int(photo_id) for photo_id in ids]
        found = {
            photo.id: photo
            for photo in self._where("id IN (SELECT value FROM json_each(?))", [json.dumps(wanted)])
        }
        return [found[PhotoId(photo_id)] for photo_id in wanted if photo_id in found]

    def in_order(self, ids: Ids, order: Order | Literal["oldest"]) -> Ids:
        """These photos in an order; those without a date come last in that of time.

        By `name` they are in the order of their files' names, whatever their folders.
        """
        if order == "name":
            return self._by_file_name(ids)
        by = OLDEST if order == "oldest" else ORDERS[order]
        sql = f"SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {by}"
        rows = self._catalogue.rows(sql, [json.dumps(ids.tolist())])
        return np.fromiter(chain.from_iterable(rows), np.int64, len(rows))

    def _by_file_name(self, ids: Ids) -> Ids:
        sql = "SELECT path, id FROM photos WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._catalogue.rows(sql, [json.dumps(ids.tolist())])
        named = sorted((natural_key(path), photo) for path, photo in rows)
        return np.fromiter((photo for _, photo in named), np.int64, len(named))

    def get(self, photo_id: int) -> Photo | None:
        """The photo with this id."""
        return next(iter(self._where("id = ?", [int(photo_id)])), None)

    def by_path(self, path: bytes) -> Photo | None:
        """The photo in this file."""
        return next(iter(self._where("path = ?", [path])), None)

    def count(self, folder: bytes | None = None) -> int:
        """Number of photos, or of those below `folder`; missing ones do not count."""
        conditions, parameters = self._conditions(folder)
        index = "photos_shown" if folder is None else INDEX_OF_FOLDERS
        sql = f"SELECT count(*) FROM photos INDEXED BY {index} WHERE {conditions}"
        return int(self._catalogue.value(sql, parameters))

    def missing_count(self) -> int:
        """Number of photos that were not found where they were. They come back, whole, with their files."""
        return self._not_shown_count("missing = 1")

    def hidden_count(self) -> int:
        """Number of photos that are not shown: missing, in the trash, or excluded by the user."""
        return self._not_shown_count("missing > 0")

    def missing(self) -> list[bytes]:
        """The paths of missing photos."""
        sql = (
            f"SELECT path FROM photos INDEXED BY photos_not_shown WHERE missing > 0 AND missing = {MISSING}"
            " ORDER BY path"
        )
        return [path for (path,) in self._catalogue.rows(sql)]

    def missing_ids(self) -> list[tuple[PhotoId, bytes]]:
        """The ids of missing photos, each with its path, by path."""
        sql = (
            "SELECT id, path FROM photos INDEXED BY photos_not_shown"
            f" WHERE missing > 0 AND missing = {MISSING} ORDER BY path"
        )
        return self._catalogue.rows(sql)

    def damaged_count(self) -> int:
        """Number of photos whose files are cut off; missing ones do not count."""
        sql = "SELECT count(*) FROM photos INDEXED BY photos_damaged WHERE damaged = 1 AND missing = 0"
        return int(self._catalogue.value(sql))

    def film_count(self) -> int:
        """Number of films; missing ones do not count."""
        sql = "SELECT count(*) FROM photos INDEXED BY photos_films WHERE seconds IS NOT NULL AND missing = 0"
        return int(self._catalogue.value(sql))

    def live_count(self) -> int:
        """Number of photos with a short film beside them or within; missing ones do not count."""
        return int(self._catalogue.value(f"SELECT count(*) FROM photos WHERE missing = 0 AND ({LIVE})"))

    def blank_ids(self) -> Ids:
        """Photos in which there is nothing to see, missing ones too."""
        rows = self._catalogue.rows("SELECT id FROM photos INDEXED BY photos_blank WHERE blank = 1")
        return np.fromiter((photo for (photo,) in rows), np.int64, len(rows))

    def contents(self) -> set[bytes]:
        """Keys of the thumbnails of all photos, those among them that are not shown."""
        rows = self._catalogue.rows(f"SELECT DISTINCT content_hash, {THUMBNAIL_KEY} FROM photos")
        return {key for keys in rows for key in keys}

    def set_rating(self, ids: Collection[int] | Ids, stars: int) -> None:
        """Give photos 0 to 5 stars."""
        if not 0 <= stars <= 5:
            raise ValueError(f"{stars} stars")
        with noting(self._catalogue, ActKind.RATE, value=stars) as db:
            _set(db, "rating", ids, stars)

    def set_pick(self, ids: Collection[int] | Ids, pick: Pick) -> None:
        """Pick, reject or unflag photos."""
        with noting(self._catalogue, ActKind.FLAG, value=int(pick)) as db:
            _set(db, "pick", ids, int(pick))

    def keep_one(self, keep: int, others: Collection[int]) -> None:
        """Pick one photo and reject others, as one act."""
        with noting(self._catalogue, ActKind.KEEP) as db:
            _set(db, "pick", [keep], int(Pick.PICKED))
            _set(db, "pick", others, int(Pick.REJECTED))

    def judgements(self, ids: Ids) -> Judgements:
        """Flags and stars of those of these photos that are not missing."""
        sql = (
            "SELECT id, pick, rating FROM photos WHERE missing = 0 AND id IN (SELECT value FROM json_each(?))"
        )
        rows = np.array(self._catalogue.rows(sql, [json.dumps(ids.tolist())]), np.int64).reshape(-1, 3)
        return Judgements(rows[:, 0], rows[:, 1].astype(np.int8), rows[:, 2].astype(np.int8))

    def set_position(self, photo_id: int, latitude: float, longitude: float) -> None:
        """Give a photo another place, in degrees, north and east positive."""
        with self._catalogue.writing() as db:
            sql = "UPDATE photos SET latitude = ?, longitude = ? WHERE id = ?"
            db.execute(sql, [latitude, longitude, photo_id])

    def turn_of(self, path: bytes) -> int:
        """How the photo in a file is turned; a file that is no photo is not."""
        rows = self._catalogue.rows("SELECT turn FROM photos WHERE path = ?", [path])
        return int(rows[0][0]) if rows else AS_IT_IS

    def _conditions(
        self,
        folder: bytes | None,
        model_key: str | None = None,
        generated: Generated | None = None,
        outside: bytes | None = None,
    ) -> tuple[str, list[object]]:
        conditions, parameters = ["missing = 0"], list[object]()
        if folder is not None:
            condition, bounds = in_folder(self._catalogue, folder)
            conditions.append(condition)
            parameters += bounds
        if model_key is not None:
            conditions.append(
                "id IN (SELECT photo_id FROM vectors JOIN shelves ON shelves.id = shelf_id"
                " WHERE model_key = ?)"
            )
            parameters.append(model_key)
        if outside is not None:
            condition, bounds = in_folder(self._catalogue, outside)
            conditions.append(f"id NOT IN ({IDS_BY_PATH} {condition})")
            parameters += bounds
        if generated in ("without", "only"):
            # A list of its own, which has an index: the row of every photo would have to be read otherwise.
            conditions.append(f"id {'NOT ' if generated == 'without' else ''}IN ({GENERATED_IDS})")
        return " AND ".join(conditions), parameters

    def _not_shown_count(self, which: str) -> int:
        sql = f"SELECT count(*) FROM photos INDEXED BY photos_not_shown WHERE missing > 0 AND {which}"
        return int(self._catalogue.value(sql))

    def _where(self, condition: str, parameters: Sequence[object]) -> list[Photo]:
        with told_plainly(self._catalogue.path):
            return photos_where(self._catalogue.reading(), condition, parameters)


def _set(db: Database, column: str, ids: Collection[int] | Ids, value: int) -> None:
    """Set a column of photos, in parts: a million numbers at once would hold up every other thread."""
    sql = f"UPDATE photos SET {column} = ? WHERE id IN (SELECT value FROM json_each(?))"
    waiting = iter(ids)
    while part := [int(photo_id) for photo_id in islice(waiting, IDS_AT_ONCE)]:
        db.execute(sql, [value, json.dumps(part)])


def photos_where(db: Database, condition: str, parameters: Sequence[object]) -> list[Photo]:
    """Photos for which `condition` is true, as `db` sees them at the moment, missing ones included."""
    sql = f"SELECT {COLUMNS} FROM photos WHERE {condition}"
    return [_photo(*row) for row in db.execute(sql, parameters)]


def _photo(*row: Any) -> Photo:
    """A row in the order of COLUMNS."""
    photo_id, path, size, mtime_ns, content_hash, *facts = row[:16]
    generated, damaged, blank, seconds, frame_rate, motion, rating, pick, names, location = row[16:-2]
    return Photo(
        photo_id,
        path,
        FileStamp(size, mtime_ns),
        content_hash,
        replace(
            PhotoFacts(*facts),
            generated=bool(generated),
            damaged=bool(damaged),
            blank=bool(blank),
            seconds=seconds,
            frame_rate=frame_rate,
            motion=bool(motion),
        ),
        rating,
        Pick(pick),
        tuple(sorted(bytes.fromhex(name) for name in names.split(","))) if names else (),
        Location(*json.loads(location)) if location else None,
        *row[-2:],
    )
