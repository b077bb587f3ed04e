"""Stars of files, as far as they were read: what differs from them was decided here."""

from collections.abc import Mapping

from mmdesk.library.catalogue import Catalogue


class FileStars:
    """The stars each photo had in its files when those were last read; -1 for rejected ones."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def all(self) -> dict[int, int]:
        """The stars, by photo; photos whose files say nothing of stars are not among them."""
        return dict(self._catalogue.rows("SELECT photo_id, stars FROM file_stars"))

    def note(self, stars: Mapping[int, int]) -> None:
        """Remember the stars that were read for photos, in the place of earlier ones."""
        with self._catalogue.writing() as db:
            db.conn.executemany("INSERT OR REPLACE INTO file_stars VALUES (?, ?)", stars.items())
