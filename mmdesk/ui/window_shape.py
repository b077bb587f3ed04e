"""Shape of the window, as it outlives the window: its rectangle, and how its panels share it."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QStyle

from mmdesk.core.settings import Settings, WindowState

USUAL = QRect(60, 60, 1280, 820)
"""Rectangle of a window that was never moved, in device-independent pixels as all of them."""

STATES: dict[WindowState, Qt.WindowState] = {
    "full screen": Qt.WindowState.WindowFullScreen,
    "maximized": Qt.WindowState.WindowMaximized,
}


def restore_shape(window: QMainWindow, settings: Settings) -> None:
    """Give the window the shape it had, as far as the screens of today have room for it."""
    if settings.window_place:
        window.setGeometry(QRect(*settings.window_place))
    elif not window.restoreGeometry(QByteArray(base64.b64decode(settings.window_shape))):
        window.setGeometry(USUAL)
    bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    rooms = [screen.availableGeometry().adjusted(0, bar, 0, 0) for screen in QGuiApplication.screens()]
    window.setGeometry(fitted(window.normalGeometry(), rooms))
    window.setWindowState(
        window.windowState() | STATES.get(settings.window_state, Qt.WindowState.WindowNoState)
    )
    for split in _splitters(window):
        split.restoreState(QByteArray(base64.b64decode(settings.splitters.get(split.objectName(), ""))))


def with_shape(settings: Settings, window: QMainWindow) -> Settings:
    """The settings with the shape that the window has."""
    now = window.normalGeometry()
    states = (name for name, state in STATES.items() if window.windowState() & state)
    return replace(
        settings,
        window_shape="",
        window_place=(now.x(), now.y(), now.width(), now.height()),
        window_state=next(states, "normal"),
        splitters={
            split.objectName(): base64.b64encode(split.saveState().data()).decode("ascii")
            for split in _splitters(window)
        },
    )


def fitted(wanted: QRect, rooms: Sequence[QRect]) -> QRect:
    """`wanted` on the screen that shows most of it, no larger than that has room, and wholly on it.

    Where no screen shows any of it, the first does.
    """
    room = max(rooms, key=lambda each: _area(each & wanted))
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(wanted.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0


def _splitters(window: QMainWindow) -> Iterable[QSplitter]:
    """The panels whose shares are remembered: those with a name."""
    return (split for split in window.findChildren(QSplitter) if split.objectName())
