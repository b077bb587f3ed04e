"""Relevance that holds whatever the model's scale and however many photos match."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mmdesk.models.relevance import UNKNOWN_MOST, NeutralGround, matching_share

DIM = 64
RNG = np.random.default_rng(4)


def unit(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


WORDS = unit(RNG.standard_normal((40, DIM)))
SCENES = unit(RNG.standard_normal((500, DIM)))


def library(matching: int, word: NDArray[np.float32], scale: float = 1.0) -> NDArray[np.float32]:
    """Photos of anything, the first `matching` of them of `word`; `scale` flattens the model's cosines."""
    photos = unit(SCENES - (SCENES @ word)[:, None] * word)
    photos[:matching] = unit(photos[:matching] + 2.5 * word)
    bias = np.full((1, DIM), 0.05)
    return unit(scale * photos + bias)


def strong(photos: NDArray[np.float32], word: NDArray[np.float32]) -> NDArray[np.bool_]:
    measure = NeutralGround.of_texts(WORDS[1:], photos).measure(word)
    return measure.relevance(photos @ measure.direction) >= 0.5


@pytest.mark.parametrize("scale", [1.0, 0.4])
@pytest.mark.parametrize("matching", [10, 40, 100])
def test_what_is_there_is_strong_and_nothing_else(matching: int, scale: float) -> None:
    found = strong(library(matching, WORDS[0], scale), WORDS[0])
    assert found[:matching].mean() > 0.8
    assert found[matching:].mean() < 0.01


def test_nothing_is_strong_where_there_is_nothing() -> None:
    photos = library(0, WORDS[0])
    assert sum(strong(photos, word).any() for word in unit(RNG.standard_normal((60, DIM)))) <= 3
    assert not strong(photos, WORDS[0]).any()


def test_the_share_of_matches_is_found() -> None:
    evidence = np.full(1000, -12.0)
    evidence[:200] = 12.0
    assert matching_share(evidence) == pytest.approx(0.2, abs=0.01)
    assert 0 < matching_share(np.full(1000, -12.0)) < 0.001


def test_unknown_words_are_never_strong() -> None:
    photos = library(40, WORDS[0])
    measure = NeutralGround.of_texts(WORDS[1:], photos).measure(WORDS[0], is_known=False)
    assert measure.relevance(photos @ measure.direction).max() == pytest.approx(UNKNOWN_MOST)


@pytest.mark.parametrize("dim", [0, DIM])
def test_a_library_without_photos_has_a_ground_too(dim: int) -> None:
    ground = NeutralGround.of_texts(WORDS, np.empty((0, dim), np.float32))
    measure = ground.measure(WORDS[0])
    assert np.isfinite(measure.log_odds).all()
    assert measure.relevance(np.array([-1.0, 9.0], np.float32)).tolist() == pytest.approx([0, 1], abs=0.01)


def test_among_few_photos_the_same_nearness_is_worth_more() -> None:
    few, many = (NeutralGround.of_texts(WORDS[1:], library(1, WORDS[0])[:size]) for size in (20, 500))
    assert few.measure(WORDS[0]).relevance(np.full(1, 3.5)) > 2 * many.measure(WORDS[0]).relevance(
        np.full(1, 3.5)
    )
