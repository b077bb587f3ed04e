"""Tags in the catalogue: what was suggested, what the user decided, and the way back.

Suggestions are no decisions: they can be found again, and are not logged. Upper and lower case are the same
on one photo: the spelling that came first stays.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.acts import ActKind
from mmdesk.core.keyword_paths import Pieces, pieces
from mmdesk.core.labels import LabelCount, Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.photo_dates import from_bound, until_bound
from mmdesk.core.tagging.overview import MANUAL_SET
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.history import noting
from mmdesk.library.path_range import in_folder
from mmdesk.library.tag_rows import (
    COLUMNS,
    above_in,
    decided_row,
    now,
    numbers,
    stored_rows,
    tag_of,
    write_rows,
)

GIVEN = (TagState.ACCEPTED, TagState.MANUAL)
"""States that make a label part of a photo."""

SHOWN = (TagState.ACCEPTED, TagState.MANUAL, TagState.SUGGESTED)

SUGGESTED = "photo_id, label, label_set, state, probability, model, at"
"""The columns a suggestion fills."""

SAYS_LABELS = """
    CASE state WHEN 'suggested' THEN probability ELSE 1 END FROM tags
    WHERE label IN (SELECT value FROM json_each(?)) AND state != 'rejected'
"""
"""The rest of a query for photos with labels: how certain that is, and which they are."""


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
        for row in self._catalogue.rows(sql, [numbers(ids)]):
            found[row[0]].append(tag_of(row))
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
            condition, bounds = in_folder(self._catalogue, folder)
            conditions.append(condition)
            parameters += bounds
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
        return [tag_of(row) for row in self._catalogue.rows(sql, parameters)]

    def ids_with(self, word: str) -> Ids:
        """Photos that have the label or a suggestion of it; upper and lower case are the same here.

        "USA|Georgia" or "USA/Georgia" asks for the label below that parent alone.
        """
        return np.unique(np.array([photo for photo, _ in self._that_say(word)], np.int64))

    def certainties(self, ids: Ids, labels: Sequence[str]) -> NDArray[np.float64]:
        """Lowest probability of these labels, for each of `ids`; 1 where the user gave them, or for none."""
        lowest: dict[int, float] = {}
        for label in labels:
            for photo, certain in self._that_say(label):
                lowest[photo] = min(certain, lowest.get(photo, 1.0))
        return np.array([lowest.get(int(photo), 1.0) for photo in ids])

    def _that_say(self, word: str) -> list[tuple[int, float]]:
        """Photos with a label, or a label below its parents, and how certain that is."""
        own = pieces(word)
        names = [(name, pieces(name)) for name in self.names()]
        alone = [name for name, parts in names if parts == own]
        below_others = [name for name, parts in names if parts != own and own[-len(parts) :] == parts]
        rows = self._catalogue.rows(f"SELECT photo_id, {SAYS_LABELS}", [json.dumps(alone)])
        sql = f"SELECT label, above, photo_id, {SAYS_LABELS}"
        for label, above, *row in self._catalogue.rows(sql, [json.dumps(below_others)]):
            if any(pieces(*path, label)[-len(own) :] == own for path in above_in(above)):
                rows.append((row[0], row[1]))
        return rows

    def decided(self, label: str) -> tuple[list[int], list[int]]:
        """The photos that were given the label, and those it was rejected for."""
        rows = self._catalogue.rows(
            "SELECT photo_id, state FROM tags WHERE label = ? AND state != 'suggested' ORDER BY photo_id",
            [label],
        )
        given = [photo for photo, state in rows if state != TagState.REJECTED]
        return given, [photo for photo, state in rows if state == TagState.REJECTED]

    def counts(self, label_set: str | None = None) -> list[LabelCount]:
        """Numbers of photos of each label that any photo has, by name."""
        chosen = "" if label_set is None else "AND label_set = ?"
        sql = f"""
            SELECT label, sum(state = 'suggested'), sum(state = 'accepted'), sum(state = 'rejected'),
                   sum(state = 'manual')
            FROM tags JOIN photos ON photos.id = photo_id
            WHERE missing = 0 {chosen} GROUP BY label ORDER BY label
        """
        return [LabelCount(*row) for row in self._catalogue.rows(sql, [label_set] if label_set else [])]

    def decided_by_set(self, labels: Collection[str]) -> dict[tuple[str, str], int]:
        """Numbers of photos that something was decided of, by label, for these, and set."""
        sql = """
            SELECT label, label_set, count(*) FROM tags
            WHERE label IN (SELECT value FROM json_each(?)) AND state IN ('accepted', 'manual', 'rejected')
            GROUP BY label, label_set
        """
        rows = self._catalogue.rows(sql, [json.dumps(sorted(labels))])
        return {(label, label_set): photos for label, label_set, photos in rows}

    def names(self) -> list[str]:
        """Every label any photo has, for completion."""
        return [name for (name,) in self._catalogue.rows("SELECT DISTINCT label FROM tags ORDER BY label")]

    def accept(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Say of photos that they show the label."""
        self._decide(ActKind.ACCEPT, label, ids, TagState.ACCEPTED, label_set)

    def reject(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Say of photos that they do not show the label; it is never suggested for them again."""
        self._decide(ActKind.REJECT, label, ids, TagState.REJECTED, label_set)

    def add(self, label: str, ids: Collection[int], label_set: str = MANUAL_SET) -> None:
        """Give photos a label by hand."""
        self._decide(ActKind.TAG, label, ids, TagState.MANUAL, label_set)

    def remove(self, label: str, ids: Collection[int]) -> None:
        """Take a label off photos, as if nothing had ever been said of it."""
        self._decide(ActKind.REMOVE, label, ids, None, MANUAL_SET)

    def store_suggestions(
        self, label_set: str, model: str, rows: Iterable[tuple[int, str, float]], *, only: Ids | None = None
    ) -> int:
        """Put suggestions (photo, label, probability) in the place of the set's earlier ones.

        With `only`, just those of these photos are replaced. What the user decided stays as it is. Returns
        how many suggestions there are now.
        """
        at = now()
        with self._catalogue.writing() as db:
            self._forget_suggestions(db, label_set, only)
            db.conn.executemany(
                f"INSERT OR IGNORE INTO tags ({SUGGESTED}) VALUES (?, ?, ?, 'suggested', ?, ?, ?)",
                ((photo, label, label_set, chance, model, at) for photo, label, chance in rows),
            )
            _forget_doubles(db)
            sql = "SELECT count(*) FROM tags WHERE state = 'suggested' AND label_set = ?"
            return int(db.execute(sql, [label_set]).fetchone()[0])

    def store_suggestions_of(
        self, label: str, label_set: str, model: str, rows: Iterable[tuple[int, float]]
    ) -> None:
        """Put suggestions (photo, probability) of one label in the place of its earlier ones in a set."""
        at = now()
        with self._catalogue.writing() as db:
            sql = "DELETE FROM tags WHERE state = 'suggested' AND label = ? AND label_set = ?"
            db.execute(sql, [label, label_set])
            db.conn.executemany(
                f"INSERT OR IGNORE INTO tags ({SUGGESTED}) VALUES (?, ?, ?, 'suggested', ?, ?, ?)",
                ((photo, label, label_set, round(chance, 5), model, at) for photo, chance in rows),
            )
            _forget_doubles(db)

    def by_photo(self, labels: Collection[str]) -> dict[PhotoId, list[Tag]]:
        """All tags of these labels, by photo, the most probable first."""
        sql = f"""
            SELECT {COLUMNS} FROM tags WHERE label IN (SELECT value FROM json_each(?))
            ORDER BY coalesce(probability, 1) DESC, label
        """
        found: defaultdict[PhotoId, list[Tag]] = defaultdict(list)
        for row in self._catalogue.rows(sql, [json.dumps(list(labels))]):
            found[row[0]].append(tag_of(row))
        return dict(found)

    @staticmethod
    def _forget_suggestions(db: Database, label_set: str, only: Ids | None) -> None:
        sql = "DELETE FROM tags WHERE state = 'suggested' AND label_set = ?"
        if only is None:
            db.execute(sql, [label_set])
        else:
            db.execute(f"{sql} AND photo_id IN (SELECT value FROM json_each(?))", [label_set, numbers(only)])

    def _decide(
        self, kind: ActKind, label: str, ids: Collection[int], state: TagState | None, label_set: str
    ) -> None:
        with noting(self._catalogue, kind, label) as db:
            before = stored_rows(db, label, ids)
            if state in GIVEN:
                for photo in _given_otherwise(db, label, ids):
                    before.pop(photo, None)
            after = [decided_row(photo, label, state, label_set, before[photo]) for photo in before]
            write_rows(db, label, before, [row for row in after if row])


def _given_otherwise(db: Database, label: str, ids: Collection[int]) -> list[int]:
    """Those of these photos that were given the label in another spelling."""
    others = [other for other in _spellings(db)[pieces(label)] if other != label]
    sql = """
        SELECT photo_id FROM tags WHERE label IN (SELECT value FROM json_each(?))
        AND state IN ('accepted', 'manual') AND photo_id IN (SELECT value FROM json_each(?))
    """
    return [photo for (photo,) in db.execute(sql, [json.dumps(others), numbers(ids)])] if others else []


def _forget_doubles(db: Database) -> None:
    """Suggest no label in one spelling where something was said of it in another."""
    for same in _spellings(db).values():
        if len(same) > 1:
            listed = json.dumps(same)
            sql = """
                DELETE FROM tags WHERE state = 'suggested' AND label IN (SELECT value FROM json_each(?))
                AND photo_id IN (SELECT photo_id FROM tags WHERE state != 'suggested'
                                 AND label IN (SELECT value FROM json_each(?)))
            """
            db.execute(sql, [listed, listed])


def _spellings(db: Database) -> defaultdict[Pieces, list[str]]:
    """All labels, by what they have in common whatever their case."""
    found: defaultdict[Pieces, list[str]] = defaultdict(list)
    for (label,) in db.execute("SELECT DISTINCT label FROM tags"):
        found[pieces(label)].append(label)
    return found
