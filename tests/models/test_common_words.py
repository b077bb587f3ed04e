"""Words that many photos show: what is near to them is found whatever the share of matches is."""

import numpy as np
import pytest

from mmdesk.models.common_words import Values, common_curve, usually_apart
from mmdesk.models.relevance import HigherCurve, NeutralGround

PHOTOS = 1000
USUAL = 0.3


def nearness(share: float, apart: float = 1.3, level: float = 0.0) -> tuple[Values, int]:
    """Nearness of photos, those that match first, and how many these are."""
    chance, matches = np.random.default_rng(7), round(share * PHOTOS)
    return chance.standard_normal(PHOTOS) + level + apart * (np.arange(PHOTOS) < matches), matches


@pytest.mark.parametrize("share", [0.2, 0.3, 0.5, 0.7])
def test_strong_hits_of_a_common_word_are_right_whatever_the_share(share: float) -> None:
    photos, matches = nearness(share)
    found = common_curve(photos, USUAL, trust=0.8).relevance(photos.astype(np.float32)) >= 0.5
    assert found[:matches].mean() > 0.05
    assert found[:matches].sum() / found.sum() > 0.75


def test_a_common_word_that_no_photo_shows_is_hardly_ever_strong() -> None:
    photos, _ = nearness(0, level=-0.5)
    assert (common_curve(photos, USUAL, trust=0.8).relevance(photos.astype(np.float32)) >= 0.5).mean() < 0.01


def test_the_rarer_a_word_the_farther_lie_its_photos() -> None:
    apart = [usually_apart(share) for share in (0.35, 0.3, 0.1, 0.05)]
    assert apart == sorted(apart)
    assert apart[0] == apart[1] == pytest.approx(0.5)


def test_a_common_word_is_measured_by_the_higher_of_two_curves() -> None:
    chance = np.random.default_rng(3)
    texts, photos = (chance.standard_normal((rows, 16)).astype(np.float32) for rows in (30, 300))
    ground = NeutralGround.of_texts(texts, photos)
    plain, common = (ground.measure(texts[0], usual=usual) for usual in (None, USUAL))
    assert isinstance(common.curve, HigherCurve)
    near = photos @ common.direction
    assert (common.relevance(near) >= plain.relevance(near)).all()
    assert (common.relevance(near) > plain.relevance(near)).any()
