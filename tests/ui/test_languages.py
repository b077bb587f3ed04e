"""The window in languages that nobody speaks: longer words, and from right to left."""

import os
import subprocess
import sys

import pytest

from tests.skips import SLOW


def _tour(language: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/ui/in_disguise.py"]
    environment = os.environ | {"MMDESK_TEST_LANGUAGE": language, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]


def test_everything_is_translated_and_has_room_for_longer_words() -> None:
    _tour("en-XA")


@SLOW
@pytest.mark.parametrize("language", ["ar-XB", "de", "lt"])
def test_everything_fits(language: str) -> None:
    _tour(language)
