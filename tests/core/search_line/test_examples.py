"""Photos as examples on a search line: put to others, moved from one sort to the other, taken away."""

import pytest

from mmdesk.core.query import parse_query
from mmdesk.core.search_line.examples import with_examples
from mmdesk.core.search_line.line import parts_of


@pytest.mark.parametrize(
    ("line", "photos", "negative", "then"),
    [
        ("", [3], False, "like:3"),
        ("", [3, 4], True, "-like:3,4"),
        ("a dog", [3], False, "a dog like:3"),
        ("a dog like:3 rating:5", [4], False, "a dog rating:5 like:3,4"),
        ("a dog like:3:2", [3, 4], False, "a dog like:3,4:2"),
        ("like:3,4", [4], True, "like:3 -like:4"),
        ("like:3 cat", [3], True, "cat -like:3"),
        ("like:1 like:2", [3], False, "like:1,2,3"),
        ('"two  words" "open', [3], False, '"two  words" "open like:3'),
    ],
)
def test_examples_are_put_on_the_line(line: str, photos: list[int], negative: bool, then: str) -> None:
    assert with_examples(line, photos, negative=negative) == then


def test_examples_are_terms_that_print_as_they_are_read() -> None:
    query = parse_query("a dog LIKE:12,5,12:1.5 -like:7")
    dog, wanted, unwanted = query.terms
    assert (dog.text, wanted.photos, unwanted.photos) == ("a dog", (12, 5), (7,))
    assert (wanted.kind, wanted.weight, wanted.negative, unwanted.negative) == ("photos", 1.5, False, True)
    assert (wanted.text, unwanted.text) == ("like 2 photos", "like 1 photo")
    assert query.written == "a dog like:12,5:1.5 -like:7"
    assert parse_query(query.written) == query
    assert query.line == query.written


@pytest.mark.parametrize("line", ["like:", "like:dogs", "like:1,", "like:1:0", "like:٣", "unlike:3"])
def test_what_names_no_photos_stays_words(line: str) -> None:
    assert all(part.asks is None for part in parts_of(line))
    assert "".join(part.text for part in parts_of(line)) == line
