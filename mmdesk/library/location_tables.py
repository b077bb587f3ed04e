"""The tables of locations: what the spots where photos were taken are called."""

from mmdesk.library.database import Database


def make_locations(db: Database) -> None:
    """Make the table of locations, and a column of photos for theirs.

    It is NULL for photos that nobody has looked up yet; a trigger makes it so when their position changes.
    """
    db.execute(
        """
        CREATE TABLE locations (
            id INTEGER PRIMARY KEY,
            town TEXT NOT NULL,
            region TEXT NOT NULL,
            country TEXT NOT NULL,
            quarter TEXT NOT NULL,
            UNIQUE (country, region, town, quarter)
        )
        """
    )
    db.execute("ALTER TABLE photos ADD COLUMN location_id INTEGER REFERENCES locations(id)")
    db.execute(
        "CREATE INDEX photos_by_location ON photos(location_id) WHERE missing = 0 AND location_id IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX photos_unlocated ON photos(id) WHERE latitude IS NOT NULL AND location_id IS NULL"
    )
    db.execute(
        """
        CREATE TRIGGER photos_elsewhere AFTER UPDATE OF latitude, longitude ON photos
        WHEN OLD.latitude IS NOT NEW.latitude OR OLD.longitude IS NOT NEW.longitude
        BEGIN UPDATE photos SET location_id = NULL WHERE id = NEW.id; END
        """
    )
