"""The picture while culling, with what is known of it: name and marks, tones, clipped places."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from mmdesk.core.language import tr
from mmdesk.ui.culling.tones import Tones
from mmdesk.ui.culling.tones_painter import paint_tones
from mmdesk.ui.loupe.canvas import PictureCanvas
from mmdesk.ui.loupe.caption import Caption

FOOT = 72
"""Height of the part in which the words are, in device-independent pixels."""


class CullCanvas(PictureCanvas):
    """Shows one picture. Its tones are shown once they are known, as far as they are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption: Caption | None = None
        self.tones: Tones | None = None
        self.has_histogram, self.has_stripes = False, False
        self.setAccessibleName(tr("Photo"))

    @property
    def wants_tones(self) -> bool:
        """Whether anything of the tones is to be seen."""
        return self.has_histogram or self.has_stripes

    def tell(self, caption: Caption | None) -> None:
        """Have other words below the picture; it is painted anew as far as they reach."""
        if caption != self.caption:
            self.caption = caption
            self.update(0, self.height() - FOOT, self.width(), FOOT)

    def paint_over(self, painter: QPainter) -> None:
        """Paint stripes where the picture is clipped, the histogram, and the words."""
        tones = self.tones
        if tones is not None and self.has_stripes:
            self.paint_layer(painter, tones.stripes)
        if self.caption is not None:
            self.caption.paint(painter, QRectF(self.rect()), self.palette())
        if tones is not None and self.has_histogram:
            paint_tones(painter, QRectF(self.rect()), tones)
