"""What may be meant by words that nobody knows."""

from collections.abc import Iterable

import pytest

from mmdesk.core.search_line.line import meant_by, parts_of
from mmdesk.core.search_line.spelling import Spelling, with_spelling

SPELLING = Spelling(
    ["bicycle", "dog", "umbrella", "beach", "Vienna", "house", "horse", "people", "two words"]
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("bycicle", "bicycle"),
        ("Umberlla", "umbrella"),
        ("beahc", "beach"),
        ("viena", "vienna"),
        ("housee", "house"),
        ("bicycle", None),
        ("bicycles", None),
        ("beaches", None),
        ("VIENNA", None),
        ("dgo", None),
        ("xqzvwblr", None),
        ("Straße", None),
        ("", None),
    ],
)
def test_the_nearest_known_word_is_meant(word: str, meant: str | None) -> None:
    assert SPELLING.near(word) == meant


def test_the_more_usual_word_goes_before() -> None:
    assert Spelling(["horse", "house"]).near("hovse") == "horse"
    assert Spelling(["house", "horse"]).near("hovse") == "house"
    assert Spelling().near("anything") is None


def test_further_words_are_read_when_a_word_is_not_among_the_first() -> None:
    read: list[str] = []

    def further(*words: str) -> Iterable[str]:
        read.extend(words)
        return words

    spelling = Spelling(["dog"], lambda: further("horse"), lambda: further("house"))
    assert spelling.knows("dogs")
    assert not read
    assert spelling.knows("Horse")
    assert read == ["horse"]
    assert spelling.near("hovse") == "horse"
    assert spelling.near("hovses") == "horse"
    assert read == ["horse", "house"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("a red bycicle", "a red bicycle"),
        ("-poeple tag:bycicle", "-people tag:bycicle"),
        ('"umbrela stand" beach', '"umbrella stand" beach'),
        ("a dog", ""),
        ("ein bycicle im Schnee", ""),
    ],
)
def test_a_line_is_said_again_without_misspellings(line: str, meant: str) -> None:
    parts = with_spelling(parts_of(line), SPELLING)
    assert "".join(part.text for part in parts) == line
    assert meant_by(parts) == meant


@pytest.mark.parametrize("count", [127, 128, 300, 10_000])
def test_a_key_held_down_is_no_word_that_anything_is_near(count: int) -> None:
    assert SPELLING.near("a" * count) is None
    assert Spelling(["a" * 130, "dog"]).near("b" + "a" * 129) is None
