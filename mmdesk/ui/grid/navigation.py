"""Navigation keys, as a new position in an arrangement."""

from PySide6.QtCore import Qt

from mmdesk.ui.grid.arrangement import Arrangement

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_KEYS = {*_STEPS, *_ROWS, *_PAGES, Qt.Key.Key_Home, Qt.Key.Key_End}


def is_navigation(key: Qt.Key) -> bool:
    """Whether the key moves."""
    return key in _KEYS


def is_absolute(key: Qt.Key) -> bool:
    """Whether the key leads to the same photo from everywhere."""
    return key in (Qt.Key.Key_Home, Qt.Key.Key_End)


def position_after(key: Qt.Key, position: int, arrangement: Arrangement, page: int) -> int:
    """Position a navigation key leads to from `position`; `page` is a number of rows."""
    last = arrangement.count - 1
    if key in _STEPS:
        return min(max(position + _STEPS[key], 0), last)
    if key == Qt.Key.Key_Home:
        return 0
    if key == Qt.Key.Key_End:
        return last
    rows = _ROWS[key] if key in _ROWS else _PAGES[key] * page
    return arrangement.moved(position, rows)
