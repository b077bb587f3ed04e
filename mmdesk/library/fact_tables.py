"""The table of edited facts, and what keeps photos true that are turned."""

from mmdesk.core.fact_edits import FactKind
from mmdesk.library.database import Database

AS_READ = "turn = 1 AND NOT EXISTS (SELECT 1 FROM fact_edits WHERE photo_id = photos.id)"
"""Condition on photos: all their facts are those that their files say."""

COLUMNS = {FactKind.CAPTION: "caption", FactKind.ZONE: "zone"}
"""Columns of photos that take a value as it is."""


def make_fact_edits(db: Database) -> None:
    """Make the table, the columns of photos, and the trigger.

    `fact_edits.value` is NULL for a fact that was taken away; where it `is_read`, a sidecar says it and not
    the user. `photos.turn` is how a photo is turned against its file (`core.turns`): when it changes, its
    size follows, and what was seen and read is true no more. `sidecar_log.act` is the act that wrote it.
    """
    db.execute("ALTER TABLE photos ADD COLUMN zone TEXT")
    db.execute("ALTER TABLE photos ADD COLUMN turn INTEGER NOT NULL DEFAULT 1")
    db.execute("ALTER TABLE sidecar_log ADD COLUMN act INTEGER")
    db.execute(
        """
        CREATE TABLE fact_edits (
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            fact TEXT NOT NULL,
            value TEXT,
            is_read INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (photo_id, fact)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TRIGGER photos_turned AFTER UPDATE OF turn ON photos WHEN OLD.turn IS NOT NEW.turn BEGIN
            DELETE FROM vectors WHERE photo_id = NEW.id;
            DELETE FROM photo_texts WHERE photo_id = NEW.id;
            UPDATE photos SET width = height, height = width
                WHERE id = NEW.id AND (OLD.turn >= 5) != (NEW.turn >= 5);
        END
        """
    )


def edited_columns(db: Database, photo: int) -> dict[str, object]:
    """What the edits of a photo make of columns of its row, but for how it is turned."""
    edits = edits_of(db, photo)
    row: dict[str, object] = {column: edits[fact] for fact, column in COLUMNS.items() if fact in edits}
    if FactKind.TAKEN in edits:
        row |= {"taken_at": edits[FactKind.TAKEN], "taken_from": "xmp"}
    return row


def edits_of(db: Database, photo: int) -> dict[FactKind, str | None]:
    """All edited facts of a photo."""
    rows = db.execute("SELECT fact, value FROM fact_edits WHERE photo_id = ?", [photo]).fetchall()
    return {FactKind(fact): value for fact, value in rows}


def apply_edits(db: Database, photo: int) -> None:
    """Let the row of a photo say what its edits do."""
    row, edits = edited_columns(db, photo), edits_of(db, photo)
    if FactKind.TURN in edits:
        row["turn"] = int(edits[FactKind.TURN] or 1)
    if row:
        changes = ", ".join(f"{name} = :{name}" for name in row)
        db.execute(f"UPDATE photos SET {changes} WHERE id = :id", {**row, "id": photo})
