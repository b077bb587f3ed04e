"""The tables of text that was read in photos: its lines with their places, and its words (FTS5).

Triggers keep the words true, and drop the text of a photo whose content changes: it waits to be read again.
"""

from mmdesk.library.database import Database


def make_texts(db: Database) -> None:
    """Make the tables and their triggers. `lines` is JSON: text, eight shares of the picture and sureness.

    `said` is what is searched. Where a photo could not be read, `trouble` says why, and it is not tried again
    as long as its content is the same.
    """
    db.execute(
        """
        CREATE TABLE photo_texts (
            photo_id INTEGER PRIMARY KEY REFERENCES photos(id),
            said TEXT NOT NULL,
            lines TEXT NOT NULL,
            trouble TEXT NOT NULL DEFAULT ''
        )
        """
    )
    db.execute("CREATE INDEX photo_texts_said ON photo_texts(photo_id) WHERE said <> ''")
    db.execute(
        "CREATE VIRTUAL TABLE text_words USING fts5(said, content = 'photo_texts',"
        " content_rowid = 'photo_id', tokenize = 'unicode61 remove_diacritics 2', columnsize = 0)"
    )
    put = "INSERT INTO text_words (rowid, said) VALUES (NEW.photo_id, NEW.said);"
    take = "INSERT INTO text_words (text_words, rowid, said) VALUES ('delete', OLD.photo_id, OLD.said);"
    db.execute(f"CREATE TRIGGER texts_read AFTER INSERT ON photo_texts BEGIN {put} END")
    db.execute(f"CREATE TRIGGER texts_dropped AFTER DELETE ON photo_texts BEGIN {take} END")
    db.execute(f"CREATE TRIGGER texts_read_again AFTER UPDATE ON photo_texts BEGIN {take} {put} END")
    db.execute(
        "CREATE TRIGGER photos_to_be_read_again AFTER UPDATE OF content_hash ON photos"
        " WHEN OLD.content_hash IS NOT NEW.content_hash"
        " BEGIN DELETE FROM photo_texts WHERE photo_id = NEW.id; END"
    )
