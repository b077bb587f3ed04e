"""What is known of films beside what is known of photos: columns, and the vectors of their frames."""

from mmdesk.library.database import Database


def make_films(db: Database) -> None:
    """Give photos columns for the length of a film, its pictures a second, and whether they hold one.

    Few photos are films, and a partial index lists them. A film has one vector, as a photo has, and beside it
    those of its frames, which go with it, whoever takes it away.
    """
    db.execute("ALTER TABLE photos ADD COLUMN seconds REAL")
    db.execute("ALTER TABLE photos ADD COLUMN frame_rate REAL")
    db.execute("ALTER TABLE photos ADD COLUMN motion INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX photos_films ON photos(id) WHERE seconds IS NOT NULL AND missing = 0")
    db.execute(
        """
        CREATE TABLE frame_vectors (
            shelf_id INTEGER NOT NULL REFERENCES shelves(id),
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            frame INTEGER NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (shelf_id, photo_id, frame)
        ) WITHOUT ROWID
        """
    )
    goes = "DELETE FROM frame_vectors WHERE shelf_id = OLD.shelf_id AND photo_id = OLD.photo_id;"
    db.execute(f"CREATE TRIGGER frames_removed AFTER DELETE ON vectors BEGIN {goes} END")
    db.execute(f"CREATE TRIGGER frames_left AFTER UPDATE OF photo_id ON vectors BEGIN {goes} END")
