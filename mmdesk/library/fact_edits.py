"""Facts of photos that the user decided, or that sidecars say against the files."""

import json
from collections.abc import Collection, Mapping

from mmdesk.core.acts import ActKind
from mmdesk.core.fact_edits import Edits, FactKind
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.fact_tables import apply_edits
from mmdesk.library.history import noting

DECIDE = (
    "INSERT INTO fact_edits (photo_id, fact, value) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET value = excluded.value, is_read = 0"
)
READ = (
    "INSERT INTO fact_edits (photo_id, fact, value, is_read) VALUES (?, ?, ?, 1)"
    " ON CONFLICT DO UPDATE SET value = excluded.value WHERE is_read = 1"
)


class FactEdits:
    """The edited facts of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def decide(self, edits: Mapping[int, Edits], kind: ActKind, name: str = "") -> int:
        """Give photos other facts, as one act; returns its number."""
        with noting(self._catalogue, kind, name) as db:
            _put(db, DECIDE, edits)
            return int(db.execute("SELECT max(id) FROM acts").fetchone()[0])

    def read(self, said: Mapping[int, Edits]) -> None:
        """Take what sidecars say; what the user decided stays."""
        with noting(self._catalogue, ActKind.READ) as db:
            _put(db, READ, said)

    def decided(self, ids: Collection[int] | None = None) -> dict[int, dict[FactKind, str | None]]:
        """What the user decided of these photos, or of all that have any."""
        which = "" if ids is None else " AND photo_id IN (SELECT value FROM json_each(?))"
        asked = [] if ids is None else [json.dumps(list(map(int, ids)))]
        sql = f"SELECT photo_id, fact, value FROM fact_edits WHERE is_read = 0{which}"
        found: dict[int, dict[FactKind, str | None]] = {}
        for photo, fact, value in self._catalogue.rows(sql, asked):
            found.setdefault(photo, {})[FactKind(fact)] = value
        return found

    def of(self, photo: int) -> dict[FactKind, str | None]:
        """All edited facts of a photo."""
        sql = "SELECT fact, value FROM fact_edits WHERE photo_id = ?"
        return {FactKind(fact): value for fact, value in self._catalogue.rows(sql, [photo])}


def _put(db: Database, sql: str, edits: Mapping[int, Edits]) -> None:
    rows = ((photo, fact, value) for photo, facts in edits.items() for fact, value in facts.items())
    db.conn.executemany(sql, rows)
    for photo in edits:
        apply_edits(db, photo)
