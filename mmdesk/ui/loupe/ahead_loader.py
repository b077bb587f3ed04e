"""Loading for paging quickly: the photos to come at hand, in the size in which they are shown."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSizeF

from mmdesk.core.photo import Photo
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.full_pictures import BUDGET, WantedPicture
from mmdesk.ui.loupe.loader import CloseUpLoader
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.ui.loupe.viewport import Viewport
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.pictures import PictureWork

CLOSE_UPS = 2
"""Photos of which every pixel is read while one is looked at closely: this one and the next."""


class AheadLoader(CloseUpLoader):
    """Reads pictures as large as `window` (in device pixels) shows them, and whole ones to be looked into.

    A picture of the size that is shown takes a fraction of the time and of the memory of a whole one.
    """

    def __init__(
        self,
        browse: BrowseWork,
        pictures: PictureWork,
        window: Callable[[], QSizeF],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(browse, pictures, BUDGET, parent)
        self._window = window
        self._size = QSizeF()
        self._is_close, self._may_be_close = False, False

    def look_closely(self, *, is_close: bool) -> None:
        """Have every pixel of the photo, and of the next one, before all else; or no longer."""
        if is_close != self._is_close:
            self._is_close = is_close
            self.load_again()

    def expect_close_look(self) -> None:
        """Have every pixel of the photo once all else is there: who rests on it may look closely."""
        self._may_be_close = True
        self.load_again()

    def load_again(self) -> None:
        """Load what is wanted for the window as it is now."""
        self._size = self._window()
        super().load_again()

    def load(self, photos: Sequence[int], full: int) -> None:
        """Load these photos, and pictures of the first `full` of them; let go of all others."""
        self._may_be_close = False
        super().load(photos, full)

    def wanted_pictures(self) -> list[WantedPicture]:
        """Pictures in the size that is shown, and the whole ones of those looked into."""
        rows = self.rows_wanted()
        shown = [WantedPicture(row, self._longest(row)) for row in rows]
        if self._is_close:
            shown = [*map(WantedPicture, rows[:CLOSE_UPS]), *shown]
        elif self._may_be_close:
            shown += map(WantedPicture, rows[:1])
        return list({picture.key: picture for picture in shown}.values())

    def picture_of(self, photo: Photo) -> Pyramid | str | None:
        """What there is by now, as sharp as is seen; a larger or smaller one until that is there."""
        return self.full_pictures.nearest(photo.id, None if self._is_close else self._longest(photo))

    def is_sharp(self, canvas: PictureCanvas, photo: Photo) -> bool:
        """Whether there is a pixel of the picture for each pixel of the screen, as far as it has them."""
        picture = self.picture_of(photo)
        return isinstance(picture, str) or (picture is not None and (canvas.is_fitted or picture.is_whole))

    def _longest(self, photo: Photo) -> int | None:
        """The long side in which a photo is seen whole; None where that is no smaller than it is."""
        size = QSizeF(photo.facts.width, photo.facts.height)
        scale = Viewport(size, self._size).fitted
        longest = max(photo.facts.width, photo.facts.height)
        return None if scale >= 1 or self._size.isEmpty() else math.floor(scale * longest)
