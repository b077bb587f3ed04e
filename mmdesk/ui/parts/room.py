"""Room that a screen has for a window: not all screens are large, and at a high scale few are."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle, QWidget


def resize_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give `window` this size, in device-independent pixels, or as much of it as its screen has room for."""
    title_bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableGeometry().size() - QSize(0, title_bar)
    window.resize(QSize(width, height).boundedTo(room))
