"""The context menu of the grid."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QMenu, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.photo import Pick
from mmdesk.ui.files.actions import MENU, FileAction
from mmdesk.ui.marks import STARS

_Value = TypeVar("_Value")

_PICKS = (
    (trc("a photo, a command", "Pick") + "\tP", Pick.PICKED),
    (trc("a photo, a command", "Reject") + "\tX", Pick.REJECTED),
    (trc("a photo, a command", "Unflag") + "\tU", Pick.UNFLAGGED),
)


def photo_menu(
    parent: QWidget,
    *,
    on_open: Callable[[], object],
    on_similar: Callable[[], object],
    on_example: Callable[[bool], object],
    on_compare: Callable[[], object],
    on_prompt: Callable[[], object],
    on_start: Callable[[], object],
    on_variation: Callable[[], object],
    on_file: Callable[[FileAction], object],
    on_rating: Callable[[int], object],
    on_pick: Callable[[Pick], object],
) -> QMenu:
    """Menu for the selected photos; the keys are shown, but the grid itself listens to them."""
    menu = QMenu(parent)
    menu.addAction(trc("a photo", "Open") + "\tSpace").triggered.connect(on_open)
    menu.addAction(tr("Find similar") + "\tS").triggered.connect(on_similar)
    menu.addAction(tr("More like these")).triggered.connect(_with(on_example, value=True))
    menu.addAction(tr("Less like these")).triggered.connect(_with(on_example, value=False))
    menu.addAction(trc("photos, a command", "Compare") + "\tC").triggered.connect(on_compare)
    menu.addSeparator()
    menu.addAction(tr("Paint towards this photo")).triggered.connect(on_prompt)
    menu.addAction(tr("Paint from this photo")).triggered.connect(on_start)
    menu.addAction(tr("More like this, painted")).triggered.connect(on_variation)
    menu.addSeparator()
    ratings = menu.addMenu(tr("Rating"))
    for stars in range(STARS + 1):
        words = "\N{BLACK STAR}" * stars or trc("no stars", "None")
        ratings.addAction(f"{words}\t{stars}").triggered.connect(_with(on_rating, stars))
    for words, pick in _PICKS:
        menu.addAction(words).triggered.connect(_with(on_pick, pick))
    menu.addSeparator()
    for entry in MENU:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry[0]).triggered.connect(_with(on_file, entry[1]))
    return menu


def _with(call: Callable[[_Value], object], value: _Value) -> Callable[[], None]:
    """`call` with `value` filled in, deaf to what the signal carries."""

    def called() -> None:
        call(value)

    return called
