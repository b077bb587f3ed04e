"""Lanes that are shut down, whatever the test did."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.work.lanes import Lanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.shutdown()
