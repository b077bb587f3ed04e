"""What labels of the program are called in the user's language, and in a library that has them already."""

import pytest

from mmdesk.core.label_files import parse_toml, to_toml
from mmdesk.core.label_names import LabelNames, set_title, sets_in_use
from mmdesk.core.labels import Label, LabelSet
from mmdesk.core.tagging.drafts import LabelDraft
from tests.small_catalogue import SmallCatalogue

DOG = Label("dog", prompts=("a happy dog",), synonyms=("puppy",), parent="pets")
SETS = (
    LabelSet("animals", (DOG, Label("cat", parent="pets")), description="Animals."),
    LabelSet("everyday", (Label("boat"), Label("ship"), Label("dog"), Label("child"), Label("horse"))),
)
SWEDISH = {"dog": "hund", "cat": "katt", "pets": "husdjur", "boat": "båt", "ship": "Båt", "child": "barn"}


SV = LabelNames("sv", SmallCatalogue({**SWEDISH, "Animals.": "Djur."}), SETS)
DE = LabelNames("de", SmallCatalogue({"dog": "Hund", "cat": "Katze", "horse": "boat"}), SETS)
EN = LabelNames("en", SmallCatalogue({}), SETS)


def names(sets: tuple[LabelSet, ...]) -> list[str]:
    return [label.name for labels in sets for label in labels]


def test_labels_are_called_in_the_language_and_found_by_the_same_texts() -> None:
    sets = sets_in_use(SETS, (SV, EN, DE), {})
    assert names(sets) == ["hund", "katt", "båt", "ship", "hund", "barn", "horse"]
    for labels, english in zip(sets, SETS, strict=True):
        assert labels.name == english.name
        assert [labels.texts(one) for one in labels] == [english.texts(one) for one in english]
    assert sets[0].path("hund") == ("husdjur", "hund")
    assert sets[0].description == "Djur."
    assert sets_in_use(SETS, (EN, SV, DE), {}) == SETS


@pytest.mark.parametrize(
    ("given", "dog", "path"),
    [
        ({("dog", "by hand"): 3}, "dog", ("pets", "dog")),
        ({("dog", "animals"): 3, ("hund", "by hand"): 4}, "hund", ("husdjur", "hund")),
        ({("Hund", "animals"): 1}, "Hund", ("pets", "Hund")),
        ({("Hund", "by hand"): 1}, "hund", ("husdjur", "hund")),
    ],
    ids=("in English", "by most photos", "in a third language", "a word of one's own"),
)
def test_a_label_that_photos_have_keeps_its_name(
    given: dict[tuple[str, str], int], dog: str, path: tuple[str, ...]
) -> None:
    animals, everyday = sets_in_use(SETS, (SV, EN, DE), given)
    assert animals.labels[0].name == everyday.labels[2].name == dog
    assert animals.path(dog) == path
    assert animals.texts(animals.labels[0]) == SETS[0].texts(DOG)


def test_english_is_spoken_where_another_word_would_be_that_of_another_label() -> None:
    assert DE.by_english["horse"] == "horse"
    assert SV.by_english["ship"] == "ship"


def test_a_set_in_a_language_is_written_and_edited_as_it_is() -> None:
    animals, _ = sets_in_use(SETS, (SV, EN), {})
    assert parse_toml(to_toml(animals), "animals") == animals
    assert LabelDraft.of(animals.labels[0]).label() == animals.labels[0]
    silent = LabelSet("mine", (Label("hund", unspoken=True),))
    assert "a photo of hund" in silent.texts(silent.labels[0])


def test_sets_of_the_program_have_titles() -> None:
    assert set_title("art styles") == "art styles"
    assert set_title("mine") == "mine"
