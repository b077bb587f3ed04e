"""A picture at halving sizes, so that every zoom is sharp, smooth and quick to paint.

The sizes are made in the reading process: shrinking a 24 megapixel picture takes tens of
milliseconds, which the window must not spend while it is being painted.
(The idea is the mipmap of L. Williams, "Pyramidal Parametrics", SIGGRAPH 1983.)
"""

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from mmdesk.core.full_picture import PictureLevels


class Pyramid:
    """`levels[0]` is the picture itself, each further level half as wide and high as the one before.

    Where it was read for a small window, `levels[0]` is smaller than the picture is.
    """

    def __init__(self, picture: PictureLevels) -> None:
        self._picture = picture  # its pixels are those of the images
        self.levels = [_image(picture, number) for number in range(len(picture.sizes))]

    @property
    def size(self) -> QSize:
        """Width and height in pixels, of the whole picture."""
        return QSize(*self._picture.whole)

    @property
    def is_whole(self) -> bool:
        """Whether every pixel is here."""
        return self.levels[0].width() >= self._picture.whole[0]

    @property
    def bytes(self) -> int:
        """Memory taken."""
        return sum(level.sizeInBytes() for level in self.levels)

    def paint(self, painter: QPainter, target: QRectF, source: QRectF, ratio: float) -> None:
        """Paint the part `source` (pixels of the picture) into `target` (of `ratio` device pixels each).

        From the smallest level that still has a pixel for every device pixel;
        when enlarged beyond four times, pixels stay squares, for those who count them. A level as large as
        what it is painted into is laid there as it is, which takes a fraction of the time.
        """
        if source.size() == QSizeF(self.size) and self._is_as_large(target.size() * ratio):
            room = QRectF(target.topLeft(), QSizeF(self.levels[0].size()) / ratio)
            painter.drawImage(room, self.levels[0], QRectF(self.levels[0].rect()))
            return
        scale = target.width() * ratio / max(source.width(), 1e-9)
        level = self._level_for(scale)
        shrink = self.levels[level].width() / self.size.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale <= 4)
        part = QRectF(source.topLeft() * shrink, QSizeF(source.width() * shrink, source.height() * shrink))
        painter.drawImage(target, self.levels[level], part)

    def _is_as_large(self, size: QSizeF) -> bool:
        """Whether the largest level has a pixel for each of so many, but for what rounding does."""
        level = self.levels[0]
        return abs(level.width() - size.width()) <= 1 and abs(level.height() - size.height()) <= 1

    def _level_for(self, scale: float) -> int:
        level = 0
        while level + 1 < len(self.levels) and self.levels[level + 1].width() >= self.size.width() * scale:
            level += 1
        return level


def _image(picture: PictureLevels, number: int) -> QImage:
    """A level, in the 32 bits a pixel that the window paints without converting."""
    width, height = picture.sizes[number]
    return QImage(picture.level(number), width, height, 4 * width, QImage.Format.Format_RGB32)
