"""The order in which Tab goes through widgets."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_through(*widgets: QWidget) -> None:
    """Let Tab go through these in this order, as they are seen; Qt's own is that in which they were made."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)


def tab_by_layout(window: QWidget) -> None:
    """Let Tab go through what is laid out in a window in the order of its layouts."""
    tab_through(*_in_order(window.layout()))


def _in_order(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (widget := item.widget()) is not None:
            yield from _within(widget)
        elif item is not None:
            yield from _in_order(item.layout())


def _within(widget: QWidget) -> Iterator[QWidget]:
    """What Tab reaches of a widget: itself, or what is laid out or scrolled in it."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    yield from _in_order(widget.layout())
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    yield from _in_order(None if inside is None else inside.layout())
