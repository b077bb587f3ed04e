"""Keywords below their parents: what a line in other programs' lists means."""

import pytest

from mmdesk.core.keyword_paths import Leaves, line_of, paths_in, pieces


@pytest.mark.parametrize(
    ("plain", "bars", "slashes", "paths"),
    [
        ([], ["Places|Italy|Rome"], [], [("Places", "Italy", "Rome")]),
        (["Rome"], ["Places|Italy|Rome"], [], [("Places", "Italy", "Rome")]),
        (["Animals", "Dog"], ["Animals|Dog"], [], [("Animals",), ("Animals", "Dog")]),
        (["a", "b", "c"], ["a", "a|b", "a|b|c"], [], [("a",), ("a", "b"), ("a", "b", "c")]),
        ([], ["USA|Georgia", "Caucasus|Georgia"], [], [("USA", "Georgia"), ("Caucasus", "Georgia")]),
        (["Georgia"], ["USA|Georgia"], ["Caucasus/Georgia"], [("USA", "Georgia"), ("Caucasus", "Georgia")]),
        ([], ["Places|Italy|Rome"], ["Places/Italy/Rome"], [("Places", "Italy", "Rome")]),
        ([], ["Italy|Rome"], ["Places/Italy/Rome"], [("Italy", "Rome"), ("Places", "Italy", "Rome")]),
        # words that hold what parts others
        (["AC/DC"], ["AC/DC"], ["AC/DC"], [("AC/DC",)]),
        (["AC/DC"], [], ["AC/DC"], [("AC", "DC")]),
        (["AC/DC"], [], ["AC|DC"], [("AC/DC",)]),
        (["AC/DC"], ["Music|AC/DC"], ["Music/AC/DC"], [("Music", "AC/DC")]),
        (["AC/DC"], [], ["Music/AC|DC"], [("Music", "AC/DC")]),
        (["rock|pop"], ["Music|rock|pop"], ["Music/rock|pop"], [("Music", "rock|pop")]),
        (["rock|pop"], ["rock/pop"], [], [("rock|pop",)]),
        ([], ["Music|AC/DC"], ["Music/AC/DC"], [("Music", "AC/DC")]),
        ([], [], ["Music/rock|pop"], [("Music", "rock|pop")]),
        (["x/y|z"], ["P|x/y|z"], ["P/x/y|z"], [("P", "x/y|z")]),
        (["AC/DC", "DC"], ["Music|AC/DC"], [], [("Music", "AC/DC"), ("DC",)]),
        (["Rome"], ["Places/Italy/Rome"], ["Places|Italy|Rome"], [("Places", "Italy", "Rome")]),
        (["Milan"], ["Places/Italy/Rome"], [], [("Milan",), ("Places/Italy/Rome",)]),
        (["DC", "AC/DC"], ["AC/DC"], [], [("DC",), ("AC/DC",)]),
        # paths written out among the plain words
        (["Places|Italy|Rome"], ["Places|Italy|Rome"], [], [("Places", "Italy", "Rome")]),
        (["Places/Rome", "Rome"], [], ["Places/Rome"], [("Places", "Rome")]),
        (["Places/Rome"], [], ["Places"], [("Places",), ("Places/Rome",)]),
        (["Taken By/Rich"], ["Taken By/Rich"], [], [("Taken By/Rich",)]),
        # capitals, and nothing at all
        (["Dog", "dog", "DOG"], [], [], [("Dog",)]),
        (["Dog"], ["animals|dog"], ["Animals/DOG"], [("animals", "Dog")]),
        (["Straße", "STRASSE"], [], [], [("Straße",)]),
        (["|", "/"], ["||", " | "], ["/"], []),
        ([], ["|Rome|", "Places||Rome"], [], [("Places", "Rome")]),
    ],
)
def test_what_lists_mean_together(plain, bars, slashes, paths):
    lines = [*((line, "|") for line in bars), *((line, "/") for line in slashes)]
    assert sorted(paths_in(plain, lines)) == sorted(paths)


@pytest.mark.parametrize(
    ("path", "separator", "line"),
    [
        (("Places", "Rome"), "|", "Places|Rome"),
        (("Music", "AC/DC"), "|", "Music|AC/DC"),
        (("Music", "AC/DC"), "/", "Music/AC|DC"),
        (("Music", "rock|pop"), "|", "Music|rock/pop"),
        (("a/b", "c|d"), "/", "a|b/c|d"),
    ],
)
def test_a_line_never_has_more_parts_than_its_path(path, separator, line):
    assert line_of(path, separator) == line
    assert len(line.split(separator)) == len(path)


def test_pieces_are_the_same_whatever_parts_them_and_however_they_are_spelled():
    assert pieces("Music", "AC/DC") == pieces("music|ac", "dc") == ("music", "ac", "dc")
    assert pieces("cafe\N{COMBINING ACUTE ACCENT}") == pieces("CAFÉ")
    assert pieces(" | /") == ()


def test_a_keyword_is_there_below_whatever_parents_but_not_as_a_parent():
    said = Leaves([("Places", "Italy", "Rome"), ("AC", "DC"), ("Music", "Rock/Pop")])
    assert "rome" in said
    assert "AC/DC" in said
    assert "rock|pop" in said
    assert "Italy" not in said
    assert "pop" not in said
