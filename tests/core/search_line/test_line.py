"""The grammar of the search line: what is understood, and that nothing is lost."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.query import Query, Term, parse_query
from mmdesk.core.search_line.bounds import Bounds, bounds_of
from mmdesk.core.search_line.filters import FILTERS, Filter
from mmdesk.core.search_line.line import parts_of
from mmdesk.core.search_line.periods import Period, period_of
from mmdesk.core.search_line.terms import either

LINES = int(os.environ.get("MMDESK_TEST_LINES", "300"))
"""How many made-up lines are parsed."""

TODAY = date(2026, 11, 29)

pieces = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            *(f"{name}:" for name in FILTERS),
            *'"()|@-:.,<>=+*',
            *(
                " ",
                "  ",
                "\t",
                "OR",
                " OR ",
                " | ",
                "camera:a",
                "tag:b",
                "--",
                '""',
                "..",
                ">=",
                ":1.5",
                ':2"',
                "2019",
                "cat",
                "a b",
                "~/a.jpg",
                "yes",
            ),
        ]
    ),
)
lines = st.lists(pieces, max_size=12).map("".join) | st.text(max_size=40)


@settings(max_examples=LINES)
@given(lines)
def test_any_line_is_kept_whole_and_said_again(line: str) -> None:
    parts = parts_of(line)
    assert "".join(part.text for part in parts) == line
    query = parse_query(line)
    assert parse_query(query.written) == query
    assert parse_query(query.written).written == query.written
    for part in parts:
        if part.asks is not None:
            assert parse_query(part.asks.written) == parse_query(part.text)


@settings(max_examples=LINES)
@given(lines)
def test_words_that_are_not_understood_stay_words(line: str) -> None:
    said = " ".join(part.text for part in parts_of(line) if part.is_words)
    terms = parse_query(line).terms
    assert (terms[0].text if said else "") == said


@pytest.mark.parametrize("piece", ["a|", "camera:a|", "a | ", "a OR ", "camera:a | ", '"a"|', "2|:"])
def test_alternatives_that_end_in_a_bracket_are_read_in_one_way(piece: str) -> None:
    line = piece * 200 + "("
    assert "".join(part.text for part in parts_of(line)) == line


def test_the_whole_grammar_on_one_line() -> None:
    query = parse_query(
        'red bicycle in snow -car "old town":1.5 @/a/photo.jpg folder:italy date:2019..2021 camera:canon'
        " lens:50mm place:vienna tag:family album:best rating:>=3 pick:yes type:raw name:IMG_02*"
        " is:painted|damaged|untagged score:>0.6 sort:date (cat|dog) wine|beer -(hat OR cap)"
    )
    assert query.terms == (
        Term("red bicycle in snow"),
        Term("car", negative=True),
        Term("old town", 1.5, quoted=True),
        Term("/a/photo.jpg", kind="picture", picture=b"/a/photo.jpg"),
        either(("cat", "dog")),
        either(("wine", "beer")),
        either(("hat", "cap"), negative=True),
    )
    assert [(one.name, one.values) for one in query.filters] == [
        ("folder", ("italy",)),
        ("date", ("2019..2021",)),
        ("camera", ("canon",)),
        ("lens", ("50mm",)),
        ("place", ("vienna",)),
        ("tag", ("family",)),
        ("album", ("best",)),
        ("rating", (">=3",)),
        ("pick", ("yes",)),
        ("type", ("raw",)),
        ("name", ("IMG_02*",)),
        ("is", ("painted", "damaged", "untagged")),
        ("score", (">0.6",)),
        ("sort", ("date",)),
    ]
    assert (query.sort, 0.6 in query.score, 0.61 in query.score) == ("date", False, True)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("-tag:dog a  CAT", "a CAT -tag:dog"),
        ("TAG:Dog", "tag:Dog"),
        ('tag:"night scene"', 'tag:"night scene"'),
        ("tag:(dog OR cat)", "tag:(dog OR cat)"),
        ("tag:USA|Georgia", 'tag:"USA|Georgia"'),
        ('camera:"eos 5d"|nikon', 'camera:"eos 5d"|nikon'),
        ("Rating:3+ SORT:Date", "rating:3+ sort:date"),
        ('-"night scene"', '-"night scene"'),
        ("(red car)", '"red car"'),
        ("-red|blue", "-(red|blue)"),
        ('"old town":2', '"old town":2'),
        ('"a ""b"""', '"a ""b"""'),
        ("--json", "--json"),
        ("-", "-"),
        ("16:9", "16:9"),
        ("cat:2", "cat:2"),
        ("@home", "@home"),
        ('"never closed', '"""never closed"'),
        ("sort:date sort:name", "sort:date sort:name"),
        ("red dog | cat in snow", "red in snow (dog|cat)"),
        ("dog OR cat", "(dog|cat)"),
        ("dog or cat", "dog or cat"),
        ('dog | "big cat" OR bird', "(dog|big cat|bird)"),
        ("-dog | cat", "-(dog|cat)"),
        ("dog | tag:x", '"dog |" tag:x'),
        ("dog OR -cat", '"dog OR" -cat'),
        ("OR cat", '"OR cat"'),
        ("dog OR tag:x cat", '"dog OR cat" tag:x'),
        ("camera:canon|camera:nikon", "camera:canon|nikon"),
        ("camera:canon | Camera:nikon", "camera:canon|nikon"),
        ('camera:"a | camera:b" OR camera:nikon', 'camera:"a | camera:b"|nikon'),
        ("tag:family | tag:pet", "tag:(family OR pet)"),
        ("-camera:canon | camera:nikon", '"|" -camera:canon camera:nikon'),
        ("date:2017 OR date:2019", "date:2017|2019"),
    ],
)
def test_a_line_is_written_in_one_way(line: str, written: str) -> None:
    assert parse_query(line).written == written
    assert parse_query(written) == parse_query(line)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("rating:lots", "0 to 5 stars"),
        ("rating:>=9", "rating: wants 0 to 5 stars"),
        ("date:sometime", "a date"),
        ("pick:maybe", "yes, no"),
        ("sort:upwards", "relevance, date"),
        ("-sort:date", "no dash"),
        ("Rating:", "0 to 5 stars"),
        ("ratng:5", "did you mean rating:"),
        ('"old town', "no end"),
        ("foo:bar", "there is no filter foo:"),
        ("year:2017", "there is no filter year:, did you mean date: ?"),
        ("stars:5", "did you mean rating:"),
        ("city:vienna", "did you mean place:"),
        ("https://a", ""),
        ("16:9", ""),
        ("red car", ""),
    ],
)
def test_what_is_not_understood_is_pointed_out(line: str, problem: str) -> None:
    assert parse_query(line).filters == ()
    told = " ".join(part.problem for part in parts_of(line)).strip()
    assert problem in told
    assert bool(told) == bool(problem)


def test_an_order_alone_asks_for_all_photos_in_it() -> None:
    assert parse_query("").is_empty
    assert not parse_query("sort:date").is_empty
    assert not parse_query("sort:date").conditions
    assert not parse_query("-rating:5").is_empty
    assert Query(filters=(Filter("tag", ("a",)),)).tags == ("a",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2019", "2019", "2019"),
        ("2019-7", "2019-07", "2019-07"),
        ("2019..2021-03", "2019", "2021-03"),
        ("2021-03..2019", "2019", "2021-03"),
        ("2019-03..2019", "2019-03", "2019"),
        ("..2020", None, "2020"),
        (">2019", "2020-01-01", None),
        ("<2019-03", None, "2019-02-28"),
        ("22.8.2015", "2015-08-22", "2015-08-22"),
        ("Summer 2017", "2017-06", "2017-08"),
        ("winter 2018", "2017-12", "2018-02"),
        ("july 2019", "2019-07", "2019-07"),
        ("14 July 2019", "2019-07-14", "2019-07-14"),
        ("July 14th, 2019", "2019-07-14", "2019-07-14"),
        ("christmas 2018", "2018-12-24", "2018-12-26"),
        ("last christmas", "2025-12-24", "2025-12-26"),
        ("last summer", "2026-06", "2026-08"),
        ("this winter", "2025-12", "2026-02"),
        ("last winter", "2025-12", "2026-02"),
        ("last november", "2025-11", "2025-11"),
        ("yesterday", "2026-11-28", "2026-11-28"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10", "2026-10"),
        ("last year", "2025", "2025"),
        ("two years ago", "2024", "2024"),
        ("3 months ago", "2026-08", "2026-08"),
        ("past week", "2026-11-23", "2026-11-29"),
    ],
)
def test_periods_have_their_days(text: str, since: str | None, until: str | None) -> None:
    assert period_of(text, TODAY) == Period(since, until)


@pytest.mark.parametrize("text", ["", "..", "summer", "2019-13", "0999", "99999", "31 june 2019", "last cat"])
def test_other_words_are_no_period(text: str) -> None:
    assert period_of(text, TODAY) is None


def test_a_period_holds_dates_that_are_wholly_in_it() -> None:
    summer = Period("2017-06", "2017-08")
    assert summer.contains("2017-08-31T23:59:59")
    assert summer.contains("2017-07")
    assert not summer.contains("2017")
    assert not summer.contains(None)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("3", [3], [2, 4]),
        (">=3", [3, 5], [2]),
        ("3+", [3, 5], [2]),
        (">3", [4], [3]),
        ("<3", [2], [3]),
        ("2..4", [2, 3, 4], [1, 5]),
        ("..2", [0, 2], [3]),
        (">60%", [0.61], [0.6]),
    ],
)
def test_bounds_hold_their_numbers(text: str, inside: list[float], outside: list[float]) -> None:
    bounds = bounds_of(text)
    assert isinstance(bounds, Bounds)
    assert all(number in bounds for number in inside)
    assert not any(number in bounds for number in outside)


@pytest.mark.parametrize("text", ["", "..", "many", ">=3+", "-1"])
def test_other_words_are_no_bounds(text: str) -> None:
    assert bounds_of(text) is None
