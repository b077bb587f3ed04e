"""What the tests of imports share."""

from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.models.store import ModelStore

from .published import NARROW, weights_of, write_checkpoint, write_yaml


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the yaml and ckpt of a narrow VQGAN; not to be changed."""
    folder = tmp_path_factory.mktemp("published")
    write_yaml(folder / "narrow.yaml", NARROW)
    write_checkpoint(folder / "narrow.ckpt", weights_of(NARROW))
    return folder


@pytest.fixture
def shelf(places: Places) -> ModelStore:
    return ModelStore(places)
