from mmdesk.tasks.phrasings import neutral_texts, phrasings, singular


def test_a_name_is_said_in_several_ways() -> None:
    assert phrasings("dog") == ("dog", "a dog", "a photo of a dog")
    assert phrasings("an astronaut") == ("an astronaut", "a photo of an astronaut")


def test_the_plural_of_an_everyday_word_is_said_of_one_thing_too() -> None:
    assert phrasings("dogs") == ("dogs", "a dog", "a photo of dogs", "a photo of a dog")
    assert [singular(word) for word in ("Beaches", "glass", "snow", "xyzs", "dog", "")] == [
        "beach", None, None, None, None, None,
    ]  # fmt: skip


def test_a_sentence_is_taken_as_it_is() -> None:
    for text in ("two dogs run on grass", "a dog on grass"):
        assert phrasings(text) == (text,)


def test_neutral_texts_are_of_two_manners() -> None:
    texts = neutral_texts()
    sentences = [text for text in texts if text.startswith("a photo of ")]
    assert abs(2 * len(sentences) - len(texts)) <= 1
    assert len(set(texts)) == len(texts)


def test_people_are_said_in_all_their_kinds() -> None:
    assert {"people", "a photo of a person", "a photo of a man", "a photo of a child"} <= set(
        phrasings("people")
    )
    assert "a photo of a child" not in phrasings("woman")
