"""A painting to come, for the tests of this room."""

import pytest

from mmdesk.core.painting.spec import PaintSpec


@pytest.fixture
def spec() -> PaintSpec:
    return PaintSpec("a red rose", engine="pixel", width=32, height=32, steps=5, seed=7, cutouts=2)
