"""What is said where no photo is."""

import pytest

from mmdesk.core.query import parse_query
from mmdesk.ui.library.emptiness import WayOut, emptiness_of
from mmdesk.ui.library.source import SearchSource


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("camera:leica -tag:dog", "No photo meets camera:leica -tag:dog."),
        ("a boat camera:leica", "Take a condition away, or try other words."),
        ("a boat", "Try other words."),
        ("a boat sort:date", "Try other words."),
    ],
)
def test_a_search_without_hits_names_the_conditions_that_no_photo_meets(line: str, advice: str) -> None:
    said = emptiness_of(SearchSource(parse_query(line)), is_indexing=False)
    assert (said.heading, said.advice, said.way_out) == ("Nothing found", advice, WayOut.LEAVE_SEARCH)
