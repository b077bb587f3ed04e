"""Wherever the keyboard is, it can be seen: each widget looks different with the focus."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.settings import ThemeName

RING_PIXELS = 40
"""A ring has at least as many pixels; the caret of a field has fewer."""

AROUND = 12
"""Some rings are painted by the frame around a field, in device-independent pixels."""


def _luminance(image: QImage) -> NDArray[np.float64]:
    """Relative luminance of each pixel, [h, w], as WCAG 2.2 defines it."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    stored = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = stored[:, : 3 * image.width()].reshape(image.height(), image.width(), 3) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def _changed(one: QImage, other: QImage) -> int:
    """Number of pixels whose contrast between the two is at least 3 : 1."""
    first, second = _luminance(one) + 0.05, _luminance(other) + 0.05
    return int(np.count_nonzero(np.maximum(first, second) / np.minimum(first, second) >= 2.9))


def _reached_by_tab(window: QWidget) -> Iterator[QWidget]:
    """Widgets where Tab stops, in its order; of a group of buttons those that are not chosen, too."""
    each = window.nextInFocusChain()
    while each is not window:
        stops = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        if stops and each.isVisible() and each.isEnabled() and each.width() > 1 and each.height() > 1:
            yield each
        each = each.nextInFocusChain()


def _bring_into_view(widget: QWidget) -> None:
    """Scroll to the widget, as Tab does where it leads out of what is seen of a page."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget)


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or words or widget.objectName()}"


def _without_a_ring(window: QWidget) -> list[str]:
    """Names of the widgets that do not show it when they have the focus."""
    blind = []
    for widget in list(_reached_by_tab(window)):
        if (last := window.focusWidget()) is not None:
            last.clearFocus()
        _bring_into_view(widget)
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(
            -AROUND, -AROUND, AROUND, AROUND
        )
        before = window.grab(place & window.rect()).toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        handed_on = not widget.hasFocus()
        if not handed_on and _changed(before, window.grab(place & window.rect()).toImage()) < RING_PIXELS:
            blind.append(_name(widget))
    return blind


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_focus_can_be_seen_in_every_place(desk: OpenWindow, theme: ThemeName, qtbot: QtBot) -> None:
    window = desk.window
    window.resize(1500, 950)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.theme.choose(theme)
    window.library.gallery.grid.select(int(window.library.gallery.shown_ids[3]))
    stops = {}
    blind = {}
    for name, place in window._by_name.items():
        window._go_to(place)
        wait_for_rest(desk.workers, 30)
        stops[name] = len(list(_reached_by_tab(window)))
        blind[name] = _without_a_ring(window)
    desk.theme.choose("dark")
    assert min(stops.values()) > 8, stops
    assert blind == {name: [] for name in blind}
