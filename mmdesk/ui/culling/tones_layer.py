"""Tones of the picture on the canvas: measured while they are wanted, and only of what is shown."""

from functools import partial

from PySide6.QtCore import QObject

from mmdesk.ui.culling.cull_canvas import CullCanvas
from mmdesk.ui.culling.tones import Tones, tones_of
from mmdesk.ui.loupe.pyramid import Pyramid
from mmdesk.work.culling import CullWork


class TonesLayer(QObject):
    """Has the picture measured in the image lane, and shows what was found on `canvas`."""

    def __init__(self, work: CullWork, canvas: CullCanvas) -> None:
        super().__init__(canvas)
        self._work, self._canvas = work, canvas
        self._photo: int | None = None
        self._measured: int | None = None
        work.measured.connect(self._take)

    def show_wanted(self, *, histogram: bool, stripes: bool) -> None:
        """Show the histogram, the stripes, both or neither from now on."""
        self._canvas.has_histogram, self._canvas.has_stripes = histogram, stripes
        self._canvas.update()

    def measure(self, photo: int, picture: Pyramid | str | None) -> None:
        """Measure the picture of a photo, unless that is done."""
        if photo != self._photo:
            self._photo, self._measured, self._canvas.tones = photo, None, None
        if not isinstance(picture, Pyramid) or not self._canvas.wants_tones:
            return
        key = picture.levels[0].cacheKey()
        if key != self._measured:
            self._measured = key
            self._work.request_measurement(photo, partial(_tones, picture))

    def _take(self, told: tuple[int, Tones]) -> None:
        photo, tones = told
        if photo == self._photo:
            self._canvas.tones = tones
            self._canvas.update()


def _tones(picture: Pyramid) -> Tones:
    """Tones of a picture, which is held as long as its pixels are looked at."""
    return tones_of(picture.levels[0])
