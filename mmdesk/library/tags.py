"""Tags in the catalogue: what was suggested, what the user decided, and the way back.

Every decision of the user is one entry of `tag_log`, which holds each tag before and after it; undoing
survives a restart. Suggestions are no decisions: they can be found again, and are not logged.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from mmdesk.core.labels import LabelCount, Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.photo_dates import from_bound, until_bound
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.path_range import below

COLUMNS = "photo_id, label, label_set, state, probability, model, at"

GIVEN = (TagState.ACCEPTED, TagState.MANUAL)
"""States that make a label part of a photo."""

SHOWN = (TagState.ACCEPTED, TagState.MANUAL, TagState.SUGGESTED)

MANUAL_SET = "by hand"
"""The set of labels that no set has."""

KEPT_STEPS = 1000
"""Decisions that can be undone."""


SAYS_LABEL = "FROM tags WHERE label = ? COLLATE NOCASE AND state != 'rejected'"


class Tags:
    """All tags of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of_photos(self, ids: Collection[int]) -> dict[PhotoId, list[Tag]]:
        """The tags of these photos, rejected ones too: decided ones first, then the most probable."""
        sql = f"""
            SELECT {COLUMNS} FROM tags WHERE photo_id IN (SELECT value FROM json_each(?))
            ORDER BY photo_id, state = 'suggested', probability DESC, label
        """
        found: defaultdict[PhotoId, list[Tag]] = defaultdict(list)
        for row in self._catalogue.rows(sql, [_numbers(ids)]):
            found[row[0]].append(_tag(row))
        return dict(found)

    def photos_of(
        self,
        label: str,
        states: Sequence[TagState] = SHOWN,
        folder: bytes | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Tag]:
        """The tags `label` of photos that are there, most probable first; given by hand counts as certain.

        `since` and `until` bound the day a photo was taken ("2019", "2019-07", "2019-07-14"), both included;
        a photo of which only the month is known must lie between them with all of it.
        """
        conditions, parameters = ["label = ?", "missing = 0"], list[object]([label])
        conditions.append("state IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(list(states)))
        if folder is not None:
            conditions.append("path >= ? AND path < ?")
            parameters += below(folder)
        if since is not None:
            conditions.append("taken_at >= ?")
            parameters.append(from_bound(since))
        if until is not None:
            conditions.append("substr(taken_at || '~', 1, ?) <= ?")
            parameters += [len(until_bound(until)), until_bound(until)]
        sql = f"""
            SELECT {COLUMNS} FROM tags JOIN photos ON photos.id = photo_id WHERE {" AND ".join(conditions)}
            ORDER BY coalesce(probability, 1) DESC, photo_id
        """
        return [_tag(row) for row in self._catalogue.rows(sql, parameters)]

    def ids_with(self, label: str) -> Ids:
        """Photos that have the label or a suggestion of it; upper and lower case are the same here."""
        rows = self._catalogue.rows(f"SELECT photo_id {SAYS_LABEL}", [label])
        return np.fromiter((photo for (photo,) in rows), np.int64, len(rows))

    def certainties(self, ids: Ids, labels: Sequence[str]) -> NDArray[np.float64]:
        """For each of `ids`, the lowest probability of these labels; 1 where the user said so, or there are
        none.
        """
        lowest: dict[int, float] = {}
        for label in labels:
            chance = "CASE state WHEN 'suggested' THEN probability ELSE 1 END"
            for photo, certain in self._catalogue.rows(f"SELECT photo_id, {chance} {SAYS_LABEL}", [label]):
                lowest[photo] = min(certain, lowest.get(photo, 1.0))
        return np.array([lowest.get(int(photo), 1.0) for photo in ids])

    def decided(self, label: str) -> tuple[list[int], list[int]]:
        """The photos that were given the label, and those it was rejected for."""
        rows = self._catalogue.rows(
            "SELECT photo_id, state FROM tags WHERE label = ? AND state != 'suggested' ORDER BY photo_id",
            [label],
        )
        given = [photo for photo, state in rows if state != TagState.REJECTED]
        return given, [photo for photo, state in rows if state == TagState.REJECTED]

    def counts(self, label_set: str | None = None) -> list[LabelCount]:
        """How many photos have each label that any photo has, by name."""
        chosen = "" if label_set is None else "AND label_set = ?"
        sql = f"""
            SELECT label, sum(state = 'suggested'), sum(state = 'accepted'), sum(state = 'rejected'),
                   sum(state = 'manual')
            FROM tags JOIN photos ON photos.id = photo_id
            WHERE missing = 0 {chosen} GROUP BY label ORDER BY label
        """
        return [LabelCount(*row) for row in self._catalogue.rows(sql, [label_set] if label_set else [])]

    def names(self) -> list[str]:
        """Every label any photo has, for completion."""
        return [name for (name,) in self._catalogue.rows("SELECT DISTINCT label FROM tags ORDER BY label")]

    def accept(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Say of photos that they show the label."""
        self._decide(f"Accept {label}", label, ids, TagState.ACCEPTED, label_set)

    def reject(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Say of photos that they do not show the label; it is never suggested for them again."""
        self._decide(f"Reject {label}", label, ids, TagState.REJECTED, label_set)

    def add(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Give photos a label by hand."""
        self._decide(f"Tag {label}", label, ids, TagState.MANUAL, label_set)

    def remove(self, label: str, ids: Collection[int]) -> None:
        """Take a label off photos, as if nothing had ever been said of it."""
        self._decide(f"Remove {label}", label, ids, None, MANUAL_SET)

    def store_suggestions(
        self, label_set: str, model: str, rows: Iterable[tuple[int, str, float]], *, only: Ids | None = None
    ) -> int:
        """Put suggestions (photo, label, probability) in the place of the set's earlier ones.

        With `only`, just those of these photos are replaced. What the user decided stays as it is. Returns
        how many suggestions there are now.
        """
        at = _now()
        with self._catalogue.writing() as db:
            self._forget_suggestions(db, label_set, only)
            db.conn.executemany(
                f"INSERT OR IGNORE INTO tags ({COLUMNS}) VALUES (?, ?, ?, 'suggested', ?, ?, ?)",
                ((photo, label, label_set, chance, model, at) for photo, label, chance in rows),
            )
            sql = "SELECT count(*) FROM tags WHERE state = 'suggested' AND label_set = ?"
            return int(db.execute(sql, [label_set]).fetchone()[0])

    def store_suggestions_of(
        self, label: str, label_set: str, model: str, rows: Iterable[tuple[int, float]]
    ) -> None:
        """Put suggestions (photo, probability) of one label in the place of its earlier ones in a set."""
        at = _now()
        with self._catalogue.writing() as db:
            sql = "DELETE FROM tags WHERE state = 'suggested' AND label = ? AND label_set = ?"
            db.execute(sql, [label, label_set])
            db.conn.executemany(
                f"INSERT OR IGNORE INTO tags ({COLUMNS}) VALUES (?, ?, ?, 'suggested', ?, ?, ?)",
                ((photo, label, label_set, round(chance, 5), model, at) for photo, chance in rows),
            )

    def by_photo(self, labels: Collection[str]) -> dict[PhotoId, list[Tag]]:
        """All tags of these labels, by photo, the most probable first."""
        sql = f"""
            SELECT {COLUMNS} FROM tags WHERE label IN (SELECT value FROM json_each(?))
            ORDER BY coalesce(probability, 1) DESC, label
        """
        found: defaultdict[PhotoId, list[Tag]] = defaultdict(list)
        for row in self._catalogue.rows(sql, [json.dumps(list(labels))]):
            found[row[0]].append(_tag(row))
        return dict(found)

    def undo(self) -> str | None:
        """Take the last decision back; returns what it was, or None when there is none."""
        return self._step("undone = 0 ORDER BY id DESC", "before", undone=1)

    def redo(self) -> str | None:
        """Do again what was undone last; None when there is nothing."""
        return self._step("undone = 1 ORDER BY id", "after", undone=0)

    @staticmethod
    def _forget_suggestions(db: Database, label_set: str, only: Ids | None) -> None:
        sql = "DELETE FROM tags WHERE state = 'suggested' AND label_set = ?"
        if only is None:
            db.execute(sql, [label_set])
        else:
            db.execute(f"{sql} AND photo_id IN (SELECT value FROM json_each(?))", [label_set, _numbers(only)])

    def _decide(
        self, sentence: str, label: str, ids: Collection[int], state: TagState | None, label_set: str
    ) -> None:
        with self._catalogue.writing() as db:
            before = _stored(db, label, ids)
            after = [_decided(photo, label, state, label_set, before.get(photo)) for photo in before]
            _write(db, label, list(before), [row for row in after if row])
            changes = json.dumps(
                {
                    "label": label,
                    "photos": list(before),
                    "before": [row for row in before.values() if row],
                    "after": [row for row in after if row],
                }
            )
            db.execute(
                "DELETE FROM tag_log WHERE undone = 1 OR id <= (SELECT max(id) FROM tag_log) - ?",
                [KEPT_STEPS],
            )
            db.execute("INSERT INTO tag_log (sentence, changes) VALUES (?, ?)", [sentence, changes])

    def _step(self, which: str, side: str, *, undone: int) -> str | None:
        with self._catalogue.writing() as db:
            entry = db.execute(f"SELECT id, sentence, changes FROM tag_log WHERE {which} LIMIT 1").fetchone()
            if entry is None:
                return None
            number, sentence, changes = entry[0], str(entry[1]), json.loads(entry[2])
            _write(db, changes["label"], changes["photos"], changes[side])
            db.execute("UPDATE tag_log SET undone = ? WHERE id = ?", [undone, number])
            return sentence


Row = Sequence[Any]
"""A tag in the order of COLUMNS."""


def _stored(db: Database, label: str, ids: Collection[int]) -> dict[int, Row | None]:
    """For each of the photos that exist, the tag it has now."""
    sql = f"""
        SELECT photos.id, {COLUMNS} FROM photos LEFT JOIN tags ON photo_id = photos.id AND label = ?
        WHERE photos.id IN (SELECT value FROM json_each(?)) ORDER BY photos.id
    """
    return {photo: None if row[0] is None else row for photo, *row in db.execute(sql, [label, _numbers(ids)])}


def _decided(
    photo: int, label: str, state: TagState | None, label_set: str, before: Row | None
) -> Row | None:
    """The row a decision makes; set, probability and model stay with a tag that was suggested."""
    if state is None:
        return None
    if before is None:
        return (photo, label, label_set, state, None, "", _now())
    return (photo, label, before[2], state, before[4], before[5], _now())


def _write(db: Database, label: str, photos: Iterable[int], rows: Iterable[Row]) -> None:
    """Let the tags `label` of `photos` be these rows and no others."""
    db.conn.executemany(
        "DELETE FROM tags WHERE photo_id = ? AND label = ?", [(photo, label) for photo in photos]
    )
    # A photo may have been forgotten since.
    values = "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)"
    db.conn.executemany(f"INSERT INTO tags ({COLUMNS}) {values}", rows)


def _numbers(ids: Iterable[int]) -> str:
    return json.dumps([int(photo) for photo in ids])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _tag(row: Row) -> Tag:
    photo, label, label_set, state, probability, model, at = row
    return Tag(PhotoId(photo), label, label_set, TagState(state), probability, model, at)
