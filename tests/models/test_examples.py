"""Examples: others like them, judged among the photos of a library."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mmdesk.models.calibration import BETWEEN_PICTURES, Calibration
from mmdesk.models.combining import Combination
from mmdesk.models.examples import EVEN, GAIN, ExampleMeasure, example_measure
from mmdesk.models.relevance import Measure

DIM = 64


def photos(count: int = 200) -> NDArray[np.float32]:
    """Unit vectors that share a direction, the last ten of them a second one."""
    rows = np.random.default_rng(0).standard_normal((count, DIM)) * 0.5
    rows[:, 0] += 8
    rows[-10:, 1] += 5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_what_all_photos_share_makes_nothing_like_an_example() -> None:
    library = photos()
    assert (library @ library[-1]).min() > 0.4  # raw cosines would call all of them alike
    measure = example_measure(library[-1], library)
    relevance = measure.relevance(library @ measure.direction)
    assert np.median(relevance[-10:]) > 0.5 > 0.05 > relevance[:-10].max()


def test_few_photos_tell_nothing_ordinary() -> None:
    vector = photos()[0]
    assert example_measure(vector, photos()[:3]).curve == BETWEEN_PICTURES


WORDS = Measure(np.eye(DIM, dtype=np.float32)[2], Calibration(1.0, 0.0))
EXAMPLE = ExampleMeasure(np.eye(DIM, dtype=np.float32)[3], Calibration(2.0, EVEN), typical=0.0)


def logit(share: NDArray[np.float32]) -> NDArray[np.float64]:
    share = share.astype(np.float64)
    return np.log(share / (1 - share))


@pytest.mark.parametrize("weight", [0.5, 1.0, 2.0])
def test_examples_beside_words_shift_their_log_odds(weight: float) -> None:
    nearness = np.array([[1, 0], [1, 2], [1, -1]], np.float32)
    both = Combination([[WORDS], [EXAMPLE]], [1.0, weight], [False, False])
    assert logit(both.relevance(nearness)) == pytest.approx(1 + weight * GAIN * nearness[:, 1], abs=1e-3)


def test_unlike_lowers_what_is_like_it_and_leaves_out_what_is_much_so() -> None:
    nearness = np.array([[1, -2], [1, 1], [1, 6]], np.float32)
    both = Combination([[WORDS], [EXAMPLE]], [1.0, 1.0], [False, True])
    plain, near, same = logit(both.relevance(nearness))
    assert plain == pytest.approx(1, abs=0.01)
    assert same < -1 < near < plain
    assert both.show_unwanted(nearness).tolist() == [False, False, True]


def test_examples_alone_are_conditions() -> None:
    nearness = np.array([[5, 0], [0, 5], [5, 5]], np.float32)
    both = Combination([[EXAMPLE], [EXAMPLE]], [1.0, 1.0], [False, False])
    assert both.relevance(nearness).argmax() == 2
    unlike = Combination([[EXAMPLE]], [1.0], [True])
    assert unlike.relevance(np.array([[0], [6]], np.float32)).tolist() == pytest.approx(
        [1 / (1 + np.exp(-2 * EVEN)), 1 / (1 + np.exp(2 * (6 - EVEN)))], abs=1e-5
    )
