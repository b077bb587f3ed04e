"""Conversion of pictures from the core to Qt."""

from PySide6.QtGui import QImage

from mmdesk.core.full_picture import FullPicture


def image_of(picture: FullPicture) -> QImage:
    """`picture` as Qt paints it fastest, on its own memory."""
    packed = QImage(
        picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888
    )
    return packed.convertToFormat(QImage.Format.Format_RGB32)
