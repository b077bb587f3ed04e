"""What is printed of a training while it goes on."""

from collections.abc import Generator
from typing import Any

from mmdesk.cli.output import note
from mmdesk.core.progress import Progress
from mmdesk.tasks.train import TrainingNote


def with_notes_printed(
    steps: Generator[Progress | TrainingNote, None, dict[str, Any]],
) -> Generator[object, None, dict[str, Any]]:
    """Pass `steps` on, and print the losses and figures among them on stderr, line by line."""
    try:
        while True:
            step = next(steps)
            if isinstance(step, TrainingNote):
                note(step.text)
            yield step
    except StopIteration as end:
        document: dict[str, Any] = end.value
        return document
    finally:
        steps.close()
