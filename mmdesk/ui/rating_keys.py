"""Rating and flagging by single keys, alike in the grid and in the loupe."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from mmdesk.core.photo import Pick
from mmdesk.core.vectors import Ids
from mmdesk.work.browsing import BrowseWork

_RATINGS = {
    Qt.Key.Key_0: 0,
    Qt.Key.Key_1: 1,
    Qt.Key.Key_2: 2,
    Qt.Key.Key_3: 3,
    Qt.Key.Key_4: 4,
    Qt.Key.Key_5: 5,
}
_PICKS = {Qt.Key.Key_P: Pick.PICKED, Qt.Key.Key_X: Pick.REJECTED, Qt.Key.Key_U: Pick.UNFLAGGED}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def mark_of(event: QKeyEvent) -> Pick | int | None:
    """The flag (P X U) or the number of stars (0-5) that a key stands for, if any."""
    if event.modifiers() & ~_KEYPAD:
        return None
    key = Qt.Key(event.key())
    return _PICKS.get(key, _RATINGS.get(key))


def give_mark(browse: BrowseWork, ids: Sequence[int] | Ids, mark: Pick | int) -> None:
    """Give photos a flag or a number of stars."""
    if isinstance(mark, Pick):
        browse.set_pick(ids, mark)
    else:
        browse.set_rating(ids, mark)


def rate_by_key(browse: BrowseWork, ids: Sequence[int] | Ids, event: QKeyEvent) -> bool:
    """Rate (0-5) or flag (P X U) the photos `ids` if the key says so; whether it did."""
    mark = mark_of(event)
    if mark is None or not len(ids):
        return False
    give_mark(browse, ids, mark)
    return True
