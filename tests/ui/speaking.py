"""What a screen reader is told of each control, and the order in which the keyboard reaches them."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit),
    *(QPlainTextEdit, QProgressBar, QTextEdit),
)


def unspoken(window: QWidget) -> list[str]:
    """Controls shown in `window` of which a screen reader is told no name or no role."""
    return [told for each in _controls(window) for told in _faults(each)]


def _controls(window: QWidget) -> Iterator[QWidget]:
    """What can be used, by mouse or by keyboard; parts of another control are not told of themselves."""
    for each in window.findChildren(QWidget):
        inside = isinstance(each.parent(), QAbstractSpinBox | QComboBox | QScrollBar) or isinstance(
            each, QScrollBar
        )
        is_used = isinstance(each, CONTROLS) or each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if each.isVisible() and is_used and not inside and each.window() is window and each.width() > 1:
            yield each


def _faults(control: QWidget) -> Iterator[str]:
    told = QAccessible.queryAccessibleInterface(control)
    words = told.text(QAccessible.Text.Name).strip() if told is not None else ""
    if not words:
        yield f"nameless: {_path(control)}"
    if told is None or told.role() == QAccessible.Role.NoRole:
        yield f"without a role: {_path(control)}"


def misordered(window: QWidget) -> list[str]:
    """Pairs that Tab reaches against the order in which they are seen, within each part of `window`."""
    chain = _from_the_top(list(_by_tab(window)), window)
    return [
        f"{_path(one)} before {_path(other)}"
        for one, other in pairwise(chain)
        if one.parentWidget() is other.parentWidget()
        and _is_before(_place(other, window), _place(one, window))
    ]


def _from_the_top(chain: list[QWidget], window: QWidget) -> list[QWidget]:
    """The round that Tab makes, beginning with what is seen first."""
    if not chain:
        return []
    places = [_place(each, window) for each in chain]
    highest = min(places, key=lambda place: place.top())
    line = [at for at, place in enumerate(places) if place.top() <= highest.bottom()]
    first = min(line, key=lambda at: places[at].left())
    return chain[first:] + chain[:first]


def unreachable(window: QWidget) -> list[str]:
    """Controls that neither Tab nor the arrow keys of a group of buttons reach."""
    chain = set(_by_tab(window))
    return [
        _path(each)
        for each in _controls(window)
        if each.isEnabled() and each not in chain and each.focusPolicy() == Qt.FocusPolicy.ClickFocus
    ]


def _by_tab(window: QWidget) -> Iterator[QWidget]:
    """Widgets in the order of Tab, each once."""
    begin = each = window
    while (each := each.nextInFocusChain()) is not begin:
        if each.window() is window and each.isVisible() and each.isEnabled() and _takes_tab(each):
            yield each


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _is_before(one: QRect, other: QRect) -> bool:
    """Whether `one` is read before `other`: above it, or in its line at its left."""
    if one.bottom() < other.top():
        return one.left() <= other.right()
    in_line = one.top() <= other.bottom()
    return in_line and one.right() < other.left()


def _path(widget: QWidget) -> str:
    names = [type(widget).__name__]
    above = widget.parentWidget()
    while above is not None and len(names) < 4:
        names.append(type(above).__name__)
        above = above.parentWidget()
    words = widget.text() if hasattr(widget, "text") else widget.accessibleName()
    return f"{' in '.join(names)} {words!r}"
