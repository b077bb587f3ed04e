"""What people type without grammar, taken for more than words."""

import os
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmdesk.core.query import Term, parse_query, query_of
from mmdesk.core.search_line.editing import in_words
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import parts_of
from mmdesk.core.search_line.offers import with_offers
from mmdesk.core.search_line.spelling import Spelling

LINES = int(os.environ.get("MMDESK_TEST_LINES", "300"))

TODAY = date(2026, 11, 29)

KNOWN = KnownNames(
    cameras={"NIKON CORPORATION NIKON D70": 3, "Canon EOS 5D": 2, "Apple iPhone 12": 1},
    lenses={"50mm": 1},
    folders={"Vienna": 4, "Italy 2019": 5, "snow": 1},
    albums={"Best of": 2},
    tags={"family": 7, "pet": 2, "Trips|Georgia": 1, "trips": 1, "Georgia": 1},
    everyday=Spelling(("snow",)),
    places={
        "Zürich": 3,
        "New York City": 2,
        "Nice": 1,
        "Austria": 9,
        "United States": 2,
        "Snow": 5,
        "Lisbon": 1,
    },
)


def understood(line: str) -> str:
    return query_of(with_offers(parts_of(line), KNOWN, TODAY)).written


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("summer 2017", 'date:"summer 2017"'),
        ("untagged", "is:untagged"),
        ("untagged dogs", "dogs is:untagged"),
        ("november", "date:november"),
        ("dogs in november", "dogs date:november"),
        ("05/2019", "date:05/2019"),
        ("★★★★★", "rating:5"),
        ("★★★☆☆ dogs", "dogs rating:3"),
        ("4★", "rating:4"),
        ("IMG 0236", "name:IMG_0236|IMG0236"),
        ("oldest photos", "sort:oldest"),
        ("dogs newest pictures", "dogs sort:date"),
        ("oldest tree", "oldest tree"),
        ("favourites", "rating:5"),
        ("christmas", "christmas"),
        ("last november", 'date:"last november"'),
        ("except vienna and austria", "-folder:Vienna -place:Austria"),
        ("no dogs or cats", "-dogs -cats"),
        ("no dogs or cats in 2017", "-dogs -cats date:2017"),
        ("without people and cars but with trees", "but with trees -people -cars"),
        ("dogs not on grass and from 2017", "dogs -grass date:2017"),
        ("Summer of 2017", 'date:"summer 2017"'),
        ("photos from the summer of 2017", 'date:"summer 2017"'),
        ("beach in July 2019", 'beach date:"july 2019"'),
        ("dogs 2017", "dogs date:2017"),
        ("2017-2019 dogs", "dogs date:2017..2019"),
        ("from 2017 to 2019", "date:2017..2019"),
        ("yesterday", "date:yesterday"),
        ("last christmas with grandma", 'with grandma date:"last christmas"'),
        ("14 July 2019", 'date:"14 july 2019"'),
        ("2019-07-14", "date:2019-07-14"),
        ("IMG_0236", "name:IMG_0236"),
        ("IMG_02*", "name:IMG_02*"),
        ("DSC01234.JPG", "name:DSC01234.JPG"),
        ("my photo.png", "name:photo.png"),
        ("nikon", "camera:nikon"),
        ("dogs at 50mm", "dogs lens:50mm"),
        ("50 mm", 'lens:"50 mm"'),
        ("85mm", "85mm"),  # there is no such lens
        ("my picked photos", "pick:yes"),
        ("rejected", "pick:rejected"),
        ("picked apples", "picked apples"),
        ("dogs without gps", "dogs is:unplaced"),
        ("photos without a place", "is:unplaced"),
        ("no gps", "is:unplaced"),
        ("Canon EOS 5D", 'camera:"canon eos 5d"'),
        ("dogs taken with a nikon", "dogs camera:nikon"),
        ("dogs taken with iphone 12", 'dogs camera:"iphone 12"'),
        ("photos from Vienna", "folder:Vienna"),
        ("photos in vienna", "folder:Vienna"),
        ("dogs from vienna", "dogs folder:Vienna"),
        ("italy 2019", 'folder:"Italy 2019"'),
        ("zurich", "place:Zürich"),
        ("photos from snow", "place:Snow"),  # more than in the folder
        ("dogs in Zürich", "dogs place:Zürich"),
        ("photos from nice", "place:Nice"),
        ("new york city at night", 'at night place:"New York City"'),
        ("Austria, lakes", "lakes place:Austria"),
        ("photos taken in the usa", 'place:"United States"'),
        ("best of", 'album:"Best of"'),
        ("tagged family", "tag:family"),
        ("tag:family|pet", "tag:(family OR pet)"),
        ("-tag:family|pet", "-tag:(family OR pet)"),
        ("tag:Trips|Georgia", 'tag:"Trips|Georgia"'),
        ('tag:"family|pet"', 'tag:"family|pet"'),
        ("tag:family|cars", 'tag:"family|cars"'),
        ("folder snow", "folder:snow"),
        ("5 stars", "rating:5"),
        ("five stars", "rating:5"),
        ("1 star", "rating:1"),
        ("3+ stars", "rating:>=3"),
        ("cats 3 stars or more", "cats rating:>=3"),
        ("at least four stars", "rating:>=4"),
        ("sunset without people", "sunset -people"),
        ("dogs but not on grass", "dogs -grass"),
        ("beach without a red car in summer 2017", 'beach -"red car" date:"summer 2017"'),
        ("no, not now", "no, -now"),
        ("not picked", "-pick:yes"),
        ("not nikon", "-camera:nikon"),
        ("-nikon", "-camera:nikon"),
        ("dogs without nikon", "dogs -camera:nikon"),
        ("dogs not taken with a nikon", "dogs -camera:nikon"),
        ("not nikon or canon", "-camera:nikon|canon"),
        ("not nikon but canon", "-camera:nikon camera:canon"),
        ("dogs not in 2017", "dogs -date:2017"),
        ("before 2018", "date:..2017"),
        ("dogs after 2018", "dogs date:2019.."),
        ("since 2018", "date:2018.."),
        ("photos until 2018", "date:..2018"),
        ("not before 2018", "-date:..2017"),
        ("before summer 2017", "date:<2017-06"),
        ("after 2019-07-14", "date:>2019-07-14"),
        ("since last christmas", "date:2025-12-24.."),
        ("dogs between 2017 and 2019", "dogs date:2017..2019"),
        ("between july 2017 and august 2018", "date:2017-07..2018-08"),
        ("2016..2018", "date:2016..2018"),
        ("dogs 2016..", "dogs date:2016.."),
        ("more than 2 stars", "rating:>2"),
        ("less than 3 stars", "rating:<3"),
        ("at most two stars", "rating:<=2"),
        ("no stars", "rating:0"),
        ("dogs with no stars", "dogs rating:0"),
        ("1-3 stars", "rating:1..3"),
        ("between 1 and 3 stars", "rating:1..3"),
        ("dogs 5 star", "dogs rating:5"),
        ("5 star photos", "rating:5"),
        ("nikon 2017 photos", "camera:nikon date:2017"),
        ("dogs nikon or canon", "dogs camera:nikon|canon"),
        ("2017 or 2018 or 2019", "date:2017|2018|2019"),
        ("nikon | canon", "camera:nikon|canon"),
        ("-nikon|canon", "-camera:nikon|canon"),
        ("nikon|2017", "(nikon|2017)"),
        ("(nikon|canon)", "(nikon|canon)"),
        ("nikon or dogs", "or dogs camera:nikon"),
        ("no people", "-people"),
        ("sunset with no people", "sunset -people"),
        ("no people and no gps", "-people is:unplaced"),
        ("no smoking", "no smoking"),
        ("-lisbon", "-place:Lisbon"),
        ("photos not in vienna", "-folder:Vienna"),
        ("dogs except vienna", "dogs -folder:Vienna"),
        ("not in lisbon or austria", "-place:Lisbon|Austria"),
        ("except New York City", '-place:"New York City"'),
        ('-"lisbon" -(vienna)', '-"lisbon" -"vienna"'),
        ("dogs not in snow", "dogs -snow"),  # an everyday thing, though a folder is called so
        ("-snow", "-snow"),
    ],
)
def test_what_is_meant_is_recognised(line: str, written: str) -> None:
    assert understood(line) == written


@pytest.mark.parametrize(
    "line",
    [
        "red bicycle in snow",
        "family",
        "vienna",
        "nice dogs",
        "an apple",
        "five star hotel",
        "5 star hotel",
        "before sunset",
        "between 2 and 3",
        "1234..5678",
        "summer",
        "a beach in summer",
        "3000 people",
        "2049",
        '"summer 2017"',
        '"nikon"',
        "may",
        "not",
        "without",
        "the last supper",
        "16:9",
    ],
)
def test_other_words_stay_words(line: str) -> None:
    assert understood(line) == parse_query(line).written
    assert not parse_query(understood(line)).filters


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("vienna", ["folder:Vienna"]),
        ("snow in the woods", ["folder:snow"]),
        ("a family, nice", ["tag:family", "place:Nice"]),
        ("photos from vienna", []),
        ('"vienna"', []),
        ("-vienna", []),
    ],
)
def test_what_a_word_may_name_is_said_beside_it(line: str, beside: list[str]) -> None:
    parts = with_offers(parts_of(line), KNOWN, TODAY)
    assert [part.beside.written for part in parts if part.beside] == beside


@pytest.mark.parametrize("folder", ["photos", "Pictures"])
def test_a_folder_of_photos_does_not_hide_where_they_are_from(folder: str) -> None:
    known = replace(KNOWN, folders={folder: 9})
    parts = with_offers(parts_of(f"{folder} from Austria"), known, TODAY)
    assert query_of(parts).written == "place:Austria"
    (alone,) = with_offers(parts_of(folder), known, TODAY)
    assert alone.beside is not None
    assert alone.beside.written == f"folder:{folder}"


def test_a_maker_that_no_photo_is_from_is_told() -> None:
    parts = with_offers(parts_of("old pentax"), KNOWN, TODAY)
    assert query_of(parts).written == "old pentax"
    assert [part.problem for part in parts if part.problem] == [
        "no photo of the library was taken with such a camera"
    ]


@pytest.mark.parametrize(
    ("line", "words"), [("-lisbon", '-"lisbon"'), ("not nikon", '"not nikon"'), ("nikon", '"nikon"')]
)
def test_what_was_taken_for_more_can_be_words_again(line: str, words: str) -> None:
    line = in_words(with_offers(parts_of(line), KNOWN, TODAY), 0)
    assert line == words
    assert understood(line) == words


SAID = (
    "photos from in the summer 2017 nikon not without but on 5 stars IMG_0236 vienna zürich usa best of cat"
    ' tag:x -dog "a b" ( | " last week or more 3+ iphone 12 , album'
    " no except -lisbon -nikon -2017 nikon|canon OR picked and since before between"
    " .. 2016.. 2018 stars more than"
)

words = st.sampled_from(SAID.split(" "))


@settings(max_examples=LINES)
@given(st.lists(words | st.text(max_size=6), max_size=10).map(" ".join))
def test_offers_keep_the_line_and_can_be_said_again(line: str) -> None:
    parts = with_offers(parts_of(line), KNOWN, TODAY)
    assert "".join(part.text for part in parts) == line
    query = query_of(parts)
    assert parse_query(query.written) == query
    for part in parts:
        if isinstance(part.asks, Term):
            assert understood(part.asks.written) == part.asks.written


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("winter 2017", 'folder:"winter 2017"'),
        ("photos from Lisbon", "place:Lisbon"),
        ("in Austria", None),
        ("2017", None),
    ],
)
def test_what_else_is_called_like_a_time_or_a_place_is_said_beside_it(line: str, beside: str | None) -> None:
    known = replace(KNOWN, folders={"winter 2017": 3, "lisbon": 2, "2017": 4})
    [part] = with_offers(parts_of(line), known, TODAY)
    assert part.asks is not None
    assert (part.beside and part.beside.written) == beside


def test_a_feast_stays_a_word_and_its_days_are_offered_beside_it() -> None:
    [part] = with_offers(parts_of("christmas"), KNOWN, TODAY)
    assert part.beside is not None
    assert part.beside.written == "date:christmas"


@pytest.mark.parametrize("line", ["more than 5 stars", "dogs 7 stars", "over five stars"])
def test_more_stars_than_there_are_stay_words_and_are_pointed_out(line: str) -> None:
    parts = with_offers(parts_of(line), KNOWN, TODAY)
    assert query_of(parts).written == line
    assert [part.problem for part in parts if part.problem] == ["a photo has 5 stars at most"]


def test_a_filter_that_there_is_not_is_pointed_out_behind_a_dash_too() -> None:
    [part] = with_offers(parts_of("-foo:bar"), KNOWN, TODAY)
    assert part.problem == "there is no filter foo:"
    assert isinstance(part.asks, Term)
    assert part.asks.negative
