"""A picture at halving sizes, so that every zoom is sharp, smooth and quick to paint.

Made on the image lane: shrinking a 24 megapixel picture takes tens of
milliseconds, which the window must not spend while it is being painted.
(The idea is the mipmap of L. Williams, "Pyramidal Parametrics", SIGGRAPH 1983.)
"""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from mmdesk.core.full_picture import FullPicture

_SMALLEST = 640  # below this long side even a plain scaling is quick


class Pyramid:
    """`levels[0]` is the picture itself, each further level half as wide and high as the one before.

    `whole` is the picture's size where `image` is smaller than that, as it was read for a small window.
    """

    def __init__(self, image: QImage, whole: QSize | None = None) -> None:
        self._whole = whole or image.size()
        self.levels = [image]
        while max(self.levels[-1].width(), self.levels[-1].height()) > 2 * _SMALLEST:
            self.levels.append(_halved(self.levels[-1]))

    @classmethod
    def of(cls, picture: FullPicture) -> "Pyramid":
        """The pyramid of a decoded photograph."""
        row = 3 * picture.width
        packed = QImage(picture.rgb, picture.width, picture.height, row, QImage.Format.Format_RGB888)
        # 32 bits a pixel is what the window paints from without converting; it also lets go of `rgb`.
        whole = None if picture.whole is None else QSize(*picture.whole)
        return cls(packed.convertToFormat(QImage.Format.Format_RGB32), whole)

    @property
    def size(self) -> QSize:
        """Width and height in pixels, of the whole picture."""
        return self._whole

    @property
    def is_whole(self) -> bool:
        """Whether every pixel is here."""
        return self.levels[0].width() >= self._whole.width()

    @property
    def bytes(self) -> int:
        """Memory taken."""
        return sum(level.sizeInBytes() for level in self.levels)

    def paint(self, painter: QPainter, target: QRectF, source: QRectF, ratio: float) -> None:
        """Paint the part `source` (pixels of the picture) into `target` (of `ratio` device pixels each).

        From the smallest level that still has a pixel for every device pixel;
        when enlarged beyond four times, pixels stay squares, for those who count them.
        """
        scale = target.width() * ratio / max(source.width(), 1e-9)
        level = self._level_for(scale)
        shrink = self.levels[level].width() / self.size.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale <= 4)
        part = QRectF(source.topLeft() * shrink, QSizeF(source.width() * shrink, source.height() * shrink))
        painter.drawImage(target, self.levels[level], part)

    def _level_for(self, scale: float) -> int:
        level = 0
        while level + 1 < len(self.levels) and self.levels[level + 1].width() >= self.size.width() * scale:
            level += 1
        return level


def _halved(image: QImage) -> QImage:
    size = QSize(max(1, image.width() // 2), max(1, image.height() // 2))
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
