"""Prompts: what people type, read as they mean it."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.painting.prompt import LARGEST_WEIGHT, PromptPart, format_prompt, parse_prompt

words = (
    st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
weights = st.floats(-LARGEST_WEIGHT, LARGEST_WEIGHT).filter(bool)
stops = st.floats(allow_nan=False, max_value=1e6, allow_infinity=False) | st.just(-math.inf)
parts = st.lists(st.builds(PromptPart, words, weights, stops)).map(tuple)


@given(parts)
def test_what_is_formatted_is_read_the_same(wished: tuple[PromptPart, ...]) -> None:
    assert parse_prompt(format_prompt(wished)) == wished


@given(st.text())
def test_any_line_is_parsed_or_refused_in_a_sentence(line: str) -> None:
    found, refusal = _parsed(line)
    assert [part for part in found if not part.text or not 0 < abs(part.weight) <= LARGEST_WEIGHT] == []
    assert refusal is None or re.fullmatch(r"[A-Z].+\.", refusal, re.DOTALL)


def _parsed(line: str) -> tuple[tuple[PromptPart, ...], str | None]:
    """The parts of a line, and why it was refused, if it was."""
    try:
        return parse_prompt(line), None
    except UserError as error:
        return (), str(error)


@given(st.text(st.sampled_from('ab 1:.-|"')))
def test_lines_full_of_colons_come_back_from_their_own_spelling(line: str) -> None:
    found, refusal = _parsed(line)
    assert _parsed(format_prompt(found)) == (found, None) if found else refusal or not line.strip(" |")


@pytest.mark.parametrize(
    "text",
    [
        "12:30 in the rain",
        "12:30",
        "a street at 12:30",
        "a screen in 16:9",
        "Psalm 23:4",
        "16:9",
        "16:9:2",
        "a map of 1:25000",
        "route 66:2",
        "http://example.org",
        "a:b",
        "one: two: three",
        'a sign "16:9"',
        '"a" and "b"',
        '"',
        '""',
    ],
)
def test_a_colon_in_the_words_breaks_nothing(text: str) -> None:
    assert parse_prompt(text) == (PromptPart(text),)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("route 66 :2", PromptPart("route 66", 2.0)),
        ('"route 66":2', PromptPart("route 66", 2.0)),
        ('"route 66" :2:0.5', PromptPart("route 66", 2.0, 0.5)),
        ("a screen in 16:9 :-.5", PromptPart("a screen in 16:9", -0.5)),
        ('"16:9":2', PromptPart("16:9", 2.0)),
        ('"fog:2"', PromptPart("fog:2")),
        ('"a red rose"', PromptPart("a red rose")),
        ('""hello"":2', PromptPart('"hello"', 2.0)),
        ("a rose :2: 0.5", PromptPart("a rose", 2.0, 0.5)),
        ("fog:1.5:0.9", PromptPart("fog", 1.5, 0.9)),
    ],
)
def test_a_blank_or_quotes_part_a_weight_from_a_digit(line: str, part: PromptPart) -> None:
    assert parse_prompt(line) == (part,)


@given(words.filter(lambda text: ":" not in text), st.integers(0, 9), st.integers(0, 10**6))
def test_a_number_a_colon_and_a_number_are_words(text: str, digit: int, number: int) -> None:
    line = f"x{text} {digit}:{number}"
    assert parse_prompt(line) == (PromptPart(line),)
    assert parse_prompt(f"{line} :2") == (PromptPart(line, 2.0),)
    assert parse_prompt(f'"{line}":2')[0].weight == 2.0


@pytest.mark.parametrize("text", ['"0', '": 1', '"a 1"', "x: 1:0", "16:9"])
def test_words_that_look_like_numbers_can_be_said(text: str) -> None:
    wished = (PromptPart(text, 2.0), PromptPart(text, 1.0, 0.0), PromptPart(text))
    assert parse_prompt(format_prompt(wished)) == wished


def test_numbers_are_read_from_the_right() -> None:
    assert parse_prompt("a rose : red:2 | fog:-.5:0.9||") == (
        PromptPart("a rose : red", 2.0),
        PromptPart("fog", -0.5, 0.9),
    )
    assert parse_prompt("a:1:2:3") == (PromptPart("a:1:2:3"),)


def test_a_formatted_prompt_is_short() -> None:
    assert format_prompt((PromptPart("a rose"), PromptPart("fog", -1.0))) == "a rose | fog:-1"


@pytest.mark.parametrize("line", ["rose:0", "rose:1000", "rose | :2", "rose:1e400"])
def test_what_cannot_be_meant_is_refused(line: str) -> None:
    with pytest.raises(UserError, match=r"\.$"):
        parse_prompt(line)
