"""The theme's colours as Qt's palette, so that widgets which paint themselves follow it."""

from PySide6.QtGui import QColor, QPalette

from mmdesk.ui.theme.colours import Colours

Role = QPalette.ColorRole


def palette_of(colours: Colours) -> QPalette:
    """The palette of a theme.

    `Window` is the chrome of panels, `Base` the ground behind photos,
    `AlternateBase` what is raised above either, `Mid` a hairline, `Midlight` a groove,
    `Dark` an outline, `Accent` the ring around what has the focus.
    """
    palette = QPalette()
    for role, colour in _roles(colours).items():
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return palette


def _roles(colours: Colours) -> dict[QPalette.ColorRole, str]:
    return {
        Role.Window: colours.chrome,
        Role.WindowText: colours.text,
        Role.Base: colours.ground,
        Role.AlternateBase: colours.raised,
        Role.Text: colours.text,
        Role.PlaceholderText: colours.muted,
        Role.Button: colours.raised,
        Role.ButtonText: colours.text,
        Role.BrightText: colours.text,
        Role.ToolTipBase: colours.raised,
        Role.ToolTipText: colours.text,
        Role.Highlight: colours.selected,
        Role.HighlightedText: colours.text,
        Role.Accent: colours.ring,
        Role.Link: colours.text,
        Role.LinkVisited: colours.muted,
        Role.Light: colours.hovered,
        Role.Midlight: colours.groove,
        Role.Mid: colours.line,
        Role.Dark: colours.edge,
        Role.Shadow: colours.ground,
    }
