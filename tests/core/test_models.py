"""What can be expected of a model by what was measured of others."""

import pytest

from mmdesk.core.models import ModelSpeed, expected_speed

SMALL, LARGE, UNCOUNTED = ModelSpeed(100.0, 1, 1e9), ModelSpeed(2.0, 1, 160e9), ModelSpeed(7.0, 1, None)


def test_the_measured_model_nearest_in_size_tells() -> None:
    assert expected_speed(4e9, [SMALL, LARGE, UNCOUNTED]) == pytest.approx(25.0)
    assert expected_speed(80e9, [SMALL, LARGE, UNCOUNTED]) == pytest.approx(4.0)
    assert expected_speed(80e9, [UNCOUNTED]) is None
