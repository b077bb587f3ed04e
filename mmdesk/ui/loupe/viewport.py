"""The part of a picture that is seen, and how large: the arithmetic of zooming and panning."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

LARGEST = 16.0  # device pixels for each pixel of the picture
_FIT_ENLARGES = 2.0
_LEAST = 1e-9  # in a window that has no size yet


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture of `picture` pixels in a window of `window` device pixels.

    `scale` is device pixels per picture pixel, None while the whole picture is
    fitted into the window; `centre` is the picture's point in the middle.
    """

    picture: QSizeF
    window: QSizeF
    scale: float | None = None
    centre: QPointF = field(default_factory=QPointF)

    @property
    def fitted(self) -> float:
        """The scale at which the whole picture is seen; small pictures are enlarged no more than twice."""
        return min(self.touching, _FIT_ENLARGES)

    @property
    def touching(self) -> float:
        """The scale at which the whole picture touches the edges of the window."""
        wide = self.window.width() / max(self.picture.width(), 1)
        high = self.window.height() / max(self.picture.height(), 1)
        return max(min(wide, high), _LEAST)

    @property
    def shown_scale(self) -> float:
        """The scale in force."""
        return self.fitted if self.scale is None else self.scale

    @property
    def picture_rect(self) -> QRectF:
        """Rectangle of the whole picture, in device pixels of the window; whole ones, for sharpness."""
        scale, centre = self.shown_scale, self._clamped_centre(self.centre)
        left = self.window.width() / 2 - centre.x() * scale
        top = self.window.height() / 2 - centre.y() * scale
        size = QSizeF(self.picture.width() * scale, self.picture.height() * scale)
        return QRectF(QPointF(round(left), round(top)), size)

    def picture_point(self, at: QPointF) -> QPointF:
        """The point of the picture under a device pixel of the window."""
        return (at - self.picture_rect.topLeft()) / self.shown_scale

    def zoomed(self, scale: float, at: QPointF) -> "Viewport":
        """Zoom so that the point of the picture under `at` stays there; to the fit when small enough."""
        if scale < min(self.fitted, 1.0):
            return replace(self, scale=None)
        scale = min(scale, max(LARGEST, self.fitted))
        middle = QPointF(self.window.width() / 2, self.window.height() / 2)
        centre = self.picture_point(at) - (at - middle) / scale
        return replace(self, scale=scale, centre=centre).panned(QPointF())

    def panned(self, by: QPointF) -> "Viewport":
        """Move the picture by so many device pixels, no further than its edges."""
        return replace(self, centre=self._clamped_centre(self.centre - by / self.shown_scale))

    def moved_to(self, picture: QSizeF, window: QSizeF) -> "Viewport":
        """The same relative part of another picture, or in another window."""
        if picture == self.picture or self.scale is None:
            return replace(self, picture=picture, window=window)
        x = self.centre.x() / max(self.picture.width(), 1) * picture.width()
        y = self.centre.y() / max(self.picture.height(), 1) * picture.height()
        return replace(self, picture=picture, window=window, centre=QPointF(x, y))

    def in_step_with(self, other: "Viewport") -> "Viewport":
        """The part of this picture that `other` shows of its own, so that two can be compared.

        Places and sizes are taken as shares of the picture: half as many pixels are seen twice as large.
        """
        if other.scale is None:
            return replace(self, scale=None)
        x = other.centre.x() / max(other.picture.width(), 1) * self.picture.width()
        y = other.centre.y() / max(other.picture.height(), 1) * self.picture.height()
        scale = other.scale / other.touching * self.touching
        return replace(self, scale=scale, centre=QPointF(x, y))

    def _clamped_centre(self, centre: QPointF) -> QPointF:
        """`centre` moved so that no edge of the picture comes further in than it must."""
        scale = self.shown_scale
        x = _clamped(centre.x(), self.picture.width(), self.window.width() / scale)
        y = _clamped(centre.y(), self.picture.height(), self.window.height() / scale)
        return QPointF(x, y)


def _clamped(centre: float, whole: float, seen: float) -> float:
    """The middle if all of it is seen, else at least half a window from either end."""
    if whole <= seen:
        return whole / 2
    return min(max(centre, seen / 2), whole - seen / 2)
