"""What is said where a search finds nothing."""

import pytest

from mmdesk.core.nothing_found import nothing_sure, told_apart, ways_on, why_nothing
from mmdesk.core.query import MANY, FoundApart, Hit, PhotoId, SearchResult, ThingFound, parse_query

BOTH = parse_query('"dog" "people"')


def _apart(dogs: int, people: int, phrase: str = "", together: int = 0) -> FoundApart:
    counts = (("dog", dogs), ("people", people))
    things = tuple(ThingFound(text, parse_query(text), found) for text, found in counts)
    return FoundApart(BOTH, things, phrase, together)


@pytest.mark.parametrize(
    ("apart", "said", "told"),
    [
        (None, "Nothing here looks like that", ""),
        (_apart(14, MANY), "No photo shows both", f"“dog”: 14 photos, “people”: {MANY}+ photos."),
        (_apart(1, 0), "No photo clearly shows “people”", "“dog”: 1 photo."),
        (_apart(0, 0), "No photo clearly shows “dog” or “people”", ""),
        (
            _apart(14, 52, "dog people", 3),
            "Nothing shows “dog people”",
            'Search for “dog” and “people” as two things: 3 photos (written "dog" "people").',
        ),
    ],
)
def test_what_things_find_by_themselves_is_told(apart: FoundApart | None, said: str, told: str) -> None:
    assert (nothing_sure(apart), told_apart(apart)) == (said, told)
    result = SearchResult(BOTH, "dummy", 60, (Hit(PhotoId(1), 0.1, 0.01),), apart=apart)
    assert why_nothing(result) == f"{said}. {told}".rstrip()


def test_a_way_on_leads_to_a_query() -> None:
    assert [query.written for _, query in ways_on(_apart(14, 52))] == ["dog", "people"]
    assert [query for _, query in ways_on(_apart(14, 52, "dog people", 3))] == [BOTH]


def test_where_there_is_nothing_to_look_among_nothing_is_said() -> None:
    assert why_nothing(SearchResult(parse_query("dog"), "dummy")) == ""
    assert why_nothing(SearchResult(parse_query("dog"), "dummy", 9, (Hit(PhotoId(1), 0.1, 0.9),))) == ""
