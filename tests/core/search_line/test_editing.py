"""Filters put into a line and taken out of it: the line means the same but for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.query import parse_query
from mmdesk.core.search_line.editing import chosen_values, with_filter
from mmdesk.core.search_line.line import parts_of

PIECES = (
    "red",
    '"old town":2',
    "-car",
    "camera:canon",
    "-camera:nikon",
    "date:2019",
    '"open',
    "tag:a",
    "|",
    "(",
)


@pytest.mark.parametrize(
    ("line", "name", "values", "after"),
    [
        ("", "camera", ["Canon EOS"], 'camera:"Canon EOS"'),
        ("red bicycle", "rating", [">=3"], "red bicycle rating:>=3"),
        ("red rating:>=3 car", "rating", ["5"], "red rating:5 car"),
        ("red rating:>=3 car", "rating", [], "red car"),
        ("rating:>=3", "rating", [], ""),
        ("camera:a red camera:b", "camera", ["c", "d"], "camera:c|d red"),
        ("-camera:a", "camera", ["b"], "-camera:a camera:b"),
        ("tag:a", "tag", ["a", "b"], "tag:(a OR b)"),
        ('an "open word', "lens", ["50 mm"], 'an "open word lens:"50 mm"'),
    ],
)
def test_a_filter_is_put_in_changed_and_taken_out(
    line: str, name: str, values: list[str], after: str
) -> None:
    assert with_filter(parts_of(line), name, values) == after


@given(
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    st.sampled_from(["camera", "lens", "tag"]),
    st.lists(st.sampled_from(["Canon EOS", "50mm", 'a "b"', "x|y", "OR"]), unique=True, max_size=2),
)
def test_nothing_else_of_the_line_changes(line: str, name: str, values: list[str]) -> None:
    edited = with_filter(parts_of(line), name, values)
    assert chosen_values(parts_of(edited), name) == tuple(values)
    before, after = parse_query(line), parse_query(edited)

    def others(query: object) -> list[str]:
        return [one.written for one in query.filters if one.negative or one.name != name]  # type: ignore[attr-defined]

    assert others(after) == others(before)
    assert [term.text for term in after.terms] == [term.text for term in before.terms]
