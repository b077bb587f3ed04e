from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from mmdesk.core.places import builtin_models
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.known_words import are_known
from mmdesk.models.tokenizer import read_tokenizer


def by_letter(texts: Sequence[str]) -> NDArray[np.int64]:
    """A tokenizer that knows "giraffe", and all else by the letter; every row is padded to the end."""
    rows = [[1] if text == "giraffe" else [ord(letter) for letter in text] for text in texts]
    return np.array([[*row, 2, *[0] * (20 - len(row))] for row in rows], np.int64)


def test_a_word_in_crumbs_is_not_known() -> None:
    assert are_known("giraffe", by_letter)
    assert not are_known("zqwxkv", by_letter)
    assert not are_known("giraffe zqwxkv", by_letter)


def test_short_words_and_numbers_tell_nothing() -> None:
    assert are_known("elk 2017 5", by_letter)
    assert are_known("", by_letter)


@pytest.mark.parametrize("text", ["a dog in the snow", "giraffe", "a cup of coffee", "sunflower"])
def test_the_starter_model_knows_words(text: str) -> None:
    tokenize = read_tokenizer(ClipFolder.read(builtin_models() / "starter-clip"))
    assert are_known(text, tokenize)
    assert not are_known(f"{text} xqzvwblr", tokenize)
