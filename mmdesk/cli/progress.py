"""Progress bars on a terminal, moved by the generator that does the work."""

import sys
from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from mmdesk.core.progress import Progress

Outcome = TypeVar("Outcome")


def follow(steps: Generator[object, None, Outcome], title: str) -> Outcome:
    """Run `steps` to their end and return their outcome, showing their `Progress` on stderr.

    In a pipe nothing is shown. However this ends, the generator is closed, so that it can clean up.
    """
    with closing(steps), _bar() as bar:
        task = bar.add_task(title, total=None)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            if isinstance(step, Progress):
                bar.update(task, completed=step.done, total=step.total, description=step.note or title)


def _bar() -> Bar:
    """A progress bar with the time left; it shows nothing where stderr is no terminal."""
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
