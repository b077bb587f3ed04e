"""The tables of runs over label sets, and of what was learned of labels."""

from mmdesk.library.database import Database


def make_learned(db: Database) -> None:
    """Create the tables of runs over label sets, and of the heads of labels."""
    db.execute(
        """
        CREATE TABLE tag_runs (
            label_set TEXT NOT NULL,
            model TEXT NOT NULL,
            digest TEXT NOT NULL,
            stamp TEXT NOT NULL,
            cutoffs TEXT NOT NULL,
            PRIMARY KEY (label_set, model)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE taught (
            label TEXT NOT NULL,
            model TEXT NOT NULL,
            weights BLOB NOT NULL,
            bias REAL NOT NULL,
            accepted INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (label, model)
        ) WITHOUT ROWID
        """
    )
