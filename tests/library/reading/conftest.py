"""What several tests of reading share."""

import pytest

from tests.library.reading.hazards import slow_picture


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A picture that takes about a second."""
    return slow_picture(tmp_path_factory.mktemp("slow") / "slow.png")
