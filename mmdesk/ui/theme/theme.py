"""The theme in force, and the change to another."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from mmdesk.core.settings import ThemeName
from mmdesk.ui.theme.colours import CONTRAST, DARK, LIGHT, Colours
from mmdesk.ui.theme.motion import Motion
from mmdesk.ui.theme.palette import palette_of
from mmdesk.ui.theme.style import style_sheet

THEMES: dict[ThemeName, Colours] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


class Theme(QObject):
    """Applies colours and the size of text to the whole program, and lets it move or be still.

    "system" follows the desktop's own choice as it changes, that of high contrast, too. Widgets hear of a
    change as Qt's `PaletteChange` and `FontChange` events.

    Signals:
        changed(): another theme was chosen.
    """

    changed = Signal()

    def __init__(self, application: QApplication, name: ThemeName, text_percent: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._name: ThemeName = name
        self._usual = application.font()
        self._percent = text_percent
        self.motion = Motion(application)
        application.setStyle("Fusion")  # the same on every desktop, and wholly drawn from the palette
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        if hasattr(hints, "accessibility"):  # from Qt 6.10 on
            hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self._apply()

    @property
    def name(self) -> ThemeName:
        """Name the user chose."""
        return self._name

    def choose(self, name: ThemeName) -> None:
        """Change to another theme."""
        if name != self._name:
            self._name = name
            self._apply()
            self.changed.emit()

    def scale_text(self, percent: int) -> None:
        """Make text as large as this, in percent of the desktop's own."""
        if percent != self._percent:
            self._percent = percent
            self._apply()

    @contextmanager
    def without_sheet(self) -> Iterator[None]:
        """Build widgets without the style sheet, which they all have afterwards.

        Qt would style each part again, with all that is in it, whenever it is put into another: of a window
        that takes longer than everything else together.
        """
        sheet = self._application.styleSheet()
        self._application.setStyleSheet("")
        try:
            yield
        finally:
            self._application.setStyleSheet(sheet)

    def leave(self) -> None:
        """Give the desktop's own size of text and its animations back."""
        self._application.setFont(self._usual)
        self.motion.set_still(still=False)

    def _apply(self) -> None:
        font = self._application.font()
        font.setPointSizeF(self._usual.pointSizeF() * self._percent / 100)
        if font != self._application.font():
            self._application.setFont(font)
        colours = self._colours()
        self._application.setPalette(palette_of(colours))
        self._application.setStyleSheet(style_sheet(colours, font.pointSizeF()))

    def _colours(self) -> Colours:
        if self._name == "system":
            return self._of_the_system()
        return THEMES[self._name]

    def _of_the_system(self) -> Colours:
        hints = self._application.styleHints()
        contrast = hints.accessibility().contrastPreference() if hasattr(hints, "accessibility") else None
        if contrast is not None and contrast == Qt.ContrastPreference.HighContrast:
            return CONTRAST
        return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK
