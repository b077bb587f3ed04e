"""The theme in force, and the change to another."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from mmdesk.core.settings import ThemeName
from mmdesk.ui.theme.colours import DARK, LIGHT, Colours
from mmdesk.ui.theme.palette import palette_of
from mmdesk.ui.theme.style import style_sheet


class Theme(QObject):
    """Applies colours to the whole program; "system" follows the desktop's own choice as it changes.

    Widgets hear of a change as Qt's `PaletteChange` event.
    """

    def __init__(self, application: QApplication, name: ThemeName) -> None:
        super().__init__(application)
        self._application = application
        self._name: ThemeName = name
        application.setStyle("Fusion")  # the same on every desktop, and wholly drawn from the palette
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def name(self) -> ThemeName:
        """Name the user chose."""
        return self._name

    def choose(self, name: ThemeName) -> None:
        """Change to another theme."""
        self._name = name
        self._apply()

    def _apply(self) -> None:
        colours = self._colours()
        self._application.setPalette(palette_of(colours))
        self._application.setStyleSheet(style_sheet(colours, self._application.font().pointSizeF()))

    def _colours(self) -> Colours:
        if self._name == "system":
            is_light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
            return LIGHT if is_light else DARK
        return LIGHT if self._name == "light" else DARK
