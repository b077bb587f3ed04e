"""What the things of a search that found nothing find by themselves."""

from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Hit, Query, SearchResult, parse_query
from mmdesk.tasks.found_apart import found_apart

COUNTS = {'"dog"': 14, '"people"': 52, "dog": 14, '"dog" "people"': 3, '"cat"': 0}


def _apart(line: str, relevance: float = 0.01) -> tuple[list[tuple[str, int]], int] | None:
    """What is found apart, in a library that finds as many photos as `COUNTS` says."""
    result = SearchResult(parse_query(line), "dummy", 60, (Hit(PhotoId(1), 0.1, relevance),))
    found = found_apart(result, lambda query: COUNTS.get(query.written, 0))
    return found and ([(one.query.written, one.found) for one in found.things], found.together)


def test_several_things_are_looked_for_one_by_one() -> None:
    assert _apart('dog "people"') == ([("dog", 14), ('"people"', 52)], 0)
    assert _apart('dog "boat"') == ([("dog", 14), ('"boat"', 0)], 0)
    assert _apart('dog "people"', relevance=0.9) is None


def test_a_phrase_of_things_is_parted_where_each_is_there() -> None:
    assert _apart("dog people") == ([('"dog"', 14), ('"people"', 52)], 3)
    for line in ("dog cat", '"dog people"', "old dog", "dog", "-dog", "rating:5", "(dog|people)"):
        assert _apart(line) is None


def test_everything_else_on_the_line_stays() -> None:
    asked: list[Query] = []
    result = SearchResult(parse_query('dog "boat" -hat like:7 rating:5'), "dummy", 60)
    assert found_apart(result, lambda query: asked.append(query) or 0) is not None
    assert [query.written for query in asked] == ["dog -hat like:7 rating:5", '"boat" -hat like:7 rating:5']
