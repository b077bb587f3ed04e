"""The time the window keeps people waiting: to its first paint, for another list, at each step of scrolling.

What is timed is everything the GUI thread does: laying out, painting, taking in
what the lanes deliver. That is what people feel.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.photo_grid import PhotoGrid

RESETS = 7
STEPS = 300
"""Notches of the wheel, one in each frame."""

FRAME_S = 1 / 60
SETTLE_S = 0.5
NOTCH = 3
"""Single steps of the scroll bar in a notch of the wheel."""


@dataclass(frozen=True, slots=True)
class GridFigures:
    """Milliseconds of the GUI thread: for a new list, and for one step of scrolling with its painting."""

    reset_ms: float
    scroll_p50_ms: float
    scroll_p99_ms: float


def measure_grid(grid: PhotoGrid) -> GridFigures:
    """Show the photos of an open window's grid anew, and scroll through them."""
    ids = grid.ids()
    resets = [timed(lambda: _reset(grid, ids)) for _ in range(RESETS)]
    _live(SETTLE_S)
    steps = [_step(grid) for _ in range(STEPS)]
    return GridFigures(float(np.median(resets)), *np.percentile(steps, [50, 99]).tolist())


def _reset(grid: PhotoGrid, ids: Ids) -> None:
    """Another list: the same photos from the other end, so that nothing on screen may be kept."""
    is_forward = bool(np.array_equal(grid.ids()[:1], ids[:1]))
    grid.show_ids(ids[::-1].copy() if is_forward else ids)
    _paint_now(grid)


def _step(grid: PhotoGrid) -> float:
    """Milliseconds the GUI thread worked in one frame in which the wheel turned by a notch."""
    bar = grid.verticalScrollBar()
    moved = timed(lambda: bar.setValue(bar.value() + NOTCH * bar.singleStep()))
    return moved + worked_in_frame(grid)


def worked_in_frame(widget: QWidget) -> float:
    """Milliseconds the GUI thread works in a frame: what waits to be painted, and what lanes deliver."""
    ends = time.perf_counter() + FRAME_S
    worked = timed(lambda: _paint_now(widget))
    while time.perf_counter() < ends:
        worked += timed(QCoreApplication.processEvents)
        time.sleep(0.001)
    return worked


def _paint_now(widget: QWidget) -> None:
    """Paint what waits to be painted, as the window does once in each frame of the screen."""
    QCoreApplication.sendEvent(widget.window(), QEvent(QEvent.Type.UpdateRequest))


def _live(seconds: float) -> None:
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        QCoreApplication.processEvents()
        time.sleep(0.001)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


class PaintWatch(QObject):
    """Calls `then` once, right after `widget` has been painted while `is_ready` held."""

    def __init__(self, widget: QWidget, is_ready: Callable[[], bool], then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._is_ready = is_ready
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look out for a paint; the turn of the event loop after it, the widget is on the screen."""
        if event.type() == QEvent.Type.Paint and self._is_ready():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False
