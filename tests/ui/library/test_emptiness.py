"""What is said where no photo is."""

import pytest

from mmdesk.core.query import FoundApart, SearchResult, ThingFound, parse_query
from mmdesk.ui.library.emptiness import WayOut, nothing_found
from mmdesk.ui.library.source import SearchSource


@pytest.mark.parametrize(
    ("line", "considered", "advice"),
    [
        ("camera:leica -tag:dog", 9, "No photo meets camera:leica -tag:dog."),
        ("a boat camera:leica", 0, "No photo meets camera:leica."),
        ("a boat camera:leica", 9, "Take a condition away, or try other words."),
        ("a boat", 9, "Try other words."),
        ("a boat sort:date", 9, "Try other words."),
    ],
)
def test_a_search_without_hits_names_the_conditions_that_no_photo_meets(
    line: str, considered: int, advice: str
) -> None:
    query = parse_query(line)
    said = nothing_found(SearchSource(query), SearchResult(query, "dummy", considered))
    assert (said.heading, said.advice, said.way_out) == ("Nothing found", advice, WayOut.LEAVE_SEARCH)


def test_a_search_without_hits_tells_what_its_things_find() -> None:
    query = parse_query('"dog" "hat" score:>0.5')
    things = tuple(ThingFound(text, parse_query(text), found) for text, found in (("dog", 8), ("hat", 1)))
    result = SearchResult(query, "dummy", 9, apart=FoundApart(query, things))
    said = nothing_found(SearchSource(query), result)
    assert (said.heading, said.advice) == ("No photo shows both", "“dog”: 8 photos, “hat”: 1 photo.")
