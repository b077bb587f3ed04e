"""The tables of acts, and what becomes of the logs of files and of decisions that were there before."""

import json
import os
from collections.abc import Sequence
from typing import Any

from mmdesk.library.database import Database

KINDS = {"Accept": "accept", "Reject": "reject", "Tag": "tag", "Remove": "remove"}

NOT_READ = ("[]", 0)
"""The last two columns of steps from before there were these."""

KEPT = 200


def make_acts(db: Database) -> None:
    """Make the tables of acts and of the rows each has changed (see `library.tracked`).

    `undone` is 1 for what was taken back. What files were moved is in `file_log`, where `batch` is the act.
    """
    db.execute(
        """
        CREATE TABLE acts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            value INTEGER NOT NULL,
            photos INTEGER NOT NULL DEFAULT 0,
            notes INTEGER NOT NULL DEFAULT 0,
            undone INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    sides = (f"{side}_{number}" for side in ("before", "after") for number in range(1, 8))
    db.execute(
        f"""
        CREATE TABLE act_rows (
            act_id INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
            tracked TEXT NOT NULL,
            photo_id INTEGER NOT NULL,
            key NOT NULL,
            is_before INTEGER NOT NULL,
            is_after INTEGER NOT NULL,
            {", ".join(sides)},
            PRIMARY KEY (act_id, tracked, photo_id, key)
        ) WITHOUT ROWID
        """
    )


def take_over_logs(db: Database) -> None:
    """Make acts of what is in both logs, those of files first, for nobody knows in which order they were."""
    _take_over_files(db)
    steps = db.execute(
        "SELECT sentence, changes, undone FROM tag_log ORDER BY id DESC LIMIT ?", [KEPT]
    ).fetchall()
    for sentence, changes, undone in reversed(steps):
        _take_over_step(db, KINDS[sentence.partition(" ")[0]], json.loads(changes), undone)
    db.execute("DROP TABLE tag_log")


def _take_over_files(db: Database) -> None:
    """Let an act of files have the number of its batch, and every later act a higher one."""
    db.execute("INSERT INTO acts (id, kind, name, value) SELECT max(batch), '', '', 0 FROM file_log")
    db.execute("DELETE FROM acts")
    sql = "SELECT batch, min(id), now FROM file_log WHERE undone = 0 GROUP BY batch ORDER BY batch"
    for batch, _, now in db.execute(sql).fetchall():
        name = "" if now is None else os.path.basename(now).decode("utf-8", "replace")
        kind = "trash" if now is None else "rename"
        db.execute("INSERT INTO acts (id, kind, name, value) VALUES (?, ?, ?, 0)", [batch, kind, name])


def _take_over_step(db: Database, kind: str, changes: dict[str, Any], undone: int) -> None:
    label, photos = changes["label"], changes["photos"]
    sql = "INSERT INTO acts (kind, name, value, photos, notes, undone) VALUES (?, ?, 0, ?, ?, ?)"
    act = db.execute(sql, [kind, label, len(photos), len(photos), undone]).lastrowid
    before, after = ({row[0]: _full(row)[2:] for row in changes[side]} for side in ("before", "after"))
    nothing = (None,) * 7
    db.conn.executemany(
        f"INSERT INTO act_rows VALUES ({', '.join('?' * 20)})",
        (
            (*key, photo in before, photo in after, *before.get(photo, nothing), *after.get(photo, nothing))
            for photo, key in ((photo, (act, "tags", photo, label)) for photo in photos)
        ),
    )


def _full(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row) if len(row) > 7 else (*row, *NOT_READ)
