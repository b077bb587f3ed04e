"""Terms together: all that is wanted, nothing that is not."""

import numpy as np
import pytest

from mmdesk.models.calibration import Calibration
from mmdesk.models.combining import Combination
from mmdesk.models.relevance import Measure

CURVE = Calibration(10.0, 0.5)
FIRST, SECOND = (Measure(direction, CURVE) for direction in np.eye(2, dtype=np.float32))
NEARNESS = np.array([[0.9, 0.9], [0.9, 0.1], [0.1, 0.9], [0.1, 0.1]], np.float32)


def test_all_that_is_wanted_must_be_there() -> None:
    both = Combination([FIRST, SECOND], [1, 1], [False, False])
    relevance = both.relevance(NEARNESS)
    assert relevance[0] > 0.9
    assert relevance[1:].max() < 0.05
    assert np.argmax(NEARNESS @ both.direction) == 0


def test_a_lesser_weight_counts_for_less() -> None:
    equal = Combination([FIRST, SECOND], [1, 1], [False, False]).relevance(NEARNESS)
    lesser = Combination([FIRST, SECOND], [1, 0.2], [False, False]).relevance(NEARNESS)
    assert lesser[1] > 5 * equal[1]
    assert lesser[2] == pytest.approx(equal[2], rel=0.1)


def test_what_is_unwanted_is_judged_by_its_own_relevance() -> None:
    without = Combination([FIRST, SECOND], [1, 1], [False, True])
    assert without.show_unwanted(NEARNESS).tolist() == [True, False, True, False]
    assert (without.direction == 10 * FIRST.direction).all(), "nothing is taken off"
    assert without.relevance(NEARNESS) == pytest.approx(CURVE.relevance(NEARNESS[:, 0]))


def test_where_nothing_is_wanted_the_farthest_come_first() -> None:
    neither = Combination([FIRST, SECOND], [1, 1], [True, True])
    assert np.argmax(NEARNESS @ neither.direction) == 3
    assert np.argmax(neither.relevance(NEARNESS)) == 3
