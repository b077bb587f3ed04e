"""Words of other languages than English."""

import pytest

from mmdesk.core.query import parse_query
from mmdesk.core.search_line.languages import is_foreign
from mmdesk.core.search_line.line import meant_by, parts_of
from mmdesk.core.search_line.spelling import Spelling, with_spelling

SPELLING = Spelling(["hand", "plate", "beach", "night", "red", "kind", "tomatina", "photo", "the", "bicycle"])


@pytest.mark.parametrize(
    "line",
    [
        "Hund im Schnee",
        "un chien dans la neige",
        "perro negro",
        "mit Segelboot",
        "-montagne",
        "(night|una sombrilla)",
        "собака",
        "砂浜",
        "Straße",
    ],
)
def test_words_of_another_language_are_told(line: str) -> None:
    assert is_foreign(parse_query(line).terms, SPELLING.knows)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "the beach at night",
        "a red bycicle",
        "xqzv wblr",
        "Los Angeles",
        "las vegas",
        "Playa del Carmen",
        "la tomatina",
        "a MIT photo of Cambridge",
        "kind",
        "café",
        "name:Hund.jpg tag:neige",
        "folder:Straße",
    ],
)
def test_english_and_names_are_not(line: str) -> None:
    assert not is_foreign(parse_query(line).terms, SPELLING.knows)


def test_a_name_in_the_library_is_none() -> None:
    assert not is_foreign(parse_query("Hund").terms, Spelling(["Hund"]).knows)


def test_no_misspelling_is_seen_in_another_language() -> None:
    assert meant_by(with_spelling(parts_of("Hund"), SPELLING)) == ""
    assert meant_by(with_spelling(parts_of("hond"), Spelling(["hand"]))) == ""
    assert meant_by(with_spelling(parts_of("hund"), Spelling(["hund"]))) == ""
