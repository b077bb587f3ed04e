from mmdesk.tasks.phrasings import neutral_texts, phrasings


def test_a_name_is_said_in_several_ways() -> None:
    assert phrasings("dog") == ("dog", "a dog", "a photo of a dog")
    assert phrasings("an astronaut") == ("an astronaut", "a photo of an astronaut")


def test_a_sentence_is_taken_as_it_is() -> None:
    for text in ("two dogs run on grass", "a dog on grass"):
        assert phrasings(text) == (text,)


def test_neutral_texts_are_of_two_manners() -> None:
    texts = neutral_texts()
    sentences = [text for text in texts if text.startswith("a photo of ")]
    assert abs(2 * len(sentences) - len(texts)) <= 1
    assert len(set(texts)) == len(texts)
