"""A way of doing a piece of work in a process of its own.

So neither way finds the memory as the other one has left it, and each one's use of it can be told.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeVar

from mmdesk.benchmark.memory import PeakMemory

Way = Generator[str, None, None]
"""Makes ready, and yields the data type it works in; from then on it yields after each step."""

Task = TypeVar("Task")

PATIENCE_S = 60.0
"""For a process to end after its last step."""


@dataclass(frozen=True)
class StepProcess:
    """A process that does a step when told to."""

    pipe: Connection

    def wait_until_ready(self) -> str:
        """The data type it works in."""
        return str(self.pipe.recv())

    def step(self) -> float:
        """Seconds of one step."""
        self.pipe.send("step")
        return float(self.pipe.recv())

    def end(self) -> float | None:
        """The most memory it had since it was ready, in MiB, or None where nobody knows."""
        self.pipe.send("end")
        peak: float | None = self.pipe.recv()
        return peak


@contextmanager
def working_apart(way: Callable[[Task], Way], task: Task) -> Iterator[StepProcess]:
    """Start a process that does `task` in one `way`; it ends with the block."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, way, task), daemon=True)
    process.start()
    theirs.close()
    try:
        yield StepProcess(ours)
    finally:
        ours.close()
        process.join(PATIENCE_S)
        process.kill()
        process.join()


def _serve(pipe: Connection, way: Callable[[Task], Way], task: Task) -> None:
    """Runs in the process: a step for each word, until the pipe is closed.

    Loading the models, and trying out how to run them, is not counted on either side.
    """
    steps = way(task)
    pipe.send(next(steps))
    memory = PeakMemory()
    with suppress(EOFError):  # nobody wants to know any more
        while pipe.recv() == "step":
            begun = time.perf_counter()
            next(steps)
            pipe.send(time.perf_counter() - begun)
        memory.look()
        pipe.send(memory.mb)
