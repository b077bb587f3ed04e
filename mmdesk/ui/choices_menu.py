"""The menu of settings, at the foot of the rail of places."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from mmdesk.core.language import tr, trc
from mmdesk.core.settings import ThemeName

THEMES: tuple[tuple[str, ThemeName], ...] = (
    (trc("theme", "Dark"), "dark"),
    (trc("theme", "Light"), "light"),
    (trc("theme", "High contrast"), "contrast"),
    (trc("theme", "As the desktop"), "system"),
)


class ChoicesMenu(QMenu):
    """The themes, the way back, and the pages that are looked at now and then.

    Signals:
        theme_chosen(ThemeName): another theme.
        duplicates_requested(), health_requested(), manual_requested(), about_requested(): a page is to be
            opened.
    """

    theme_chosen = Signal(object)
    duplicates_requested = Signal()
    health_requested = Signal()
    manual_requested = Signal()
    about_requested = Signal()

    def __init__(
        self, theme: ThemeName, further: Sequence[QAction], preferences: QAction, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = QActionGroup(self)
        self._add_themes(theme)
        self.addSeparator()
        self.addActions(list(further))
        self.addAction(tr("Duplicates…")).triggered.connect(self.duplicates_requested)
        self.addAction(tr("Health of the library…")).triggered.connect(self.health_requested)
        self.addSeparator()
        self.addAction(preferences)
        self.addSeparator()
        self.addAction(f"{tr('Manual')}\tF1").triggered.connect(self.manual_requested)
        self.addAction(tr("About mmdesk…")).triggered.connect(self.about_requested)

    def mark_theme(self, name: ThemeName) -> None:
        """Show that another theme was chosen elsewhere."""
        for action in self._themes.actions():
            action.setChecked(action.data() == name)

    def _add_themes(self, chosen: ThemeName) -> None:
        self.addAction(tr("Theme")).setEnabled(False)
        for words, name in THEMES:
            action = QAction(words, self, checkable=True, checked=name == chosen)
            action.setData(name)
            self._themes.addAction(action)
            self.addAction(action)
        self._themes.triggered.connect(self._tell_theme)

    def _tell_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())
