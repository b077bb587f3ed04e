"""A label gets another name: its tags, what it learned and the way back go with it."""

import json
from collections.abc import Collection, Mapping

from mmdesk.core.acts import TAG_ACTS
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database

ON_THE_WAY = "\n"
"""Begins a name while labels change theirs, so that two can swap; no label's name holds it."""


def rename_labels(
    catalogue: Catalogue, label_set: str, renamed: Mapping[str, str], shared: Collection[str] = ()
) -> None:
    """Give labels of a set other names, `renamed` from old to new, in one transaction.

    A `shared` label is in another set, too, and stays there with what it learned: only its tags of this set
    get the new name. Where a photo has tags of both names, what the user said last before remains.
    """
    with catalogue.writing() as db:
        for old, new in renamed.items():
            _rename_tags(db, old, ON_THE_WAY + new, label_set if old in shared else None)
            if old not in shared:
                _rename_learned(db, old, ON_THE_WAY + new)
                _rename_acts(db, old, ON_THE_WAY + new)
        for new in renamed.values():
            _rename_tags(db, ON_THE_WAY + new, new)
            _rename_learned(db, ON_THE_WAY + new, new)
            _rename_acts(db, ON_THE_WAY + new, new)
        _rename_cutoffs(db, label_set, renamed)


def _rename_tags(db: Database, old: str, new: str, label_set: str | None = None) -> None:
    """Rename tags. Where a photo has both labels the decided tag stays; of two decided ones the newer."""
    chosen = {"old": old, "new": new, "set": label_set}
    mine = "label = :old AND (:set IS NULL OR label_set = :set)"
    db.execute(
        f"""
        DELETE FROM tags WHERE label = :new AND EXISTS (
            SELECT 1 FROM (SELECT photo_id AS photo, state AS said, at AS since FROM tags WHERE {mine})
            WHERE photo = photo_id
            AND (said != 'suggested', since) > (state != 'suggested', at)
        )
        """,
        chosen,
    )
    db.execute(f"UPDATE OR IGNORE tags SET label = :new WHERE {mine}", chosen)
    db.execute(f"DELETE FROM tags WHERE {mine}", chosen)


def _rename_learned(db: Database, old: str, new: str) -> None:
    db.execute("UPDATE OR REPLACE taught SET label = ? WHERE label = ?", [new, old])


def _rename_acts(db: Database, old: str, new: str) -> None:
    """Decisions that can be taken back are about the new name from now on."""
    db.execute("UPDATE OR REPLACE act_rows SET key = ? WHERE tracked = 'tags' AND key = ?", [new, old])
    kinds = json.dumps(sorted(TAG_ACTS))
    sql = "UPDATE acts SET name = ? WHERE name = ? AND kind IN (SELECT value FROM json_each(?))"
    db.execute(sql, [new, old, kinds])


def _rename_cutoffs(db: Database, label_set: str, renamed: Mapping[str, str]) -> None:
    """The cut-offs proposed in the last run."""
    sql = "SELECT model, cutoffs FROM tag_runs WHERE label_set = ?"
    for model, stored in db.execute(sql, [label_set]).fetchall():
        cutoffs = {renamed.get(label, label): cutoff for label, cutoff in json.loads(stored).items()}
        db.execute(
            "UPDATE tag_runs SET cutoffs = ? WHERE label_set = ? AND model = ?",
            [json.dumps(cutoffs), label_set, model],
        )
