"""Rows of the table of tags."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from mmdesk.core.keyword_paths import Path
from mmdesk.core.labels import Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.library.database import Database

COLUMNS = "photo_id, label, label_set, state, probability, model, at, above, is_read"

NOT_READ = ("[]", 0)
"""The last two columns of what no file says."""

Row = Sequence[Any]
"""A tag in the order of COLUMNS."""


def stored_rows(db: Database, label: str, ids: Collection[int]) -> dict[int, Row | None]:
    """The tag that each photo has now, for those that exist."""
    sql = f"""
        SELECT photos.id, {COLUMNS} FROM photos LEFT JOIN tags ON photo_id = photos.id AND label = ?
        WHERE photos.id IN (SELECT value FROM json_each(?)) ORDER BY photos.id
    """
    found = db.execute(sql, [label, numbers(ids)])
    return {photo: None if row[0] is None else row for photo, *row in found}


def decided_row(
    photo: int, label: str, state: TagState | None, label_set: str, before: Row | None
) -> Row | None:
    """The row a decision makes; set, probability, model and parents stay with a tag that was there."""
    if state is None:
        return None
    if before is None:
        return (photo, label, label_set, state, None, "", now(), *NOT_READ)
    return (photo, label, before[2], state, before[4], before[5], now(), before[7], 0)


def write_rows(db: Database, label: str, photos: Iterable[int], rows: Iterable[Row]) -> None:
    """Let the tags `label` of `photos` be these rows and no others."""
    db.conn.executemany(
        "DELETE FROM tags WHERE photo_id = ? AND label = ?", [(photo, label) for photo in photos]
    )
    # A photo may have been forgotten since.
    values = "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)"
    db.conn.executemany(f"INSERT INTO tags ({COLUMNS}) {values}", rows)


def above_text(above: Iterable[Path]) -> str:
    """Parents as the table keeps them."""
    return json.dumps([list(path) for path in above], ensure_ascii=False)


def above_in(text: str) -> tuple[Path, ...]:
    """Parents out of the table."""
    return tuple(tuple(path) for path in json.loads(text)) if text != NOT_READ[0] else ()


def tag_of(row: Row) -> Tag:
    """The tag a row stands for."""
    photo, label, label_set, state, probability, model, at, above, is_read = row
    return Tag(
        PhotoId(photo),
        label,
        label_set,
        TagState(state),
        probability,
        model,
        at,
        above_in(above),
        bool(is_read),
    )


def numbers(ids: Iterable[int]) -> str:
    """Ids as a list in JSON, which SQLite reads."""
    return json.dumps([int(photo) for photo in ids])


def now() -> str:
    """The moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
