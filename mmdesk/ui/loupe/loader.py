"""Loading for a close look at photos: rows, thumbnails and full pictures, of their neighbours too."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSizeF, Signal

from mmdesk.core.language import in_figures, tr
from mmdesk.core.photo import Photo
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.grid.thumbnails import ThumbnailCache
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.full_pictures import BUDGET, FullPictures, WantedPicture
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

_THUMBNAIL_SIDE = 512
_THUMBNAILS = 48 << 20  # bytes: some dozens, so that leafing back and forth never shows a void


class CloseUpLoader(QObject):
    """Loads what is wanted now, the first before all others; only the latest request counts.

    `budget` bounds the bytes of full pictures read ahead.

    Signals:
        arrived(): there is more to be shown than before.
    """

    arrived = Signal()

    def __init__(
        self, browse: BrowseWork, pictures: PictureWork, budget: int = BUDGET, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._browse = browse
        self._wanted: Sequence[int] = ()
        self._full = 0
        self._turns: dict[int, int] = {}
        self._absence = Absence()
        self._thumbnails = ThumbnailCache(pictures, _THUMBNAILS, self)
        self._thumbnails.set_side(_THUMBNAIL_SIDE)
        self.full_pictures = FullPictures(pictures, budget, self)
        self._thumbnails.arrived.connect(self.arrived)
        self.full_pictures.arrived.connect(self.arrived)
        browse.photos_loaded.connect(self.load_again)
        browse.photos_changed.connect(self._look_again)

    def photo(self, photo: int) -> Photo | None:
        """The row of a photo, once it is here."""
        return self._browse.photo(photo)

    def load(self, photos: Sequence[int], full: int) -> None:
        """Load these photos, and the full pictures of the first `full` of them; let go of all others."""
        self._wanted, self._full = photos, full
        absent = [photo for photo in photos if self._browse.photo(photo) is None]
        if absent:
            self._browse.request_photos(absent)
        self.load_again()

    def load_again(self) -> None:
        """Load what is wanted now that its rows are here, or that other pictures of it are wanted."""
        rows = self._rows(self._wanted)
        self._turns = {row.id: row.turn for row in rows}
        self._thumbnails.request(rows)
        self.full_pictures.request_sized(self.wanted_pictures())
        self.arrived.emit()

    def _look_again(self, changed: Sequence[Photo]) -> None:
        """Show rows that have changed, and load photos again that are turned now."""
        if any(self._turns.get(photo.id, photo.turn) != photo.turn for photo in changed):
            self.load_again()
        else:
            self.arrived.emit()

    def show_absence(self, absence: Absence) -> None:
        """Know from now on which photos are not there."""
        self._absence = absence
        self.arrived.emit()

    def show_on(self, canvas: PictureCanvas, photo: Photo | None) -> None:
        """Let `canvas` show what there is of a photo by now."""
        if photo is None:
            canvas.show_picture(QSizeF(), None, None)
            return
        size = QSizeF(photo.facts.width, photo.facts.height)
        full = self.picture_of(photo)
        canvas.show_picture(size, self._thumbnails.image(photo), full if isinstance(full, Pyramid) else None)

    def zoom_text(self, canvas: PictureCanvas, photo: Photo) -> str:
        """Scale at which the picture is seen, and whether every pixel of it is there."""
        zoom = in_figures(canvas.scale, ".0%")
        if canvas.is_fitted:
            # translators: the whole picture is seen, at this scale; keep it short.
            zoom = tr("Fit  {scale}", scale=zoom)
        # translators: what is seen is a preview, not every pixel of the picture.
        return zoom if self.is_sharp(canvas, photo) else tr("{scale}  ·  preview", scale=zoom)

    def trouble(self, photo: Photo) -> str:
        """Reason why there is no full picture; empty where there is one, or may still be."""
        full = self.picture_of(photo)
        return (self._absence.why(photo.path) or full) if isinstance(full, str) else ""

    def picture_of(self, photo: Photo) -> Pyramid | str | None:
        """What there is of the full picture by now."""
        return self.full_pictures.get(photo.id)

    def is_sharp(self, canvas: PictureCanvas, photo: Photo) -> bool:
        """Whether nothing sharper is still to come for what `canvas` shows."""
        del canvas
        return self.picture_of(photo) is not None

    def wanted_pictures(self) -> list[WantedPicture]:
        """Full pictures that are to be at hand, the most urgent first."""
        return [WantedPicture(row) for row in self.rows_wanted()]

    def rows_wanted(self) -> list[Photo]:
        """Photos whose full pictures are to be at hand, as far as their rows are here."""
        return self._rows(self._wanted[: self._full])

    def _rows(self, photos: Iterable[int]) -> list[Photo]:
        rows = (self._browse.photo(photo) for photo in photos)
        return [row for row in rows if row is not None]
