"""The full-text table (FTS5) of captions, kept true by triggers in the transaction that changes one."""

from mmdesk.library.database import Database


def make_captions(db: Database) -> None:
    """Give photos a column for captions, and make the table of their words with its triggers."""
    db.execute("ALTER TABLE photos ADD COLUMN caption TEXT")
    db.execute(
        "CREATE VIRTUAL TABLE caption_words USING fts5(caption,"
        " tokenize = 'unicode61 remove_diacritics 2', detail = none, columnsize = 0)"
    )
    put = (
        "INSERT INTO caption_words (rowid, caption) SELECT NEW.id, NEW.caption WHERE NEW.caption IS NOT NULL;"
    )
    take = "DELETE FROM caption_words WHERE rowid = OLD.id;"
    db.execute(f"CREATE TRIGGER photos_captioned AFTER INSERT ON photos BEGIN {put} END")
    db.execute(f"CREATE TRIGGER photos_uncaptioned AFTER DELETE ON photos BEGIN {take} END")
    db.execute(
        "CREATE TRIGGER photos_recaptioned AFTER UPDATE OF caption ON photos"
        f" WHEN OLD.caption IS NOT NEW.caption BEGIN {take} {put} END"
    )
