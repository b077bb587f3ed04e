"""A model measured on this machine, and what is remembered of it."""

from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.operations import count_operations
from mmdesk.models.store import ModelStore
from mmdesk.tasks import measuring
from tests.models.clip_folders import OPENAI_LIKE, make_folder


def test_the_speed_of_a_clip_is_measured_and_remembered(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "SECONDS", 0.0)
    folder = make_folder(places.models / "eyes", OPENAI_LIKE)
    speed = measuring._measure_clip(places, "eyes", "cpu")
    assert speed.pictures_per_second > 0
    assert speed.memory_bytes > 10_000_000
    assert speed.operations == count_operations(OPENAI_LIKE, 32, folder)
    assert ModelStore(places).find("eyes").speed == speed
    assert ModelStore(places).find("starter-clip").speed is None


def test_operations_are_those_of_its_layers(tmp_path: Path) -> None:
    """By hand, for the tower of the tests: patches, one block of attention and of perceptron, projection."""
    folder = ClipFolder.read(make_folder(tmp_path / "eyes", OPENAI_LIKE))
    tokens, width = 4 * 4 + 1, 32
    patches = 2 * (tokens - 1) * (3 * 8 * 8) * width
    attention = 2 * tokens * width * width * 4 + 2 * 2 * tokens * tokens * width
    perceptron = 2 * tokens * width * 4 * width * 2
    counted = count_operations(folder.architecture, folder.recipe.size, folder.path)
    assert counted == pytest.approx(patches + attention + perceptron + 2 * width * 24, rel=0.02)
