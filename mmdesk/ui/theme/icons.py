"""Icons: the Phosphor font that QtAwesome brings, in the colours of the theme."""

from functools import cache

from PySide6.QtGui import QIcon, QPalette
from qtawesome.iconic_font import IconicFont

GLYPHS = {
    "add folder": "folder-plus",
    "all photos": "squares-four",
    "choices": "gear-six",
    "clear": "x",
    "copy": "copy",
    "details": "info",
    "folder": "folder-simple",
    "gone": "folder-notch-minus",
    "keys": "keyboard",
    "large": "square",
    "library": "image-square",
    "nothing": "magnifying-glass-light",
    "offline": "hard-drive",
    "pause": "pause",
    "photo": "image-light",
    "pick": "flag",
    "private": "lock-simple",
    "reject": "x-circle",
    "resume": "play",
    "search": "magnifying-glass",
    "skipped": "warning-circle",
    "small": "dots-nine",
    "stop": "stop",
    "trouble": "warning-circle",
}
"""What an icon is for, and its name in the font."""


@cache
def _phosphor() -> IconicFont:
    """One font of the eleven QtAwesome has: loading all of them takes a tenth of a second."""
    return IconicFont(("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"))


def icon(purpose: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon for a purpose out of `GLYPHS`, sharp at every scale.

    It is painted in the palette's colour for `role`, so ask again when the palette changes.
    """
    colours = {
        "color": palette.color(QPalette.ColorGroup.Active, role),
        "color_disabled": palette.color(QPalette.ColorGroup.Disabled, role),
    }
    made: QIcon = _phosphor().icon(f"ph.{GLYPHS[purpose]}", scale_factor=1.1, **colours)
    return made
