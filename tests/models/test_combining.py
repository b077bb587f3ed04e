"""Terms together: all that is wanted, nothing that is not."""

import numpy as np
import pytest

from mmdesk.models.calibration import Calibration
from mmdesk.models.combining import MOST_CHOICES, Combination, choices
from mmdesk.models.relevance import Measure

CURVE = Calibration(10.0, 0.5)
FIRST, SECOND = (Measure(direction, CURVE) for direction in np.eye(2, dtype=np.float32))
NEARNESS = np.array([[0.9, 0.9], [0.9, 0.1], [0.1, 0.9], [0.1, 0.1]], np.float32)


def test_all_that_is_wanted_must_be_there() -> None:
    both = Combination([[FIRST], [SECOND]], [1, 1], [False, False])
    relevance = both.relevance(NEARNESS)
    assert relevance[0] > 0.9
    assert relevance[1:].max() < 0.05
    assert np.argmax(NEARNESS @ both.rankings[0]) == 0


def test_what_shows_all_but_one_comes_before_what_shows_none_clearly() -> None:
    nearness = np.array([[0.9, -2.0], [0.3, 0.3]], np.float32)
    shows_one, shows_none = Combination([[FIRST], [SECOND]], [1, 1], [False, False]).relevance(nearness)
    assert shows_none < shows_one < 0.15


def test_a_lesser_weight_counts_for_less() -> None:
    equal = Combination([[FIRST], [SECOND]], [1, 1], [False, False]).relevance(NEARNESS)
    lesser = Combination([[FIRST], [SECOND]], [1, 0.2], [False, False]).relevance(NEARNESS)
    assert lesser[1] > 5 * equal[1]
    assert lesser[2] == pytest.approx(equal[2], rel=0.1)


def test_what_is_unwanted_is_judged_by_its_own_relevance() -> None:
    without = Combination([[FIRST], [SECOND]], [1, 1], [False, True])
    assert without.show_unwanted(NEARNESS).tolist() == [True, False, True, False]
    assert (without.rankings == 10 * FIRST.direction).all(), "nothing is taken off"
    assert without.relevance(NEARNESS) == pytest.approx(CURVE.relevance(NEARNESS[:, 0]))


def test_where_nothing_is_wanted_the_farthest_come_first() -> None:
    neither = Combination([[FIRST], [SECOND]], [1, 1], [True, True])
    assert np.argmax(NEARNESS @ neither.rankings[0]) == 3
    assert np.argmax(neither.relevance(NEARNESS)) == 3


def test_of_alternatives_the_best_one_counts() -> None:
    either = Combination([[FIRST, SECOND]], [1], [False])
    relevance = either.relevance(NEARNESS)
    assert relevance[:3].min() > 0.9
    assert relevance[3] < 0.05
    assert either.rankings.tolist() == [[10, 0], [0, 10]], "each is looked for by itself"


def test_what_shows_any_of_unwanted_alternatives_is_left_out() -> None:
    neither = Combination([[FIRST, SECOND]], [1], [True])
    assert neither.show_unwanted(NEARNESS).tolist() == [True, True, True, False]
    assert len(neither.rankings) == 1


def test_alternatives_of_several_terms_meet_each_other() -> None:
    pairs = Combination([[FIRST, SECOND], [SECOND], [FIRST, SECOND]], [1, 1, 1], [False, False, True])
    assert pairs.rankings == pytest.approx(np.array([[5, 5], [0, 10]]))


def test_of_too_many_choices_each_row_comes_once() -> None:
    rows = np.arange(2 * MOST_CHOICES, dtype=np.float32).reshape(-1, 2)
    found = list(choices([rows, np.ones((1, 2), np.float32), rows]))
    assert len(found) == 2 * MOST_CHOICES
    assert (found[0][2] == rows.mean(0)).all()
