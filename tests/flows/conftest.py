"""The program, the sample pictures, and a library of them that all tests may look at."""

import signal
from pathlib import Path

import pytest

from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.demo import make_sample_pictures
from tests.flows.program import Program
from tests.looked_before import know_all


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """Tests that run in the background of a shell ignore Ctrl+C, and so would all that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def new_program(tmp_path: Path) -> Program:
    """The program on its first day: there is no data folder yet."""
    return Program(tmp_path / "data")


@pytest.fixture
def program(new_program: Program, indexed: Program) -> Program:
    """The program with an empty library."""
    return new_program.knowing_the_machine(indexed)


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
    know_all(Places(program.data_dir), ClipModel(Places(program.data_dir)))
    program.run("add", samples)
    return program
