"""The connection between the keys of the preferences and all that keys are for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from mmdesk.ui.keys.scopes import scope_of, titles_of
from mmdesk.ui.keys.shortcuts import Shortcut, changeable, keys_of
from mmdesk.ui.keys.translator import KeyTranslator
from mmdesk.work.preferences import PreferencesWork

USUAL = "usual keys"
"""Property of an action in which its own keys are kept."""

Keyed = QAction | QShortcut


class KeyController(QObject):
    """Gives the actions of the window their keys, and translates those of widgets that answer themselves."""

    def __init__(self, work: PreferencesWork, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._work = window, work
        self._translator = KeyTranslator(self)
        self._changed: Mapping[str, str] = {}
        work.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Let the keys of the preferences be in force, in dialogs that were opened since then, too."""
        changed, before = self._work.now.keys, self._changed
        if changed or before:
            self._changed = changed
            for action in self._window.findChildren(QAction):
                self._give_keys(action)
            for shortcut in self._window.findChildren(QShortcut):
                self._give_keys(shortcut)
            self._translator.follow(changed)

    def _give_keys(self, keyed: Keyed) -> None:
        if keyed.property(USUAL) is None:
            keyed.setProperty(USUAL, [key.toString() for key in _keys(keyed)])
        usual: list[str] = keyed.property(USUAL)
        shortcut = _shortcut_of(keyed, usual)
        if shortcut is not None:
            wanted = [QKeySequence(key) for key in keys_of(shortcut, self._changed) if key]
            if isinstance(keyed, QAction):
                keyed.setShortcuts(wanted)
            else:
                keyed.setKeys(wanted)


def _keys(keyed: Keyed) -> Sequence[QKeySequence]:
    return keyed.shortcuts() if isinstance(keyed, QAction) else keyed.keys()


def _shortcut_of(keyed: Keyed, usual: Sequence[str]) -> Shortcut | None:
    """The shortcut of an action, by its usual keys and by where it works."""
    candidates = [each for each in changeable() if set(usual) & set(each.own_keys)]
    where = keyed.associatedObjects() if isinstance(keyed, QAction) else []
    titles = {title for widget in where for title in titles_of(widget)}
    nearest = [each for each in candidates if each.title in titles]
    elsewhere = [each for each in candidates if not scope_of(each.title) or "Ctrl+" in each.own_keys[0]]
    return next(iter(nearest or elsewhere), None)
