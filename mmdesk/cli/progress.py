"""Progress bars on a terminal, moved by the generator that does the work."""

import sys
from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bar

from mmdesk.core.progress import Progress

Outcome = TypeVar("Outcome")


def follow(steps: Generator[object, None, Outcome], title: str, *, in_bytes: bool = False) -> Outcome:
    """Run `steps` to their end and return their outcome, showing their `Progress` on stderr.

    Progress `in_bytes` is shown in megabytes, with the rate. In a pipe nothing is shown. However this ends,
    the generator is closed, so that it can clean up.
    """
    with closing(steps), _bar(in_bytes=in_bytes) as bar:
        shown = _Shown(bar, title)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            if isinstance(step, Progress):
                shown.advance(step)


class _Shown:
    """The row of the bar; one that knew its end makes room for one that does not."""

    def __init__(self, bar: Bar, title: str) -> None:
        self._bar, self._title = bar, title
        self._task, self._is_known = bar.add_task(title, total=None), False

    def advance(self, step: Progress) -> None:
        """Show how far the work is."""
        words = step.note or self._title
        if self._is_known and step.total is None:
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(words, total=None)
        self._is_known = step.total is not None
        self._bar.update(self._task, completed=step.done, total=step.total, description=words)


def _counted(*, in_bytes: bool) -> list[ProgressColumn]:
    return [DownloadColumn(), TransferSpeedColumn()] if in_bytes else [MofNCompleteColumn()]


def _bar(*, in_bytes: bool) -> Bar:
    """A progress bar with the time left; it shows nothing where stderr is no terminal."""
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        *_counted(in_bytes=in_bytes),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
