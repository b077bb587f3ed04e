"""Decoding of a stored thumbnail to just the size a cell needs. Runs on the image lane."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader


def decode_thumbnail(jpeg: bytes, side: int) -> QImage | None:
    """The JPEG fitted into a square of `side` device pixels, never enlarged; None where it is damaged.

    libjpeg decodes at a fraction of the size where that suffices, so small cells
    are cheap. The result is 32 bits a pixel, which the window draws without converting.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setScaledSize(_fitted(reader.size(), side))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)


def _fitted(size: QSize, side: int) -> QSize:
    """`size` shrunk into a square of `side`; a size that is not known yet stays so."""
    if not size.isValid() or max(size.width(), size.height()) <= side:
        return size
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
