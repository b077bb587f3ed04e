"""The program, the sample pictures, and a library of them that a whole session of tests may look at."""

from pathlib import Path

import pytest

from mmdesk.tasks.demo import make_sample_pictures
from tests.flows.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program with an empty data folder."""
    return Program(tmp_path / "data")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of real photographs."""
    folder = tmp_path_factory.mktemp("photos")
    make_sample_pictures(folder)
    return folder


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Program:
    """The program with the sample pictures in its library; tests only look."""
    program = Program(tmp_path_factory.mktemp("indexed") / "data")
    program.run("add", samples)
    return program
