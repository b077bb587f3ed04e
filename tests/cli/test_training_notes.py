"""What a training says of itself on stderr, while its steps go on."""

from collections.abc import Generator
from typing import Any

import pytest

from mmdesk.cli.training_notes import with_notes_printed
from mmdesk.core.progress import Progress
from mmdesk.tasks.train import TrainingNote


def test_notes_are_printed_and_everything_is_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    given: list[Progress | TrainingNote] = [
        Progress(0, 2, "Training"), TrainingNote("step 1: loss 0.5"), Progress(1, 2, "Training"),
    ]  # fmt: skip

    def train() -> Generator[Progress | TrainingNote, None, dict[str, Any]]:
        yield from given
        return {"loss": 0.5}

    passed: list[object] = []

    def follow() -> Generator[object, None, None]:
        passed.append((yield from with_notes_printed(train())))

    assert list(follow()) == given
    assert passed == [{"loss": 0.5}]
    assert "step 1: loss 0.5" in capsys.readouterr().err
