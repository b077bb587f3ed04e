"""What changes in an act: the tables of which it is noted row by row, and the statements for it.

Triggers note it that live as long as the act's transaction: SQLite does so without Python, and whichever
way a row changes. One note of `act_rows` is a row as it was before the act and as it is after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["before", "after"]

MOST_COLUMNS = 7
"""Columns of a row that a note has room for on each side."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """Rows of a table that are noted.

    `keys` says which columns of the table tell them apart, and where a note has those: in `photo_id`, `key`,
    or both. `columns` are the rest of a row, or the part of it that is noted. `can_be_put` is a condition on
    notes of rows that are put back. Of a `part` of a row only changes are noted.
    """

    name: str
    table: str
    keys: Mapping[str, str]
    columns: tuple[str, ...] = ()
    can_be_put: str = "TRUE"
    is_part: bool = False

    def triggers(self, act: int) -> dict[str, str]:
        """Triggers that note what changes, as statements by name."""
        found = {}
        if self.columns:
            differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in self.columns)
            when = f"UPDATE OF {', '.join(self.columns)} ON {self.table} WHEN {differs}"
            found["changed"] = f"{when} BEGIN {self._note(act, 'OLD', 'NEW')} END"
        if not self.is_part:
            found["made"] = f"INSERT ON {self.table} BEGIN {self._note(act, '', 'NEW')} END"
            found["gone"] = f"DELETE ON {self.table} BEGIN {self._note(act, 'OLD', '')} END"
        names = {kind: f"note_{self.name}_{kind}" for kind in found}
        return {names[kind]: f"CREATE TEMP TRIGGER {names[kind]} AFTER {found[kind]}" for kind in found}

    def note_unchanged(self, side: Side) -> str:
        """Statement that remembers which notes of act ?1 tell of rows that are still as on this side."""
        noted = zip(self.columns, self._noted(side), strict=True)
        is_there = f"(now.{next(iter(self.keys))} IS NOT NULL)"
        alike = " AND ".join(
            [f"is_{side} = {is_there}", *(f"now.{column} IS {note}" for column, note in noted)]
        )
        if self.name == "tags":  # a suggestion is as good as nothing: it comes and goes without the user
            undecided = f"coalesce(now.state, 'suggested') = coalesce({side}_2, 'suggested')"
            alike = f"{alike} OR {undecided} AND coalesce(now.state, 'suggested') = 'suggested'"
        joined = " AND ".join(f"now.{column} = notes.{note}" for column, note in self.keys.items())
        return (
            "INSERT INTO restored SELECT tracked, notes.photo_id, key FROM act_rows AS notes"
            f" LEFT JOIN {self.table} AS now ON {joined} WHERE act_id = ?1 AND {self._mine} AND ({alike})"
        )

    def take_away(self, side: Side) -> str:
        """Statement that removes the rows to be restored that are not there on this side."""
        own, noted = ", ".join(self.keys), ", ".join(self.keys.values())
        return (
            f"DELETE FROM {self.table} WHERE ({own}) IN (SELECT {noted} {self._to_restore} AND NOT is_{side})"
        )

    def put(self, side: Side) -> str:
        """Statement that makes the rows to be restored what they are on this side."""
        noted = [*self.keys.values(), *self._noted(side)]
        if self.is_part:
            [key], columns, values = self.keys, ", ".join(self.columns), ", ".join(self._noted(side))
            note = f"SELECT {values} FROM act_rows WHERE act_id = ?1 AND {self._mine} AND photo_id = {key}"
            chosen = f"SELECT photo_id FROM restored WHERE {self._mine}"
            return f"UPDATE {self.table} SET ({columns}) = ({note}) WHERE {key} IN ({chosen})"
        changes = ", ".join(f"{column} = excluded.{column}" for column in self.columns)
        return (
            f"INSERT INTO {self.table} ({', '.join([*self.keys, *self.columns])})"
            f" SELECT {', '.join(noted)} {self._to_restore} AND is_{side}"
            f" AND {self.can_be_put.format(side=side)}"
            f" ON CONFLICT ({', '.join(self.keys)}) DO {f'UPDATE SET {changes}' if changes else 'NOTHING'}"
        )

    @property
    def _mine(self) -> str:
        return f"tracked = '{self.name}'"

    @property
    def _to_restore(self) -> str:
        chosen = f"SELECT photo_id, key FROM restored WHERE {self._mine}"
        return f"FROM act_rows WHERE act_id = ?1 AND {self._mine} AND (photo_id, key) IN ({chosen})"

    def _noted(self, side: Side) -> list[str]:
        return [f"{side}_{number}" for number, _ in enumerate(self.columns, 1)]

    def _note(self, act: int, old: str, new: str) -> str:
        """Statement of a trigger: note a row, of several changes the first before and the last after."""
        own = {note: f"{new or old}.{column}" for column, note in self.keys.items()}
        after = dict(zip(self._noted("after"), (f"NEW.{column}" for column in self.columns), strict=True))
        before = dict(zip(self._noted("before"), (f"OLD.{column}" for column in self.columns), strict=True))
        note = {"act_id": str(act), "tracked": f"'{self.name}'", "photo_id": "0", "key": "''"} | own
        note |= {"is_before": str(int(bool(old))), "is_after": str(int(bool(new)))}
        note |= (before if old else {}) | (after if new else {})
        changes = ", ".join(f"{column} = excluded.{column}" for column in ["is_after", *after])
        return (
            f"INSERT INTO act_rows ({', '.join(note)}) VALUES ({', '.join(note.values())})"
            f" ON CONFLICT (act_id, tracked, photo_id, key) DO UPDATE SET {changes};"
        )


PHOTO_IS_THERE = "photo_id IN (SELECT id FROM photos)"

TRACKED = (
    Tracked("rating", "photos", {"id": "photo_id"}, ("rating",), is_part=True),
    Tracked("pick", "photos", {"id": "photo_id"}, ("pick",), is_part=True),
    Tracked(
        "facts",
        "photos",
        {"id": "photo_id"},
        ("caption", "taken_at", "taken_from", "zone", "turn"),
        is_part=True,
    ),
    Tracked(
        "fact_edits",
        "fact_edits",
        {"photo_id": "photo_id", "fact": "key"},
        ("value", "is_read"),
        PHOTO_IS_THERE,
    ),
    Tracked(
        "tags",
        "tags",
        {"photo_id": "photo_id", "label": "key"},
        ("label_set", "state", "probability", "model", "at", "above", "is_read"),
        PHOTO_IS_THERE,
    ),
    Tracked(
        "albums",
        "albums",
        {"id": "key"},
        ("name", "query"),
        "NOT EXISTS (SELECT 1 FROM albums WHERE albums.name = {side}_1 AND albums.id != key)",
    ),
    Tracked(
        "album_photos",
        "album_photos",
        {"photo_id": "photo_id", "album_id": "key"},
        can_be_put=f"{PHOTO_IS_THERE} AND key IN (SELECT id FROM albums)",
    ),
)
"""Everything an act may change; what others stand on comes before them."""
