"""Triggers that keep the numbers of vectors true, whoever writes."""

from mmdesk.library.database import Database


def count_vectors(db: Database) -> None:
    """Make the triggers that keep a shelf's numbers."""
    db.execute(
        """
        CREATE TRIGGER vector_added AFTER INSERT ON vectors BEGIN
            UPDATE shelves SET vectors = vectors + 1, newest = NEW.seq WHERE id = NEW.shelf_id;
        END
        """
    )
    db.execute(
        """
        CREATE TRIGGER vector_removed AFTER DELETE ON vectors BEGIN
            UPDATE shelves SET vectors = vectors - 1, replaced = replaced + 1 WHERE id = OLD.shelf_id;
        END
        """
    )
    db.execute(
        """
        CREATE TRIGGER vector_changed AFTER UPDATE ON vectors BEGIN
            UPDATE shelves SET replaced = replaced + 1 WHERE id IN (OLD.shelf_id, NEW.shelf_id);
        END
        """
    )
