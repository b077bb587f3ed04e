"""The page of all keys that can be changed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mmdesk.core.language import tr
from mmdesk.ui.cheat_sheet import TITLES
from mmdesk.ui.key_names import key_names
from mmdesk.ui.keys.shortcuts import Shortcut, changeable, clash, in_words, keys_of
from mmdesk.ui.parts.labels import label
from mmdesk.ui.preferences.key_button import KeyButton
from mmdesk.ui.preferences.page import PreferencesPage
from mmdesk.work.preferences import PreferencesWork

ADVICE = tr(
    "Press a button, then the new key. Arrows, Home, End, Page Up and Down, Enter, Esc, "
    "Tab and the digits stay what they are."
)


class KeyboardPage(PreferencesPage):
    """A button for each shortcut; a key that is taken is refused, with the reason."""

    title = tr("Keyboard")

    def __init__(self, work: PreferencesWork, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.told: QLabel = self.add_note(ADVICE)
        self.usual = self.add_button(tr("Back to the usual keys"), self._reset)
        self.buttons: dict[str, KeyButton] = {}
        for title, shortcuts in groupby(changeable(), lambda each: each.title):
            self.add_heading(TITLES[title])
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            grid.setHorizontalSpacing(16)
            self._column.addLayout(grid)
            for shortcut in shortcuts:
                self._add(shortcut, grid)
        self._shows.append(self._show_keys)
        self.finish()

    def _add(self, shortcut: Shortcut, grid: QGridLayout) -> None:
        button = KeyButton(shortcut.words, self)
        button.key_chosen.connect(partial(self._choose, shortcut))
        name = label(shortcut.words, parent=self)
        name.setWordWrap(True)
        row = grid.rowCount()
        grid.addWidget(name, row, 0)
        grid.addWidget(button, row, 1)
        self.buttons[shortcut.name] = button

    def _choose(self, shortcut: Shortcut, key: str) -> None:
        changed = self._work.now.keys
        taken = clash(shortcut, key, changed)
        if taken is not None:
            self._tell(
                tr(
                    "{key} is taken: {deed} ({part}). Nothing is changed.",
                    key=_names((key,)),
                    deed=taken.words,
                    part=TITLES[taken.title],
                )
            )
            return
        others = {name: chosen for name, chosen in changed.items() if name != shortcut.name}
        is_usual = key in shortcut.own_keys
        self._work.change(replace(self._work.now, keys=others if is_usual else others | {shortcut.name: key}))
        keys = _names(keys_of(shortcut, self._work.now.keys))
        self._tell(tr("{deed}: {keys} from now on.", deed=shortcut.words, keys=keys))

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setAccessibleName(words)

    def _reset(self) -> None:
        self._work.change(replace(self._work.now, keys={}))
        self._tell(tr("All keys are the usual ones."))

    def _show_keys(self) -> None:
        changed = self._work.now.keys
        for shortcut in changeable():
            self.buttons[shortcut.name].show_keys(keys_of(shortcut, changed))
        self.usual.setEnabled(bool(changed))


def _names(keys: Sequence[str]) -> str:
    return key_names(in_words(keys))
