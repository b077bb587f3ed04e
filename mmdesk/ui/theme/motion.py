"""What moves by itself: menus that fade in, fields that unroll, the cursor that blinks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

EFFECTS = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)

STILL = "still"
"""Property of the application: whether nothing is to move."""


class Motion:
    """Lets the program move as the system does, or be still.

    Qt asks the system itself whether its user wants effects and how fast the cursor blinks.
    """

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._usual = {effect: application.isEffectEnabled(effect) for effect in EFFECTS}
        self._blink = application.styleHints().cursorFlashTime()

    def set_still(self, *, still: bool) -> None:
        """Let nothing move by itself, or what the system lets move."""
        for effect, usual in self._usual.items():
            self._application.setEffectEnabled(effect, usual and not still)
        self._application.styleHints().setCursorFlashTime(0 if still else self._blink)
        self._application.setProperty(STILL, still)


def is_still() -> bool:
    """Whether nothing is to move by itself."""
    application = QApplication.instance()
    return application is not None and bool(application.property(STILL))
