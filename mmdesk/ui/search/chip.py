"""The picture that is being searched by, shown on the search line."""

import os

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name, display_path
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import ElidedLabel
from mmdesk.ui.parts.tooltip import plain_tooltip

PREVIEW_SIDE = 26
NAME_WIDTH = 160


class PictureChip(QFrame):
    """A small picture, its name and a cross.

    Signals:
        removed(): the cross was pressed.
    """

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self._preview = _Preview(self)
        self._name = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle, parent=self)
        self._name.setMaximumWidth(NAME_WIDTH)
        remove = IconButton("clear", tr("Search without this picture"), self, side=12)
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 2, 2)
        row.setSpacing(6)
        row.addWidget(self._preview)
        row.addWidget(self._name)
        row.addWidget(remove)

    def show_pictures(self, paths: tuple[bytes, ...]) -> None:
        """Show the names of these files."""
        self._preview.show_picture(None)
        is_one = len(paths) == 1
        self._name.set_text(
            display_name(paths[0]) if is_one else trn("{n} picture", "{n} pictures", len(paths))
        )
        self.setToolTip(plain_tooltip("\n".join(display_path(path) for path in paths)))
        self.setAccessibleName(
            tr(
                "Photos like {pictures}",
                pictures=", ".join(os.fsdecode(os.path.basename(path)) for path in paths),
            )
        )

    def show_preview(self, picture: FullPicture) -> None:
        """Show the (first) picture."""
        self._preview.show_picture(_image_of(picture))


class _Preview(QWidget):
    """A square cut out of the middle of a picture, with soft corners."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(PREVIEW_SIDE, PREVIEW_SIDE))
        self._pixmap = QPixmap()

    def show_picture(self, image: QImage | None) -> None:
        """Show `image`, or none."""
        self._pixmap = QPixmap() if image is None else QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(self.rect(), 4, 4)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self.palette().base())
        if not self._pixmap.isNull():
            side = min(self._pixmap.width(), self._pixmap.height())
            left, top = (self._pixmap.width() - side) // 2, (self._pixmap.height() - side) // 2
            painter.drawPixmap(self.rect(), self._pixmap.copy(left, top, side, side))


def _image_of(picture: FullPicture) -> QImage:
    """A copy that owns its pixels."""
    stride = 3 * picture.width
    image = QImage(picture.rgb, picture.width, picture.height, stride, QImage.Format.Format_RGB888)
    return image.copy()
