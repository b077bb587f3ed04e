"""Label sets, their files, and tags in the search line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.core.label_files import parse_text, parse_toml, to_text, to_toml
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.query import parse_query

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
NAME = st.text("abcdefgh äöü'\"\\-", min_size=1, max_size=10).map(str.strip).filter(bool)


@st.composite
def label_sets(draw):
    names = draw(st.lists(NAME, min_size=1, max_size=6, unique=True))
    labels = tuple(
        Label(
            name,
            prompts=tuple(draw(st.lists(TEXT, max_size=2))),
            synonyms=tuple(draw(st.lists(TEXT, max_size=2))),
            parent=names[draw(st.integers(0, number - 1))] if number and draw(st.booleans()) else "",
            cutoff=draw(st.none() | st.floats(0.01, 0.99)),
        )
        for number, name in enumerate(names)
    )
    templates = tuple(f"{part}{{}}" for part in draw(st.lists(TEXT, min_size=1, max_size=2)))
    return LabelSet(draw(NAME), labels, templates, exclusive=draw(st.booleans()), description=draw(TEXT))


@given(label_sets())
def test_a_set_written_as_toml_is_read_as_the_same_set(labels: LabelSet) -> None:
    assert parse_toml(to_toml(labels), "another name") == labels


def test_plain_text_has_parents_and_synonyms() -> None:
    text = "# mine\nanimals/dog = puppy, hound\nanimals/cat\nbeach\n"
    labels = parse_text(text, "mine")
    assert [label.name for label in labels] == ["dog", "cat", "beach"]
    assert labels.path("dog") == ("animals", "dog")
    assert labels.find("dog").synonyms == ("puppy", "hound")
    assert parse_text(to_text(labels), "mine") == labels


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1) | st.sampled_from(
    ("AC/DC", "Smith, John", "C#", "a=b", '"quoted"', '5" x 7"', 'say "a/b"', "# no comment", "rock|pop")
)


LINES = st.tuples(WORDS, st.none() | WORDS, st.lists(WORDS, max_size=3))


@given(st.lists(LINES, max_size=4, unique_by=lambda line: line[0]))
def test_plain_text_holds_any_word(lines: list[tuple[str, str | None, list[str]]]) -> None:
    names = {name for name, _, _ in lines}
    made = (
        Label(name, synonyms=tuple(synonyms), parent="" if parent in names else parent or "")
        for name, parent, synonyms in lines
    )
    labels = LabelSet("mine", tuple(made))
    assert parse_text(to_text(labels), "mine") == labels


@pytest.mark.parametrize(
    ("line", "path", "synonyms"),
    [
        ('music/"AC/DC" = band', ("music", "AC/DC"), ("band",)),
        ('"C#" = "see, sharp", plus # a comment', ("C#",), ("see, sharp", "plus")),
        ('"say ""hi""/there"', ('say "hi"/there',), ()),
        ('5" x 7" print/small', ('5" x 7" print', "small"), ()),
        ('half "quoted/end', ('half "quoted', "end"), ()),
    ],
)
def test_words_in_quotes_are_whole(line: str, path: tuple[str, ...], synonyms: tuple[str, ...]) -> None:
    [label] = parse_text(line, "mine")
    assert (label.name, label.synonyms) == (path[-1], synonyms)
    assert label.parent == (path[-2] if len(path) > 1 else "")


@pytest.mark.parametrize("name", ["", "  ", "\n", "two\nlines"])
def test_a_label_needs_a_name_in_one_line(name: str) -> None:
    with pytest.raises(UserError, match="in one line"):
        Label(name)


@pytest.mark.parametrize(
    "text",
    [
        "name = 3",
        "[[labels]]",
        '[[labels]]\nname = "a"\ncutoff = 2.0',
        "name =",
        'templates = ["no place"]',
        "labels = 4",
    ],
)
def test_what_is_no_label_set_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        parse_toml(text, "broken")


def test_nobody_is_an_own_ancestor() -> None:
    with pytest.raises(UserError, match="ancestor"):
        LabelSet("x", (Label("a", parent="b"), Label("b", parent="a")))


def test_a_label_below_one_that_is_its_own_ancestor_is_refused_too() -> None:
    circle = (Label("a", parent="b"), Label("b", parent="a"))
    with pytest.raises(UserError, match="ancestor"):
        LabelSet("x", (Label("leaf", parent="a"), *circle))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("sea", "sea"),
        ("AC/DC", '"AC/DC"'),
        ("a=b", '"a=b"'),
        ("#1", '"#1"'),
        ('"so"', '"""so"""'),
        ("a b", "a b"),
    ],
)
def test_only_names_with_signs_are_put_in_quotes(name: str, written: str) -> None:
    assert to_text(LabelSet("x", (Label(name),))).splitlines()[-1] == written


def test_every_text_of_a_label_is_there_once() -> None:
    labels = LabelSet("x", (Label("dog", ("my dog",), ("puppy", "dog")),), ("a {}", "{}"))
    assert labels.texts(labels.find("dog")) == ("my dog", "a dog", "dog", "a puppy", "puppy")


def test_tags_stand_beside_words() -> None:
    query = parse_query('red bicycle tag:beach -tag:"night scene" in snow')
    assert [term.text for term in query.terms] == ["red bicycle in snow"]
    assert query.tags == ("beach",)
    assert query.without_tags == ("night scene",)
    assert parse_query(str(query)) == query


def test_a_word_that_only_looks_like_a_tag_is_a_word() -> None:
    assert [term.text for term in parse_query("heritage:beach").terms] == ["heritage:beach"]
    assert parse_query("tag:beach").terms == ()
    assert not parse_query("-tag:beach").is_empty
