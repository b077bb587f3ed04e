"""Phrases that name several things, and those that say more."""

import pytest

from mmdesk.core.search_line.several_things import things_named

THINGS = {"dog", "people", "living room", "room", "hat", "car", "tree"}


@pytest.mark.parametrize(
    ("phrase", "things"),
    [
        ("dog people", ("dog", "people")),
        ("People and a Dog", ("people", "dog")),
        ("dog, hat, car", ("dog", "hat", "car")),
        ("dog in the living room", ("dog", "living room")),
        ("dog", ()),
        ("dog dog", ()),
        ("dog or people", ()),
        ("red dog", ()),
        ("dog running", ()),
        ("dog hat car tree room", ()),
        ("in the", ()),
        ("", ()),
    ],
)
def test_a_phrase_of_things_alone_is_several_things(phrase: str, things: tuple[str, ...]) -> None:
    assert things_named(phrase, THINGS.__contains__) == things
