"""The page of how the window looks."""

from PySide6.QtWidgets import QWidget

from mmdesk.ui.choices_menu import THEMES
from mmdesk.ui.preferences.page import PreferencesPage, choose
from mmdesk.ui.theme.theme import Theme
from mmdesk.work.preferences import PreferencesWork

TEXT_SIZES = (90, 100, 110, 125, 140, 160)


class AppearancePage(PreferencesPage):
    """Theme, size of text, animations."""

    title = "Appearance"

    def __init__(self, work: PreferencesWork, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.theme = self.add_box("Theme", THEMES)
        self.theme.activated.connect(lambda _: theme.choose(self.theme.currentData()))
        theme.changed.connect(self.show_now)
        self._shows.append(lambda: choose(self.theme, theme.name))
        self.add_note("High contrast is black and white, with a line around everything.")
        self.text = self.choose_of("text_percent", "Text size", [(f"{size} %", size) for size in TEXT_SIZES])
        self.add_note("In percent of what the desktop says.")
        self.animations = self.choose_of(
            "animations", "Animations", (("As the system has them", "system"), ("None", "off"))
        )
        self.add_heading("Help")
        self.hints = self.add_button("Show the hints again", self._show_hints_again)
        self.add_note("One line in each place that says what it is for.")
        self._shows.append(lambda: self.hints.setEnabled(bool(work.now.hints_read)))
        self.finish()

    def _show_hints_again(self) -> None:
        self._set("hints_read", ())
