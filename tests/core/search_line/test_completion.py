"""What the search line may go on with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.locations import Location
from mmdesk.core.query import parse_query
from mmdesk.core.search_line.completion import completions
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.place_names import counted_names

KNOWN = KnownNames(
    cameras={"NIKON D70": 30, "Canon EOS 5D": 20, "Old Nikon": 5},
    folders={"Italy 2019": 7},
    places={"Zürich": 4, "Austria": 9},
    tags={"family": 3, "far away": 2},
)


@pytest.mark.parametrize(
    ("before", "texts"),
    [
        ("", []),
        ("red bicycle", []),
        ("da", []),
        ("red ca", []),
        ("red cam", ["camera:"]),
        ("-cam", ["-camera:"]),
        ("rat", ["rating:"]),
        ("camera:", ['camera:"NIKON D70"', 'camera:"Canon EOS 5D"', 'camera:"Old Nikon"']),
        ("camera:nik", ['camera:"NIKON D70"', 'camera:"Old Nikon"']),
        ('x -camera:"nikon d', ['-camera:"NIKON D70"']),
        ("tag:fa", ["tag:family", 'tag:"far away"']),
        ("tag:family", []),
        ("place:", ["place:Zürich", "place:Austria"]),
        ("dogs place:zur", ["place:Zürich"]),
        ("pick:", ["pick:yes", "pick:picked", "pick:no", "pick:rejected", "pick:none"]),
        ("sort:na", ["sort:name"]),
        ("heritage:be", []),
        ('"tag:fa', []),
    ],
)
def test_names_and_values_are_completed(before: str, texts: list[str]) -> None:
    assert [one.text for one in completions(before, KNOWN)] == texts


def test_values_come_with_their_photos_and_place() -> None:
    [first, _] = completions("dogs camera:nik", KNOWN)
    assert (first.photos, first.begin) == (30, len("dogs "))
    assert completions("is:da", KNOWN)[0].photos is None


@given(st.text(max_size=12), st.sampled_from(["", "camera:", "tag:", "is:", "date:", "rating:", "type:"]))
def test_a_completed_value_is_understood(before: str, name: str) -> None:
    line = f"{before} {name}"
    for one in completions(line, KNOWN):
        if not one.text.endswith(":"):
            [made] = parse_query(one.text).filters
            assert made.name == name.strip(":")


def test_a_name_of_a_place_that_differs_in_accents_alone_is_told_once() -> None:
    counts = [
        (Location("Zürich", "Zurich", "Switzerland"), 3),
        (Location("Winterthur", "Zurich", "Switzerland"), 2),
    ]
    assert counted_names(counts) == {"Switzerland": 5, "Zürich": 5, "Winterthur": 2}
