"""Changed keys in widgets that answer keys themselves: they are told the usual ones."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from mmdesk.ui.keys.scopes import titles_of
from mmdesk.ui.keys.shortcuts import changeable, keys_of, shortcuts

KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class KeyTranslator(QObject):
    """Filters the key events of the program; it is there only while a key of such a widget is changed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._usual: dict[tuple[str, str], str] = {}
        self._gone: set[tuple[str, str]] = set()
        self._kept: set[tuple[str, str]] = set()
        self._is_telling = self._is_installed = False

    def follow(self, changed: Mapping[str, str]) -> None:
        """Translate these keys from now on."""
        of_widgets = [each for each in changeable() if each.name in changed]
        self._usual = {(each.title, changed[each.name]): each.own_keys[0] for each in of_widgets}
        self._gone = {(each.title, key) for each in of_widgets for key in each.own_keys}
        self._kept = {(each.title, key) for each in shortcuts() for key in keys_of(each, changed)}
        if bool(changed) != self._is_installed:
            self._is_installed = bool(changed)
            application = QCoreApplication.instance()
            if application is not None:
                (application.installEventFilter if changed else application.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell `watched` the usual key in the place of a changed one, and nothing of one that was left."""
        if event.type() not in KEY_EVENTS or self._is_telling or not isinstance(event, QKeyEvent):
            return False
        titles, key = titles_of(watched), QKeySequence(event.keyCombination()).toString()
        usual = next((self._usual[title, key] for title in titles if (title, key) in self._usual), None)
        if usual is not None:
            self._tell(watched, event, usual)
            return True
        pairs = {(title, key) for title in titles}
        if pairs.isdisjoint(self._gone) or not pairs.isdisjoint(self._kept):
            return False
        event.ignore()
        return event.type() == QEvent.Type.KeyPress

    def _tell(self, watched: QObject, event: QKeyEvent, usual: str) -> None:
        combination = QKeySequence(usual)[0]  # type: ignore[index]
        is_letter = not combination.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        told = QKeyEvent(
            event.type(),
            combination.key(),
            combination.keyboardModifiers(),
            usual.lower() if is_letter and len(usual) == 1 else "",
            event.isAutoRepeat(),
        )
        self._is_telling = True
        try:
            QCoreApplication.sendEvent(watched, told)
        finally:
            self._is_telling = False
        event.setAccepted(told.isAccepted())
