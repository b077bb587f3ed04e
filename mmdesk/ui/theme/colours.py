"""The greys of the dark theme, of the light one, and of the one of high contrast."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by what they are for, as `#rrggbb`.

    As WCAG 2.2 AA asks, `text` and `muted` keep a contrast of at least 4.5 : 1 with whatever they stand on,
    `edge` and `ring` of at least 3 : 1 with what they lie on and with each other. It asks nothing of
    `disabled` text; here that can be read, too, at 3 : 1.
    """

    chrome: str
    """Panels and bars."""
    ground: str
    """Ground behind the photos."""
    raised: str
    """Fields, chips, cards, photos still to come."""
    hovered: str
    pressed: str
    line: str
    """Hairlines between panels."""
    groove: str
    """What is filled by and by, and photos that are still to come."""
    edge: str
    """Outlines of fields, buttons and sliders."""
    text: str
    muted: str
    disabled: str
    selected: str
    """Ground behind what is selected."""
    ring: str
    """Ring around what has the focus."""
    primary: str
    """The one button to press."""
    primary_hovered: str
    on_primary: str


DARK = Colours(
    chrome="#222224",
    ground="#19191a",
    raised="#2e2e31",
    hovered="#353539",
    pressed="#3e3e43",
    line="#303034",
    groove="#46464c",
    edge="#7a7a80",
    text="#ededee",
    muted="#ababb1",
    disabled="#8c8c92",
    selected="#3d3d43",
    ring="#d9d9de",
    primary="#ececee",
    primary_hovered="#ffffff",
    on_primary="#1b1b1c",
)

LIGHT = Colours(
    chrome="#f7f7f8",
    ground="#ebebed",
    raised="#ffffff",
    hovered="#e6e6e9",
    pressed="#dadade",
    line="#dcdce0",
    groove="#c2c2c8",
    edge="#838389",
    text="#1c1c1e",
    muted="#5b5b62",
    disabled="#76767c",
    selected="#d9d9df",
    ring="#36363c",
    primary="#242427",
    primary_hovered="#000000",
    on_primary="#f7f7f8",
)

CONTRAST = Colours(
    chrome="#000000",
    ground="#000000",
    raised="#0a0a0a",
    hovered="#262626",
    pressed="#2e2e2e",
    line="#808080",
    groove="#4d4d4d",
    edge="#8a8a8a",
    text="#ffffff",
    muted="#e6e6e6",
    disabled="#a0a0a0",
    selected="#333333",
    ring="#ffffff",
    primary="#ffffff",
    primary_hovered="#e0e0e0",
    on_primary="#000000",
)
"""Text of at least 7 : 1 and outlines of at least 3 : 1 on everything, hairlines among them."""
