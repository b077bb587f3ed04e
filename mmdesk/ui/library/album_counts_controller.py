"""Numbers of photos beside the albums, anew whenever something may have changed them."""

from PySide6.QtCore import QObject

from mmdesk.ui.folders.albums import AlbumsList
from mmdesk.work.workers import Workers


class AlbumCountsController(QObject):
    """Connects the list of albums with what changes the library."""

    def __init__(self, albums: AlbumsList, workers: Workers) -> None:
        super().__init__(albums)
        self._albums, self._counts = albums, workers.album_counts
        self._counts.counted.connect(albums.show_counts)
        for changed in (
            workers.albums.albums_loaded,
            workers.browse.marked,
            workers.decisions.decided,
            workers.files.changed,
            workers.index.ended,
            workers.models.chosen,
        ):
            changed.connect(self._ask)

    def _ask(self) -> None:
        """Have the albums counted, where there are any."""
        if self._albums.count():
            self._counts.ask()
