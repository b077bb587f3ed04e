"""One stack of everything the user did, to be taken back and done again, also after a restart.

What an act changed in the catalogue is noted row by row while it is done. Taking it back changes only rows
that still are as the act left them: what was changed since stays, and is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from mmdesk.core.acts import Act, ActKind, Restored
from mmdesk.core.photo import PhotoId
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.tracked import MOST_COLUMNS, PHOTO_IS_THERE, TRACKED, Side

KEPT_ACTS = 200
"""Acts that can be taken back."""

KEPT_ROWS = 500_000
"""Rows noted of all acts together; the last act is kept whatever its size."""

OF_FILES = f"kind IN ('{ActKind.TRASH}', '{ActKind.RENAME}')"

MOVED = "FROM file_log WHERE batch = acts.id AND file_log.undone = acts.undone"
"""Files that an act has moved, or had moved before it was taken back."""

HAPPENED = f"(NOT {OF_FILES} OR EXISTS (SELECT 1 {MOVED}))"
"""Acts of files are begun before it is known whether any can be moved."""

ACTS = f"""
    SELECT id, kind, CASE WHEN {OF_FILES} THEN (SELECT count(DISTINCT photo_id) {MOVED}) ELSE photos END,
           name, value FROM acts WHERE {HAPPENED}
"""

NOTE = "tracked, photo_id, key"
"""What tells the notes of an act apart."""

SAME = " AND ".join(
    ["is_before = is_after", *(f"before_{n} IS after_{n}" for n in range(1, MOST_COLUMNS + 1))]
)


@contextmanager
def noting(catalogue: Catalogue, kind: ActKind, name: str = "", value: int = 0) -> Iterator[Database]:
    """One transaction whose changes are one act, to be taken back as one.

    A block within another is part of that one's act. Where nothing was changed, there is no act.
    """
    with catalogue.writing() as db:
        if _is_noting(db):
            yield db
            return
        act = _begin(db, kind, name, value)
        triggers = [trigger for tracked in TRACKED for trigger in tracked.triggers(act).items()]
        for _, statement in triggers:
            db.execute(statement)
        yield db
        for trigger, _ in triggers:
            db.execute(f"DROP TRIGGER temp.{trigger}")
        _finish(db, act)


class History:
    """The acts of a library that can be taken back, or done again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def last(self) -> Act | None:
        """The act that would be taken back now."""
        return self._act("undone = 0 ORDER BY id DESC")

    def next(self) -> Act | None:
        """The act that would be done again now."""
        newest_done = f"SELECT coalesce(max(id), 0) FROM acts WHERE undone = 0 AND {HAPPENED}"
        return self._act(f"undone = 1 AND id > ({newest_done}) ORDER BY id")

    def begin_files(self, kind: ActKind, name: str = "") -> int:
        """The number of an act that moves files; what it does to them is in the log of files."""
        with self._catalogue.writing() as db:
            return _begin(db, kind, name, 0)

    def note(self, kind: ActKind, name: str) -> None:
        """Note an act that changed nothing in the catalogue, and that whoever did it can take back."""
        with self._catalogue.writing() as db:
            _prune(db, _begin(db, kind, name, 0))

    def forget(self, kind: ActKind, name: str) -> None:
        """Forget acts that were noted and can be neither taken back nor done again any more."""
        with self._catalogue.writing() as db:
            db.execute("DELETE FROM acts WHERE kind = ? AND name = ?", [kind, name])

    def mark(self, act: Act, *, undone: bool) -> None:
        """Remember that the act was taken back, or done again."""
        with self._catalogue.writing() as db:
            db.execute("UPDATE acts SET undone = ? WHERE id = ?", [undone, act.id])

    def take_back(self, act: Act) -> Restored:
        """Let the rows the act has changed be as they were before it."""
        return self._restore(act, "after", "before")

    def do_again(self, act: Act) -> Restored:
        """Let the rows be as the act left them."""
        return self._restore(act, "before", "after")

    def _restore(self, act: Act, now: Side, then: Side) -> Restored:
        with self._catalogue.writing() as db:
            db.execute(f"CREATE TEMP TABLE restored ({NOTE}, PRIMARY KEY ({NOTE}))")
            for tracked in TRACKED:
                db.execute(tracked.note_unchanged(now), [act.id])
            for tracked in reversed(TRACKED):
                if not tracked.is_part:
                    db.execute(tracked.take_away(then), [act.id])
            for tracked in TRACKED:
                db.execute(tracked.put(then), [act.id])
            restored = _outcome(db, act, then)
            db.execute("DROP TABLE temp.restored")
            db.execute("UPDATE acts SET undone = ? WHERE id = ?", [then == "before", act.id])
        return restored

    def _act(self, which: str) -> Act | None:
        for act, kind, photos, name, value in self._catalogue.rows(f"{ACTS} AND {which} LIMIT 1"):
            return Act(act, ActKind(kind), photos, name, value)
        return None


def _is_noting(db: Database) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE type = 'trigger')"
    return bool(db.execute(sql).fetchone()[0])


def _begin(db: Database, kind: ActKind, name: str, value: int) -> int:
    made = db.execute("INSERT INTO acts (kind, name, value) VALUES (?, ?, ?)", [kind, name, value])
    return int(made.lastrowid or 0)


def _finish(db: Database, act: int) -> None:
    """Count what an act has changed; forget it where that is nothing."""
    db.execute(f"DELETE FROM act_rows WHERE act_id = ? AND {SAME}", [act])
    sql = "SELECT count(DISTINCT nullif(photo_id, 0)), count(*) FROM act_rows WHERE act_id = ?"
    photos, notes = db.execute(sql, [act]).fetchone()
    if notes:
        db.execute("UPDATE acts SET photos = ?, notes = ? WHERE id = ?", [photos, notes, act])
        _prune(db, act)
    else:
        db.execute("DELETE FROM acts WHERE id = ?", [act])


def _prune(db: Database, act: int) -> None:
    """Forget what was taken back before this act, and the oldest of too much."""
    db.execute("DELETE FROM acts WHERE undone = 1 AND id < ?", [act])
    oldest = "SELECT id FROM acts ORDER BY id DESC LIMIT 1 OFFSET ?"
    db.execute(f"DELETE FROM acts WHERE id <= ({oldest})", [KEPT_ACTS])
    sums = "SELECT id, sum(notes) OVER (ORDER BY id DESC) AS newer FROM acts"
    db.execute(
        f"DELETE FROM acts WHERE id < ? AND id IN (SELECT id FROM ({sums}) WHERE newer > ?)", [act, KEPT_ROWS]
    )


def _outcome(db: Database, act: Act, then: Side) -> Restored:
    """Compare the rows of an act with what they were to become."""
    db.execute("DELETE FROM restored")
    for tracked in TRACKED:
        db.execute(tracked.note_unchanged(then), [act.id])
    notes = f"FROM act_rows WHERE act_id = ? AND (photo_id = 0 OR {PHOTO_IS_THERE}) AND ({NOTE})"
    is_restored = f"{notes} IN (SELECT {NOTE} FROM restored)"
    stayed = db.execute(
        f"SELECT DISTINCT photo_id {notes} NOT IN (SELECT {NOTE} FROM restored)", [act.id]
    ).fetchall()
    photos = db.execute(f"SELECT DISTINCT photo_id {is_restored} AND photo_id != 0", [act.id]).fetchall()
    labels = db.execute(
        "SELECT DISTINCT key FROM act_rows WHERE act_id = ? AND tracked = 'tags'", [act.id]
    ).fetchall()
    return Restored(
        photos=tuple(PhotoId(photo) for (photo,) in photos),
        labels=tuple(label for (label,) in labels),
        stayed=sum(photo != 0 for (photo,) in stayed),
        is_whole=not stayed,
    )
