"""Processes that read files come and go without a word."""

import time

import pytest

from mmdesk.library.reading.crew import Crew
from mmdesk.library.reading.limits import ReadingLimits


def test_processes_ended_while_they_start_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for round_ in range(12):
        with Crew(4, ReadingLimits()):
            time.sleep(round_ / 120)
    assert capfd.readouterr().err == ""
