"""The page of how the window looks."""

from PySide6.QtWidgets import QWidget

from mmdesk.core.language import LANGUAGES, in_figures, tr, trc
from mmdesk.core.language_choice import SYSTEM
from mmdesk.ui.choices_menu import THEMES
from mmdesk.ui.preferences.page import Choice, PreferencesPage, choose
from mmdesk.ui.theme.theme import Theme
from mmdesk.work.preferences import PreferencesWork

TEXT_SIZES = (90, 100, 110, 125, 140, 160)


class AppearancePage(PreferencesPage):
    """Language, theme, size of text, animations."""

    title = tr("Appearance")

    def __init__(self, work: PreferencesWork, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(work, parent)
        self.language = self.choose_of("language", tr("Language"), _languages())
        self.add_note(tr("Takes effect when mmdesk is started again."))
        self.theme = self.add_box(tr("Theme"), THEMES)
        self.theme.activated.connect(lambda _: theme.choose(self.theme.currentData()))
        theme.changed.connect(self.show_now)
        self._shows.append(lambda: choose(self.theme, theme.name))
        self.add_note(tr("High contrast is black and white, with a line around everything."))
        self.text = self.choose_of(
            "text_percent", tr("Text size"), [(in_figures(size / 100, ".0%"), size) for size in TEXT_SIZES]
        )
        self.add_note(tr("In percent of what the desktop says."))
        self.animations = self.choose_of(
            "animations",
            tr("Animations"),
            ((tr("As the system has them"), "system"), (trc("animations", "None"), "off")),
        )
        self.add_heading(tr("Help"))
        self.hints = self.add_button(tr("Show the hints again"), self._show_hints_again)
        self.add_note(tr("One line in each place that says what it is for."))
        self._shows.append(lambda: self.hints.setEnabled(bool(work.now.hints_read)))
        self.finish()

    def _show_hints_again(self) -> None:
        self._set("hints_read", ())


def _languages() -> list[Choice]:
    """Each language by its own name, which who speaks it finds whatever is spoken now."""
    return [(tr("System's language"), SYSTEM), *((each.name, each.code) for each in LANGUAGES.values())]
