"""Colours named in a prompt, as numbers."""

import pytest

from mmdesk.core.painting.colour_words import COLOURS, NamedColour, named_colours


@pytest.mark.parametrize(
    ("words", "rgb"),
    [
        ("green", (0.10, 0.62, 0.16)),
        ("dark green", (0.05, 0.31, 0.08)),
        ("deep green", (0.07, 0.434, 0.112)),
        ("light green", (0.505, 0.791, 0.538)),
        ("pale green", (0.595, 0.829, 0.622)),
        ("GREEN", (0.10, 0.62, 0.16)),
    ],
)
def test_a_word_before_a_colour_changes_it(words: str, rgb: tuple[float, float, float]) -> None:
    [colour] = named_colours(words)
    assert colour.rgb == pytest.approx(rgb)
    assert colour.alone


def test_a_word_changes_the_colour_after_it_only() -> None:
    dark, blue = named_colours("a dark red and a blue")
    assert dark.rgb == pytest.approx(tuple(value / 2 for value in COLOURS["red"]))
    assert blue == NamedColour(COLOURS["blue"], alone=True)


@pytest.mark.parametrize("words", ["a red rose", "the house of a green grocer"])
def test_a_colour_of_something_is_not_alone(words: str) -> None:
    assert [colour.alone for colour in named_colours(words)] == [False]


@pytest.mark.parametrize("words", ["", "a dark night", "redden the greens"])
def test_words_without_a_colour_name_none(words: str) -> None:
    assert named_colours(words) == ()
