"""What holds for every worker of the window."""

import inspect
from typing import get_type_hints

import pytest

from mmdesk.work.job import Job
from mmdesk.work.latest import LatestAnswer
from mmdesk.work.workers import Workers


@pytest.mark.parametrize("kind", [*get_type_hints(Workers).values(), LatestAnswer, Job])
def test_none_is_made_without_a_parent(kind: type) -> None:
    """Python would delete such a one together with its last job, and Qt that job twice."""
    parent = inspect.signature(kind.__init__).parameters["parent"]
    assert parent.default is inspect.Parameter.empty
