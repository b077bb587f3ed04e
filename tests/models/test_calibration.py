from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmdesk.core.errors import UserError
from mmdesk.models.calibration import Calibration

slopes = st.floats(0.1, 1e4)
midpoints = st.floats(-1, 1)


@given(slopes, midpoints, st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=20))
def test_relevance_lies_between_nought_and_one_and_keeps_the_order(
    slope: float, midpoint: float, scores: list[float]
) -> None:
    relevance = Calibration(slope, midpoint).relevance(np.sort(np.array(scores, np.float32)))
    assert relevance.dtype == np.float32
    assert ((relevance >= 0) & (relevance <= 1)).all()
    assert (np.diff(relevance) >= 0).all()


def test_half_is_at_the_midpoint() -> None:
    assert Calibration(50, 0.25).relevance(np.array([0.25], np.float32))[0] == pytest.approx(0.5)


def test_a_guess_without_bias_parts_usual_matches_from_mismatches() -> None:
    match, mismatch = Calibration.of_scale(100).relevance(np.array([0.31, 0.17], np.float32))
    assert match > 0.9
    assert mismatch < 0.05


def test_a_bias_and_a_scale_are_the_curve_they_were_trained_as() -> None:
    assert Calibration.of_scale(112.0, -16.8) == Calibration(112.0, 0.15)
    assert Calibration.of_scale(0.5, 0.0) == Calibration(0.6, 0.25)


def test_a_blend_lies_between_two_curves() -> None:
    assert Calibration(10, 0.5).blended(Calibration(50, 0.25), 0.25) == Calibration(20, 0.4375)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"slope": "steep", "midpoint": 0}',
        '{"slope": -1, "midpoint": 0}',
        '{"slope": 0, "midpoint": 0}',
        '{"slope": Infinity, "midpoint": 0}',
        '{"slope": 1, "midpoint": NaN}',
        '{"slope": NaN, "midpoint": 0}',
    ],
)
def test_a_calibration_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match="calibration"):
        Calibration.read(path)
