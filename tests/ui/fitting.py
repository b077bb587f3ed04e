"""Text that is cut and widgets that cannot be reached, found by a walk through what is shown."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStackedLayout,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QToolButton,
    QWidget,
)

from mmdesk.ui.parts.labels import ElidedLabel

SLACK = 1
"""Pixels that rounding may cost."""

LEAST_LETTERS = 6
"""So many letters are left of words that are cut with an ellipsis: fewer say nothing."""

TEXT_GAP = 2
"""Pixels that Qt keeps free at either side of the words in a field."""


def misfits(window: QWidget) -> list[str]:
    """What is cut or out of reach, in words, among all that is shown in `window`."""
    shown = [window, *(each for each in window.findChildren(QWidget) if each.isVisible())]
    return [told for each in shown for told in (*_cut(each), *_out_of_reach(each, window), *_overlaps(each))]


def _cut(widget: QWidget) -> Iterator[str]:
    """The text of `widget`, where it has less room than it needs; an ellipsis with a tooltip is no cut."""
    if isinstance(widget, ElidedLabel) and len(widget.text()) < min(len(widget.whole_text), LEAST_LETTERS):
        yield f"cut: of {widget.whole_text!r} only {widget.text()!r} is left"
    needed, room = _needed_and_room(widget)
    if needed > room + SLACK:
        yield f"cut: {_name(widget)} needs {needed}, has {room}"
    if isinstance(widget, QLabel | QAbstractButton) and widget.text() and not _wraps(widget):
        line, is_high = widget.fontMetrics().height(), widget.height()
        if line > is_high + SLACK:
            yield f"cut: {_name(widget)} needs {line} in height, has {is_high}"
    if isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
        high, is_high = widget.heightForWidth(widget.width()), widget.height()
        if high > is_high + SLACK:
            yield f"cut: {_name(widget)} needs {high} in height, has {is_high}"


def _wraps(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and widget.wordWrap()


def _needed_and_room(widget: QWidget) -> tuple[int, int]:
    """Width that the text needs, and the width it has."""
    if isinstance(widget, ElidedLabel) or (isinstance(widget, QLabel) and widget.wordWrap()):
        return 0, 0
    if isinstance(widget, QLabel):
        return (widget.sizeHint().width() if widget.text() else 0), widget.width()
    if isinstance(widget, QPushButton | QCheckBox | QToolButton):
        return widget.minimumSizeHint().width(), widget.width()
    if isinstance(widget, QComboBox):
        return _advance(widget, widget.currentText()), _combo_room(widget)
    if isinstance(widget, QAbstractSpinBox):
        return _advance(widget, widget.text()), _field_room(widget.lineEdit())
    if isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QAbstractSpinBox | QComboBox):
        return _advance(widget, widget.placeholderText()), _field_room(widget)
    return 0, 0


def _advance(widget: QWidget, words: str) -> int:
    return widget.fontMetrics().horizontalAdvance(words)


def _combo_room(box: QComboBox) -> int:
    if box.toolTip() and box.sizeAdjustPolicy() != QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow:
        return box.fontMetrics().horizontalAdvance(box.currentText())  # cut on purpose
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()


def _field_room(field: QLineEdit) -> int:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    rect = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    margins = field.textMargins()
    return rect.width() - margins.left() - margins.right() - 2 * TEXT_GAP


def _out_of_reach(widget: QWidget, window: QWidget) -> Iterator[str]:
    """A control that lies beyond the window, or beyond the sides of what scrolls up and down only."""
    if not isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QAbstractSpinBox | QLabel):
        return
    if isinstance(widget.parent(), QScrollBar) or widget.width() <= 1:
        return
    around = widget.parentWidget()
    if widget.x() < -SLACK or widget.geometry().right() > around.width() + SLACK:
        yield f"out of reach: {_name(widget)} at {widget.geometry().getRect()} in a width of {around.width()}"
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    area = _scrolled(widget, window)
    if area is None:
        room = window.rect()
    else:
        view = area.viewport()
        room = QRect(view.mapTo(window, QPoint(0, 0)), view.size())
        room.setTop(place.top())
        room.setBottom(place.bottom())
    if not room.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
        yield f"out of reach: {_name(widget)} at {place.getRect()}, room {room.getRect()}"


def _overlaps(widget: QWidget) -> Iterator[str]:
    """Pairs that lie over each other, among what a layout has put into `widget`."""
    laid_out = [each for each in _laid_out(widget.layout()) if each.isVisible()]
    for one, other in combinations(laid_out, 2):
        shared = one.geometry() & other.geometry()
        if shared.width() > SLACK and shared.height() > SLACK:
            yield f"overlap: {_name(one)} and {_name(other)} by {shared.getRect()}"


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None or isinstance(layout, QStackedLayout):
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item.widget() is not None:
            yield item.widget()
        else:
            yield from _laid_out(item.layout())


def _scrolled(widget: QWidget, window: QWidget) -> QScrollArea | None:
    """The area that scrolls `widget`."""
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None


def _name(widget: QWidget) -> str:
    words = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__} {(words or widget.accessibleName() or widget.objectName())[:40]!r}"
