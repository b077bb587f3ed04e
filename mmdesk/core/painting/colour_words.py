"""Colours named in a prompt.

Models know things better than colours: a small CLIP tells a rose from a car, but finds a blue square no
nearer to "all blue" than a red one. So a colour that is named is also measured.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Rgb = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

COLOURS: Mapping[str, Rgb] = MappingProxyType(
    {
        "red": (0.85, 0.08, 0.08),
        "green": (0.10, 0.62, 0.16),
        "blue": (0.10, 0.25, 0.85),
        "yellow": (0.95, 0.85, 0.12),
        "orange": (0.95, 0.52, 0.08),
        "purple": (0.50, 0.15, 0.65),
        "violet": (0.50, 0.15, 0.65),
        "pink": (0.96, 0.58, 0.72),
        "brown": (0.45, 0.28, 0.14),
        "black": (0.04, 0.04, 0.04),
        "white": (0.97, 0.97, 0.97),
        "grey": (0.50, 0.50, 0.50),
        "gray": (0.50, 0.50, 0.50),
        "golden": (0.85, 0.65, 0.13),
        "turquoise": (0.20, 0.80, 0.75),
    }
)
"""The colours most languages have a word for (Berlin & Kay 1969, "Basic Color Terms"), and a few more."""

_TOWARDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"dark": (0.0, 0.5), "deep": (0.0, 0.3), "light": (1.0, 0.45), "pale": (1.0, 0.55)}
)
"""Words that change a colour: the lightness it moves to, and the share of the way."""

_FILLERS = frozenset({
    "a", "an", "the", "all", "only", "just", "pure", "plain", "very", "bright", "vivid", "strong",
    "solid", "everything", "completely", "entirely", "totally", "picture", "image", "photo",
    "photograph", "of", "in", "colour", "color", "coloured", "colored", "and", "background", "dark",
    "deep", "light", "pale",
})  # fmt: skip
"""Words that name nothing to be seen beside the colour."""


@dataclass(frozen=True, slots=True)
class NamedColour:
    """A colour, and whether the words ask for nothing but colours (`alone`)."""

    rgb: Rgb
    alone: bool


def named_colours(text: str) -> tuple[NamedColour, ...]:
    """Colours that `text` names, in its order."""
    words = re.findall(r"[a-z]+", text.lower())
    alone = all(word in COLOURS or word in _FILLERS for word in words)
    before = ["", *words]
    return tuple(
        NamedColour(_changed(COLOURS[word], previous), alone)
        for previous, word in zip(before, words, strict=False)
        if word in COLOURS
    )


def _changed(rgb: Rgb, word: str) -> Rgb:
    lightness, share = _TOWARDS.get(word, (0.0, 0.0))
    red, green, blue = (value + share * (lightness - value) for value in rgb)
    return red, green, blue
