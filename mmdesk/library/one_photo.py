"""Two rows of the catalogue that turn out to be one photo."""

from mmdesk.library.database import Database
from mmdesk.library.fact_tables import apply_edits
from mmdesk.library.forgetting import BELONGINGS


def become_one(db: Database, photo: int, other: int) -> None:
    """Give `photo` all that the user gave `other`, and take that out of the catalogue.

    Stars and flags that `photo` has of its own stay; a decision about a tag counts more than a suggestion.
    """
    decided = "SELECT label FROM tags WHERE photo_id = ? AND state != 'suggested'"
    db.execute(
        f"DELETE FROM tags WHERE photo_id = ? AND state = 'suggested' AND label IN ({decided})",
        [photo, other],
    )
    for table in BELONGINGS:
        db.execute(f"UPDATE OR IGNORE {table} SET photo_id = ? WHERE photo_id = ?", [photo, other])
        db.execute(f"DELETE FROM {table} WHERE photo_id = ?", [other])
    db.execute(
        "UPDATE photos SET (rating, pick) = (SELECT coalesce(nullif(photos.rating, 0), other.rating),"
        " coalesce(nullif(photos.pick, 0), other.pick) FROM photos AS other WHERE other.id = ?) WHERE id = ?",
        [other, photo],
    )
    db.execute("DELETE FROM photos WHERE id = ?", [other])
    apply_edits(db, photo)
