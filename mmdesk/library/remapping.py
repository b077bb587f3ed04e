"""A catalogue that has come to another computer: its folders are called what they are called there.

Every path in it is told anew by a `core.path_map.PathMap`, in one transaction, and nothing else is. Rows keep
their ids, and with them their tags, albums and vectors; photos that are hidden at present move along, too.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.path_map import PathMap, PathRule
from mmdesk.core.paths import display_path, is_under
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database
from mmdesk.library.excludes import Excludes
from mmdesk.library.relocating import TOLD_OF

COLUMNS = (
    ("directories", "path"),  # before photos, whose names are seen by their directories
    ("photos", "path"),
    ("folders", "path"),
    ("folders_out", "path"),
    *TOLD_OF,
)
"""Every column of paths, by table."""

ASIDE = b"\x01"
"""No path begins so: it stands before one whose new name another row still has."""


def remap(catalogue: Catalogue, paths: PathMap) -> Counter[PathRule]:
    """Call every path of the catalogue what `paths` says; returns the number of photos by rule.

    Raises UserError, and changes nothing, where two photos or folders would be one.
    """
    with catalogue.writing() as db:
        found = Counter(rule for path in _paths(db, "photos", "path") if (rule := paths.rule_for(path)))
        for rule in found:
            _refuse_photo(db, rule)
        for table, column in COLUMNS:
            _rename(db, table, column, paths)
        _take_in_inner_folders(db)
    return found


def paths_told(catalogue: Catalogue) -> Iterator[bytes]:
    """Every path of a photo or a folder, hidden ones too."""
    for table in ("photos", "folders", "folders_out", "skipped"):
        yield from (path for (path,) in catalogue.rows(f"SELECT path FROM {table}"))


def _paths(db: Database, table: str, column: str) -> Iterator[bytes]:
    for (path,) in db.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"):
        yield path


def _refuse_photo(db: Database, rule: PathRule) -> None:
    if db.execute("SELECT 1 FROM photos WHERE path = ?", [rule.old]).fetchone():
        raise UserError(
            tr("{old} is a photo; only folders can be called by another path.", old=display_path(rule.old))
        )


def _rename(db: Database, table: str, column: str, paths: PathMap) -> None:
    """Two rows may have exchanged their paths: one that is in the way goes aside first."""
    db.execute("CREATE TEMP TABLE moves (old BLOB PRIMARY KEY, new BLOB NOT NULL) WITHOUT ROWID")
    moves = ((path, new) for path in _paths(db, table, column) if (new := paths.of(path)) != path)
    db.conn.executemany("INSERT INTO moves VALUES (?, ?)", list(moves))
    try:
        _move_rows(db, table, column)
    except sqlite3.IntegrityError as error:
        raise UserError(_two_at_once(db, table, column)) from error
    finally:
        db.execute("DROP TABLE moves")


def _move_rows(db: Database, table: str, column: str) -> None:
    db.execute(
        f"UPDATE {table} SET {column} = CAST(X'{ASIDE.hex()}' || {column} AS BLOB)"
        f" WHERE {column} IN (SELECT old FROM moves WHERE old IN (SELECT new FROM moves))"
    )
    new = "(SELECT new FROM moves WHERE old = {})"
    where_they_are = f"WHERE {column} IN (SELECT old FROM moves)"
    db.execute(f"UPDATE {table} SET {column} = {new.format(f'{table}.{column}')} {where_they_are}")
    was = f"CAST(substr({table}.{column}, {len(ASIDE) + 1}) AS BLOB)"
    db.execute(
        f"UPDATE {table} SET {column} = {new.format(was)} WHERE {column} >= ? AND {column} < ?",
        [ASIDE, bytes([ASIDE[0] + 1])],
    )


def _two_at_once(db: Database, table: str, column: str) -> str:
    """Sentence about the first path that two rows would have."""
    staying = f"SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT old FROM moves)"
    sql = f"SELECT new FROM moves GROUP BY new HAVING count(*) > 1 OR new IN ({staying}) LIMIT 1"
    (path,) = db.execute(sql).fetchone()
    return tr(
        "Two folders or photos would both be {path}; give each folder a place of its own. "
        "Nothing was changed.",
        path=display_path(path),
    )


def _take_in_inner_folders(db: Database) -> None:
    """A folder that has come to lie in another one of the library is covered by it from now on."""
    added = {path: json.loads(out) for path, out in db.execute("SELECT path, excludes FROM folders")}
    for inner in sorted(added):
        outer = next((path for path in sorted(added) if path != inner and is_under(inner, path)), None)
        if outer is not None:
            added[outer] = [*added[outer], *Excludes(inner, added.pop(inner)).seen_from(outer)]
            db.execute("DELETE FROM folders WHERE path = ?", [inner])
            db.execute("UPDATE folders SET excludes = ? WHERE path = ?", [json.dumps(added[outer]), outer])
